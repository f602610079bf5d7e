use actix_web::{App, Responder, route};
use corsac::{Policy, cors, policy};

static WEB_APP: Policy = policy!(
    allow_origins("https://a.example", "https://*.b.example"),
    allow_methods("GET", "PUT"),
    allow_credentials,
);
static ANYONE: Policy = policy!(allow_origins("*"), allow_methods("*"));

#[cors(policy(WEB_APP), allow_methods("PUT"))]
#[route("/", method = "PUT", method = "DELETE")]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().wrap(&ANYONE).service(handler);
}
