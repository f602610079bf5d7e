use corsac::cors;

#[cors(allow_origins("https://a.example"))]
enum Handler {
    A,
}

fn main() {
    let _ = Handler::A;
}
