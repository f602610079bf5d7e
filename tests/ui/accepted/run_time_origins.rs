use actix_web::{App, Responder, dev::RequestHead, get};
use corsac::{Origin, Origins, cors};

static TENANTS: Origins = Origins::new();

fn is_partner(origin: &Origin<'_>, _: &RequestHead) -> bool {
    origin.host() == "partner.example"
}

#[cors(
    allow_origins(
        "https://a.example",
        dev("http://localhost:5173", "http://127.0.0.1:*"),
        from(TENANTS),
        predicate(is_partner),
    ),
    allow_credentials,
    dangerously(unchecked_origins)
)]
#[get("/")]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(handler);
}
