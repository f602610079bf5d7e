use actix_web::{App, get};
use corsac::cors;

#[cors(allow_origins("https://a.example"))]
#[get("/")]
async fn handler() {
    
}

fn main() {
    let _ = App::new().service(handler);
}
