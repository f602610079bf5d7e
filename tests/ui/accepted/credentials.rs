use actix_web::{App, Responder, get};
use corsac::cors;

#[cors(
    allow_origins("https://a.example", "https://*.a.example"),
    allow_credentials
)]
#[get("/")]
async fn secure() -> impl Responder {
    ""
}

#[cors(
    allow_origins(
        "http://localhost:*",
        "http://a.localhost",
        "http://127.0.0.1",
        "http://[::1]"
    ),
    allow_credentials
)]
#[get("/")]
async fn on_this_machine() -> impl Responder {
    ""
}

#[cors(
    allow_origins(
        "tauri://localhost",
        "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
        "app://."
    ),
    allow_credentials
)]
#[get("/")]
async fn off_the_network() -> impl Responder {
    ""
}

#[cors(allow_origins("http://a.example", "https://*.github.io", "moz-extension://*"))]
#[get("/")]
async fn insecure_without_credentials() -> impl Responder {
    ""
}

#[cors(
    allow_origins("safari-web-extension://*"),
    allow_credentials,
    dangerously(unchecked_origins)
)]
#[get("/")]
async fn every_extension() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new()
        .service(secure)
        .service(on_this_machine)
        .service(off_the_network)
        .service(insecure_without_credentials)
        .service(every_extension);
}
