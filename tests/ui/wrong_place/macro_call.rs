use corsac::cors;

macro_rules! nothing {
    () => {};
}

#[cors(allow_origins("https://a.example"))]
nothing!();

fn main() {

}
