use corsac::cors;

#[cors(allow_origins("https://a.example"))]
unsafe extern "C" {}

fn main() {

}
