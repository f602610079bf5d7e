use corsac::cors;

struct Handler;

#[cors(allow_origins("https://a.example"))]
impl Handler {
    fn new() -> Self {
        Self
    }
}

fn main() {
    let _ = Handler::new();
}
