use actix_web::{App, Responder, get};
use corsac::cors;

#[cors(allow_origins("https://a.example", "http://a.example", "https://a.example:8443"))]
#[get("/")]
async fn similar_origins() -> impl Responder {
    ""
}

#[cors(
    allow_origins("https://a.example"),
    allow_headers("X-A"),
    expose_headers("X-A")
)]
#[get("/")]
async fn same_name_in_both_directions() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new()
        .service(similar_origins)
        .service(same_name_in_both_directions);
}
