use corsac::cors;

#[cors(allow_origins("https://a.example"))]
mod handlers {
    pub fn new() {}
}

fn main() {
    handlers::new();
}
