use corsac::cors;

trait Handlers {
    #[cors(allow_origins("https://a.example"))]
    fn handler() -> &'static str {
        ""
    }
}

impl Handlers for () {}

fn main() {
    let _ = <()>::handler();
}
