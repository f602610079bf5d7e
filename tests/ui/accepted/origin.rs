use actix_web::{App, Responder, get};
use corsac::cors;

#[cors(allow_origins(
    "https://a.example",
    "http://a.example:8080",
    "http://127.0.0.1",
    "http://[::1]",
    "https://xn--bcher-kva.example"
))]
#[get("/")]
async fn exact() -> impl Responder {
    ""
}

#[cors(allow_origins(
    "tauri://localhost",
    "capacitor://localhost",
    "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
    "app://-",
    "app://.",
    "safari-web-extension://2A8F11C4-3D57-4B1E-9C80-6A5D2F0B7E91",
    "moz-extension://*"
))]
#[get("/")]
async fn custom_schemes() -> impl Responder {
    ""
}

#[cors(allow_origins("https://*.a.example", "http://localhost:*", "http://*.localhost:*"))]
#[get("/")]
async fn patterns() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new()
        .service(exact)
        .service(custom_schemes)
        .service(patterns);
}
