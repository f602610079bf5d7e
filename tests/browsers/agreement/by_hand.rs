//! Routes without corsac: CORS by hand, and by actix-cors.

use actix_cors::Cors;
use actix_web::{
    HttpRequest, HttpResponse,
    http::{Method, StatusCode},
    web,
};

use super::{
    hand_written::{ByHand, ECHO, ROUTES},
    policies::{self, Route},
};

impl ByHand {
    fn answer(&self, req: &HttpRequest) -> HttpResponse {
        let asks = req.headers().contains_key("Access-Control-Request-Method");
        let (status, lines) = if asks && req.method() == Method::OPTIONS {
            self.preflight
        } else {
            self.actual
        };
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::NOT_IMPLEMENTED);
        let mut response = HttpResponse::build(status);
        let origin = req.headers().get("Origin").and_then(|it| it.to_str().ok());
        for &(name, value) in lines {
            let value = if value == ECHO { origin } else { Some(value) };
            if let Some(value) = value {
                response.append_header((name, value));
            }
        }
        response.body(self.path)
    }
}

/// What actix-cors is told, by the scope that it is wrapped around.
const BY_ACTIX_CORS: &[(&str, &str)] = &[
    ("/actix-cors/permissive", "permissive"),
    ("/actix-cors/exact", "one origin, methods and headers"),
    (
        "/actix-cors/credentials",
        "one origin with credentials, any header, exposed ones",
    ),
    ("/actix-cors/wildcard", "any origin as a wildcard"),
];

pub(crate) fn all() -> Vec<Route> {
    let by_hand = ROUTES.iter().map(|route| Route {
        path: route.path.to_owned(),
        policy: format!("preflight {:?}, actual {:?}", route.preflight, route.actual),
    });
    let by_actix_cors = BY_ACTIX_CORS.iter().map(|&(path, policy)| Route {
        path: path.to_owned(),
        policy: policy.to_owned(),
    });
    by_hand.chain(by_actix_cors).collect()
}

pub(crate) fn configure(config: &mut web::ServiceConfig) {
    for route in ROUTES {
        let answer = move |req: HttpRequest| async move { route.answer(&req) };
        config.route(route.path, web::to(answer));
    }
    let exact = Cors::default()
        .allowed_origin("https://frontend.test")
        .allowed_methods(["GET", "PUT"])
        .allowed_headers(["X-A", "Content-Type"])
        .max_age(600);
    let credentials = Cors::default()
        .allowed_origin("https://frontend.test")
        .allow_any_method()
        .allow_any_header()
        .expose_headers(["X-Total-Count"])
        .supports_credentials();
    let wildcard = Cors::default()
        .allow_any_origin()
        .send_wildcard()
        .allow_any_method()
        .allow_any_header()
        .expose_any_header();
    for ((path, _), cors) in
        BY_ACTIX_CORS
            .iter()
            .zip([Cors::permissive(), exact, credentials, wildcard])
    {
        let scope = web::scope(path).wrap(cors);
        config.service(scope.default_service(web::to(policies::answer)));
    }
}
