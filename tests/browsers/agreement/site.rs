//! The app whose answers are compared, over sockets and in process, and what
//! it saw of each case.

use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use actix_web::{
    App, Error, HttpRequest, HttpResponse, HttpServer,
    body::MessageBody,
    dev::{ServerHandle, ServiceFactory, ServiceRequest, ServiceResponse},
    http::header::{CACHE_CONTROL, HeaderValue},
    middleware::{Next, from_fn},
    web::{self, ServiceConfig},
};
use rustls::{ServerConfig, crypto::ring, pki_types::PrivateKeyDer};
use serde::Deserialize;

use super::{by_hand, policies};
use crate::browser::Network;

/// What a URL asks of a handler.
#[derive(Deserialize)]
pub(crate) struct Wanted {
    #[serde(default = "ok")]
    pub(crate) status: u16,
}

fn ok() -> u16 {
    200
}

/// The requests that an app saw, by the id of the case in their URL.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spy(Arc<Mutex<HashMap<String, Vec<String>>>>);

/// What of a request depends on CORS, or on what a script may say.
const NOTED: &[&str] = &[
    "origin",
    "access-control-request-method",
    "access-control-request-headers",
    "cookie",
    "authorization",
    "accept",
    "content-type",
    "range",
    "x-a",
    "x-b",
    "x-http-method-override",
    "sec-fetch-site",
    "sec-fetch-mode",
    "sec-fetch-dest",
];

impl Spy {
    /// Forgets about a case, and tells what it saw of it.
    pub(crate) fn take(&self, id: &str) -> Vec<String> {
        let mut seen = self.0.lock().expect("no panic while it is held");
        seen.remove(id).unwrap_or_default()
    }

    fn note(&self, req: &ServiceRequest) {
        let mut pairs = req.query_string().split('&');
        let Some(id) = pairs.find_map(|pair| pair.strip_prefix("id=")) else {
            return;
        };
        let mut line = format!("{} {}", req.method(), req.path());
        for name in NOTED {
            // A sender may join lines of one name.
            let values = req.headers().get_all(*name);
            let values: Vec<_> = values
                .map(|it| it.as_bytes().escape_ascii().to_string())
                .collect();
            if !values.is_empty() {
                line.extend([" [", name, ": ", &values.join(", "), "]"]);
            }
        }
        let mut seen = self.0.lock().expect("no panic while it is held");
        seen.entry(id.to_owned()).or_default().push(line);
    }
}

/// Outermost: notes each request, and keeps the HTTP cache out of it.
async fn watch(
    req: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if let Some(spy) = req.app_data::<web::Data<Spy>>() {
        spy.note(&req);
    }
    let mut response = next.call(req).await?;
    let no_store = HeaderValue::from_static("no-store");
    response.headers_mut().insert(CACHE_CONTROL, no_store);
    Ok(response)
}

/// The page of every origin; that of an app leaves its cookie.
async fn page(req: HttpRequest) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    match req.connection_info().host() {
        "api.test" => {
            response.insert_header(("Set-Cookie", "session=1; SameSite=None; Secure"));
        }
        "plain-api.test" => {
            response.insert_header(("Set-Cookie", "session=1; SameSite=Lax"));
        }
        _ => {}
    }
    response.content_type("text/html").body(
        "<!doctype html><link rel=icon href=data:,><title>page</title>\
        <iframe sandbox=allow-scripts srcdoc='<!doctype html><title>frame</title>'></iframe>",
    )
}

pub(crate) fn app(
    spy: Spy,
    more: impl FnOnce(&mut ServiceConfig),
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    App::new()
        .app_data(web::Data::new(spy))
        .route("/page", web::get().to(page))
        .configure(policies::configure)
        .configure(by_hand::configure)
        .configure(more)
        .wrap(from_fn(watch))
}

/// The app over sockets; it ends with this value.
pub(crate) struct Servers {
    handle: ServerHandle,
    pub(crate) http_port: u16,
    pub(crate) https_port: u16,
    pub(crate) spy: Spy,
}

impl Servers {
    /// With what `more` adds to the app.
    pub(crate) fn start(more: impl Fn(&mut ServiceConfig) + Copy + Send + 'static) -> Self {
        let spy = Spy::default();
        let app_spy = spy.clone();
        let server = HttpServer::new(move || app(app_spy.clone(), more))
            .workers(2)
            .disable_signals()
            .shutdown_timeout(0)
            .bind(("127.0.0.1", 0))
            .expect("a free port")
            .bind_rustls_0_23(("127.0.0.1", 0), certificate())
            .expect("a free port");
        let ports: Vec<_> = server.addrs().iter().map(SocketAddr::port).collect();
        let server = server.run();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        Self {
            handle,
            http_port: ports[0],
            https_port: ports[1],
            spy,
        }
    }

    /// Has every host at every port served here.
    pub(crate) fn network(&self) -> Network {
        let http = [80, 3000, 5173].map(|port| (port, self.http_port));
        let https = [443, 8443].map(|port| (port, self.https_port));
        let nobody = (8081, 1);
        Network::new(http.into_iter().chain(https).chain([nobody]))
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        // Told at once; the future is only what would wait for it.
        drop(self.handle.stop(false));
    }
}

/// Signed by itself; the browser is told not to mind.
fn certificate() -> ServerConfig {
    let signed = rcgen::generate_simple_self_signed(["*.test".to_owned()]).expect("a certificate");
    let key = PrivateKeyDer::Pkcs8(signed.signing_key.serialize_der().into());
    ServerConfig::builder_with_provider(ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .expect("versions that ring has")
        .with_no_client_auth()
        .with_single_cert(vec![signed.cert.der().clone()], key)
        .expect("a key for the certificate")
}
