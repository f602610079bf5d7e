use corsac::cors;

#[cors(allow_origins("https://a.example"))]
const PATH: &str = "/";

fn main() {
    let _ = PATH;
}
