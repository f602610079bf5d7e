//! The site behind the caches: pages that may be kept, under every kind of
//! policy.

use std::sync::{Arc, Mutex};

use actix_web::{
    Error, HttpRequest, HttpResponse,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    get,
    http::{Method, StatusCode},
    middleware::{Compress, Next, from_fn},
    web::{self, Data, ServiceConfig},
};
use corsac::{Policy, cors, policy};

use crate::support::server::Server;

pub(crate) const A: &str = "https://a.shop.example";
pub(crate) const B: &str = "https://b.shop.example";
/// Refused by all policies but the one that allows any origin.
pub(crate) const FOREIGN: &str = "https://foreign.example";

#[cors(allow_origins("*"))]
#[get("/any/{n}")]
async fn of_any(req: HttpRequest) -> HttpResponse {
    page(&req, StatusCode::OK)
}

#[cors(allow_origins("https://a.shop.example"))]
#[get("/one/{n}")]
async fn of_one(req: HttpRequest) -> HttpResponse {
    page(&req, StatusCode::OK)
}

#[cors(
    allow_origins("https://a.shop.example"),
    allow_credentials,
    expose_headers("X-Total-Count")
)]
#[get("/one-with-credentials/{n}")]
async fn of_one_with_credentials(req: HttpRequest) -> HttpResponse {
    page(&req, StatusCode::OK)
}

#[cors(allow_origins("https://a.shop.example", "https://b.shop.example"))]
#[get("/list/{n}")]
async fn of_a_list(req: HttpRequest) -> HttpResponse {
    page(&req, StatusCode::OK)
}

#[cors(
    allow_origins("https://a.shop.example", "https://b.shop.example"),
    allow_credentials,
    expose_headers("X-Total-Count")
)]
#[get("/list-with-credentials/{n}")]
async fn of_a_list_with_credentials(req: HttpRequest) -> HttpResponse {
    page(&req, StatusCode::OK)
}

#[cors(allow_origins("https://*.shop.example"))]
#[get("/pattern/{n}")]
async fn of_a_pattern(req: HttpRequest) -> HttpResponse {
    page(&req, StatusCode::OK)
}

#[cors(
    allow_origins("https://a.shop.example", "https://b.shop.example"),
    block_on_origin_mismatch
)]
#[get("/block/{n}")]
async fn blocking(req: HttpRequest) -> HttpResponse {
    page(&req, StatusCode::OK)
}

#[cors(allow_origins("https://a.shop.example"))]
#[get("/missing/one/{n}")]
async fn missing_of_one(req: HttpRequest) -> HttpResponse {
    page(&req, StatusCode::NOT_FOUND)
}

#[cors(allow_origins("https://a.shop.example", "https://b.shop.example"))]
#[get("/missing/list/{n}")]
async fn missing_of_a_list(req: HttpRequest) -> HttpResponse {
    page(&req, StatusCode::NOT_FOUND)
}

#[cors(allow_origins("https://a.shop.example", "https://b.shop.example"))]
#[get("/compressed/inside/{n}", wrap = "Compress::default()")]
async fn compressed_inside(req: HttpRequest) -> HttpResponse {
    page(&req, StatusCode::OK)
}

#[cors(allow_origins("https://a.shop.example", "https://b.shop.example"))]
#[get("/{n}")]
async fn compressed_outside(req: HttpRequest) -> HttpResponse {
    page(&req, StatusCode::OK)
}

static WRAP: Policy = policy!(allow_origins(
    "https://a.shop.example",
    "https://b.shop.example"
));

static BLOCKING: Policy = policy!(
    allow_origins("https://a.shop.example", "https://b.shop.example"),
    block_on_origin_mismatch
);
static ANY: Policy = policy!(allow_origins("*"));

/// Three policies around each other, of which one blocks: this one,
#[cors(policy(BLOCKING))]
#[get("/inside/{n}")]
async fn blocked_inside(req: HttpRequest) -> HttpResponse {
    page(&req, StatusCode::OK)
}

/// or the one around it, or the outermost.
#[cors(policy(ANY))]
#[get("/{n}")]
async fn blocked_further_out(req: HttpRequest) -> HttpResponse {
    page(&req, StatusCode::OK)
}

async fn wrapped(req: HttpRequest) -> HttpResponse {
    page(&req, StatusCode::OK)
}

/// What the handler at `path` makes for a page of `origin`.
///
/// It tells who was first to ask for what a cache keeps. No site that keeps to
/// one policy should say it, but whether it may is up to `Vary`.
pub(crate) fn text(path: &str, origin: Option<&str>) -> String {
    format!("{path} for {}\n", origin.unwrap_or("nobody")).repeat(100)
}

/// A page that everybody may keep for longer than a test takes.
fn page(req: &HttpRequest, status: StatusCode) -> HttpResponse {
    note(req);
    let origin = req.headers().get("Origin");
    let origin = origin.map(|origin| origin.to_str().expect("an origin of ours"));
    HttpResponse::build(status)
        .insert_header(("Cache-Control", "public, max-age=3600"))
        .content_type("text/plain")
        .body(text(req.path(), origin))
}

/// The handlers that ran and the preflights that arrived, as method and path.
type Log = Mutex<Vec<String>>;

fn note(req: &HttpRequest) {
    let log = req.app_data::<Data<Log>>().expect("the log of the site");
    let line = format!("{} {}", req.method(), req.path());
    log.lock().unwrap().push(line);
}

async fn note_preflights(
    req: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if req.method() == Method::OPTIONS {
        note(req.request());
    }
    next.call(req).await
}

fn configure(services: &mut ServiceConfig) {
    let pages = web::scope("")
        .service(of_any)
        .service(of_one)
        .service(of_one_with_credentials)
        .service(of_a_list)
        .service(of_a_list_with_credentials)
        .service(of_a_pattern)
        .service(blocking)
        .service(missing_of_one)
        .service(missing_of_a_list)
        .service(compressed_inside)
        .service(
            web::scope("/compressed/outside")
                .service(compressed_outside)
                .wrap(Compress::default()),
        )
        .service(
            web::scope("/blocked")
                .service(
                    web::scope("/outside")
                        .service(web::scope("").service(blocked_further_out).wrap(&ANY))
                        .wrap(&BLOCKING),
                )
                .service(
                    web::scope("/between")
                        .service(web::scope("").service(blocked_further_out).wrap(&BLOCKING))
                        .wrap(&ANY),
                )
                .service(
                    web::scope("")
                        .service(web::scope("").service(blocked_inside).wrap(&ANY))
                        .wrap(&ANY),
                ),
        )
        .service(
            web::scope("/wrap")
                .route("/{n}", web::get().to(wrapped))
                .wrap(&WRAP),
        );
    services.service(pages.wrap(from_fn(note_preflights)));
}

/// The site, until it is dropped.
pub(crate) struct Site {
    pub(crate) server: Server,
    log: Arc<Log>,
}

impl Site {
    pub(crate) fn start() -> Self {
        let log = Arc::new(Log::default());
        let log_of_server = Data::from(Arc::clone(&log));
        let server = Server::start(move |services| {
            services.app_data(log_of_server.clone());
            configure(services);
        });
        Self { server, log }
    }

    /// How often a handler or a preflight was noted.
    pub(crate) fn count(&self, method: &str, path: &str) -> usize {
        let line = format!("{method} {path}");
        let log = self.log.lock().unwrap();
        log.iter().filter(|noted| **noted == line).count()
    }
}
