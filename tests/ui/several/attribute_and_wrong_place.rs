use corsac::cors;

#[cors(allow_origins("https://a.example/"))]
struct Handler;

fn main() {
    let _ = Handler;
}
