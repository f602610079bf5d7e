use actix_web::{App, get};
use corsac::cors;

static TENANTS: [&str; 1] = ["https://a.example"];

#[cors(allow_origins("https://b.example", from(TENANTS)))]
#[get("/")]
async fn index() -> &'static str {
    "hello"
}

fn main() {
    let _ = App::new().service(index);
}
