//! The server's own pages, behind nginx, where no browser says that they are.

use std::sync::Mutex;

use actix_web::{
    Error, HttpRequest, HttpResponse, Responder, get, post,
    rt::System,
    web::{self, Payload, ServiceConfig},
};
use corsac::{Policy, cors, policy};
use log::{LevelFilter, Log, Metadata, Record};

use super::cache::nginx_with;
use crate::support::{Answer, COMPARED, server::Server};

/// As [`Cache::ask`](super::cache::Cache::ask) calls the site.
const OWN: &str = "http://site.example";

static ANY: Policy = policy!(allow_origins("*"));

#[cors(allow_origins("https://a.shop.example"), block_on_origin_mismatch)]
#[get("/own/live")]
async fn live(req: HttpRequest, body: Payload) -> Result<HttpResponse, Error> {
    let (response, ..) = actix_ws::handle(&req, body)?;
    Ok(response)
}

#[cors(allow_origins("https://a.shop.example"))]
#[post("/own/inside")]
async fn inside() -> impl Responder {
    "inside"
}

fn configure(services: &mut ServiceConfig) {
    let wrapped = web::scope("").service(inside).wrap(&ANY);
    services.service(live).service(wrapped);
}

/// What the library logs.
struct Lines(Mutex<Vec<String>>);

static LINES: Lines = Lines(Mutex::new(Vec::new()));

impl Log for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "corsac"
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            self.0.lock().unwrap().push(record.args().to_string());
        }
    }

    fn flush(&self) {}
}

impl Lines {
    /// Those of this file, since the last time.
    fn take(&self) -> Vec<String> {
        let lines = self.0.lock().unwrap().split_off(0);
        let is_ours = |line: &String| line.contains("\"/own/");
        lines.into_iter().filter(is_ours).collect()
    }
}

/// For WebSockets, as nginx documents it.
const UPGRADE: &str = "
    proxy_http_version 1.1;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection upgrade;
";

/// A browser's handshake, and its `POST` over plain HTTP, of a page of `origin`, through
/// nginx with `more`: what is answered, and what is logged.
fn ask(more: &str, origin: &str) -> ([Answer; 2], Vec<String>, String) {
    let server = Server::start(configure);
    let proxy = nginx_with(server.address, &format!("{UPGRADE} {more}"));
    // Only the first test of the process gets to set it.
    let _ = log::set_logger(&LINES);
    log::set_max_level(LevelFilter::Debug);

    let answers = System::new().block_on(async {
        let handshake = [
            ("Origin", origin),
            ("Connection", "Upgrade"),
            ("Upgrade", "websocket"),
            ("Sec-WebSocket-Version", "13"),
            ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ];
        [
            proxy.ask("GET", "/own/live", &handshake).await.answer,
            proxy
                .ask("POST", "/own/inside", &[("Origin", origin)])
                .await
                .answer,
        ]
    });
    (answers, LINES.take(), server.address.to_string())
}

/// In one test, since all lines go to one log.
#[test]
#[ignore = "needs nginx"]
fn a_proxy_has_to_pass_host_on() {
    let refused = || [403, 403].map(|status| Answer::expected(status, &[COMPARED]));
    let served = [101, 200].map(|status| Answer::expected(status, &[COMPARED]));

    // By default, nginx puts the address of the server there.
    let (answers, lines, address) = ask("", OWN);
    assert_eq!(answers, refused());
    let end = format!(
        "origin \"{OWN}\", not in `allow_origins`, and not the server's \
         own: by `Host`, that is \"https://{address}\" or \"http://{address}\"; if that is wrong, \
         make the proxy forward `Host`, or add the origin to `allow_origins`"
    );
    let line = |route| format!("CORS request refused: route \"{route}\", {end}");
    assert_eq!(lines, [line("/own/live"), line("/own/inside")]);

    let (answers, lines, _) = ask("proxy_set_header Host $host;", OWN);
    assert_eq!(answers, served);
    assert_eq!(lines, [""; 0]);

    let (answers, lines, _) = ask("proxy_set_header Host $host;", "http://other.example");
    assert_eq!(answers, refused());
    assert_eq!(lines.len(), 2, "{lines:?}");
}
