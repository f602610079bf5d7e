use corsac::cors;

#[cors(allow_origins("https://a.example"))]
type Path = str;

fn main() {
    let _: &Path = "/";
}
