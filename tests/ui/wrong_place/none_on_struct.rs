use corsac::cors;

#[cors(none)]
struct Handler;

fn main() {
    let _ = Handler;
}
