use corsac::cors;

trait Handlers {
    #[cors(allow_origins("https://a.example"))]
    fn handler(&self);
}

impl Handlers for () {
    fn handler(&self) {}
}

fn main() {
    ().handler();
}
