use corsac::cors;

#[cors(allow_origins("https://a.example"))]
static PATH: &str = "/";

fn main() {
    let _ = PATH;
}
