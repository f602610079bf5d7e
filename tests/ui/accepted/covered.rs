use actix_web::{App, Responder, get};
use corsac::cors;

#[cors(allow_origins("https://a.example", "https://*.a.example"))]
#[get("/")]
async fn domain_beside_its_subdomains() -> impl Responder {
    ""
}

#[cors(allow_origins("http://localhost:*", "https://localhost:8080"))]
#[get("/")]
async fn port_beside_another_scheme() -> impl Responder {
    ""
}

#[cors(
    allow_origins("https://a.example"),
    allow_headers("*", "Authorization")
)]
#[get("/")]
async fn authorization_beside_any_header() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new()
        .service(domain_beside_its_subdomains)
        .service(port_beside_another_scheme)
        .service(authorization_beside_any_header);
}
