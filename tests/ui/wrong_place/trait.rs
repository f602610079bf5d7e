use corsac::cors;

#[cors(allow_origins("https://a.example"))]
trait Handler {}

impl Handler for () {}

fn main() {
    let _: &dyn Handler = &();
}
