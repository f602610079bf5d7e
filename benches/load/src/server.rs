//! The server under load, in a process of its own: each kind of policy, and
//! handlers that do next to nothing.

use std::io;

use actix_web::{
    App, HttpServer, Responder,
    dev::RequestHead,
    get, post, put,
    rt::System,
    web::{self, Bytes},
};
use corsac::{Origin, Origins, Policy, cors, policy};

static TENANTS: Origins = Origins::new();

static OUTER: Policy = policy!(allow_origins("https://a.example", "https://b.example"));

#[cors(allow_origins("*"))]
#[get("/any")]
async fn of_any() -> impl Responder {
    "any"
}

#[cors(
    allow_origins("https://a.example"),
    allow_credentials,
    expose_headers("X-Total-Count")
)]
#[get("/one")]
async fn of_one() -> impl Responder {
    "one"
}

#[cors(
    allow_origins("https://a.example", "https://b.example"),
    allow_headers("Content-Type", "X-A"),
    max_age = 600
)]
#[put("/list")]
async fn of_a_list(body: Bytes) -> impl Responder {
    body
}

#[cors(
    allow_origins("https://*.shop.example"),
    allow_headers(mirror_request),
    allow_credentials
)]
#[put("/pattern")]
async fn of_a_pattern(body: Bytes) -> impl Responder {
    body
}

#[cors(allow_origins(from(TENANTS)))]
#[get("/set")]
async fn of_a_set() -> impl Responder {
    "set"
}

fn is_on_a_port(origin: &Origin<'_>, _: &RequestHead) -> bool {
    origin.port().is_some()
}

#[cors(allow_origins(predicate(is_on_a_port)))]
#[get("/predicate")]
async fn of_a_predicate() -> impl Responder {
    "predicate"
}

#[cors(allow_origins("https://a.example"), block_on_origin_mismatch)]
#[post("/block")]
async fn blocking() -> impl Responder {
    "not blocked"
}

#[cors(allow_origins("https://a.example"))]
#[get("/narrower")]
async fn narrower() -> impl Responder {
    "narrower"
}

/// Prints where it listens, and serves until it is killed.
pub(crate) fn serve() -> io::Result<()> {
    let tenants = (0..1000).map(|n| format!("https://tenant-{n}.example"));
    TENANTS
        .replace(tenants.chain(["https://*.tenants.example".to_owned()]))
        .expect("permitted origins");

    let app = || {
        App::new()
            .service(of_any)
            .service(of_one)
            .service(of_a_list)
            .service(of_a_pattern)
            .service(of_a_set)
            .service(of_a_predicate)
            .service(blocking)
            .service(
                web::scope("/wrap")
                    .service(narrower)
                    .route("/plain", web::get().to(async || "plain"))
                    .wrap(&OUTER),
            )
    };
    System::new().block_on(async {
        // As many as leave the client a core each on a machine of four.
        let server = HttpServer::new(app).workers(2).bind(("127.0.0.1", 0))?;
        println!("{}", server.addrs()[0]);
        server.run().await
    })
}
