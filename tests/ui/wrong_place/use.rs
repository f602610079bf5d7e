use corsac::cors;

#[cors(allow_origins("https://a.example"))]
use std::vec::Vec as List;

fn main() {
    let _: List<u8> = List::new();
}
