//! The same handler five times: it answers "hello", with each kind of CORS.

use actix_cors::Cors;
use actix_web::{
    HttpRequest, HttpResponse, HttpResponseBuilder, get,
    http::header::{self, HeaderValue},
    options,
    web::{self, ServiceConfig},
};
use corsac::{ConfiguredPolicy, PolicyConfig};

/// The origin that every policy allows.
pub const FRONTEND: &str = "https://frontend.com";
/// An origin that the pattern of a policy allows.
pub const PREVIEW: &str = "https://pr-7.preview.frontend.com";
/// An origin that only `"*"` allows.
pub const STRANGER: &str = "https://stranger.example";

/// An app without CORS.
pub fn plain(config: &mut ServiceConfig) {
    #[get("/")]
    async fn handler() -> &'static str {
        "hello"
    }

    config.service(handler);
}

/// CORS as somebody writes it who knows the protocol and wants no dependency:
/// constant values, one allowed origin, credentials.
pub fn by_hand(config: &mut ServiceConfig) {
    #[get("/")]
    async fn handler(request: HttpRequest) -> HttpResponse {
        let mut response = HttpResponse::Ok();
        allow_frontend(&request, &mut response);
        response.body("hello")
    }

    #[options("/")]
    async fn preflight(request: HttpRequest) -> HttpResponse {
        let mut response = HttpResponse::NoContent();
        if allow_frontend(&request, &mut response) {
            response
                .insert_header((header::ACCESS_CONTROL_ALLOW_METHODS, constant("GET")))
                .insert_header((
                    header::ACCESS_CONTROL_ALLOW_HEADERS,
                    constant("Content-Type"),
                ))
                .insert_header((header::ACCESS_CONTROL_MAX_AGE, constant("600")));
        } else {
            response.status(actix_web::http::StatusCode::FORBIDDEN);
        }
        response.finish()
    }

    fn allow_frontend(request: &HttpRequest, response: &mut HttpResponseBuilder) -> bool {
        let origin = request.headers().get(header::ORIGIN);
        let is_allowed = origin.is_some_and(|origin| origin == FRONTEND);
        response.insert_header((header::VARY, constant("Origin")));
        if is_allowed {
            response
                .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, constant(FRONTEND)))
                .insert_header((header::ACCESS_CONTROL_ALLOW_CREDENTIALS, constant("true")));
        }
        is_allowed
    }

    fn constant(value: &'static str) -> HeaderValue {
        HeaderValue::from_static(value)
    }

    config.service(handler).service(preflight);
}

/// actix-cors with one origin and credentials.
pub fn actix_cors() -> Cors {
    Cors::default()
        .allowed_origin(FRONTEND)
        .allowed_methods(["GET"])
        .allowed_header(header::CONTENT_TYPE)
        .supports_credentials()
        .max_age(600)
}

/// actix-cors with two origins, and a function that replaces a pattern.
pub fn actix_cors_with_a_pattern() -> Cors {
    actix_cors()
        .allowed_origin("https://admin.frontend.com")
        .allowed_origin_fn(|origin, _| {
            let origin = origin.as_bytes();
            origin.starts_with(b"https://") && origin.ends_with(b".preview.frontend.com")
        })
}

/// actix-cors around the resource, rather than the app.
pub fn actix_cors_on_the_resource(config: &mut ServiceConfig) {
    let route = web::get().to(async || "hello");
    config.service(web::resource("/").route(route).wrap(actix_cors()));
}

/// [`actix_cors_with_a_pattern`] around the resource.
pub fn actix_cors_with_a_pattern_on_the_resource(config: &mut ServiceConfig) {
    let route = web::get().to(async || "hello");
    let cors = actix_cors_with_a_pattern();
    config.service(web::resource("/").route(route).wrap(cors));
}

/// `#[cors]` with one origin and credentials.
pub fn corsac(config: &mut ServiceConfig) {
    #[corsac::cors(
        allow_origins("https://frontend.com"),
        allow_headers("Content-Type"),
        allow_credentials,
        max_age = 600
    )]
    #[get("/")]
    async fn handler() -> &'static str {
        "hello"
    }

    config.service(handler);
}

/// The policy of [`corsac`], from a configuration.
pub fn corsac_configured(config: &mut ServiceConfig) {
    static POLICY: ConfiguredPolicy = ConfiguredPolicy::new();
    #[corsac::cors(policy(POLICY))]
    #[get("/")]
    async fn handler() -> &'static str {
        "hello"
    }

    let policy = PolicyConfig::new().allow_origins([FRONTEND]);
    fill(&POLICY, policy);
    config.service(handler);
}

/// The policy of [`corsac_with_a_pattern`], from a configuration.
pub fn corsac_configured_with_a_pattern(config: &mut ServiceConfig) {
    static POLICY: ConfiguredPolicy = ConfiguredPolicy::new();
    #[corsac::cors(policy(POLICY))]
    #[get("/")]
    async fn handler() -> &'static str {
        "hello"
    }

    let policy = PolicyConfig::new().allow_origins([
        FRONTEND,
        "https://admin.frontend.com",
        "https://*.preview.frontend.com",
    ]);
    fill(&POLICY, policy);
    config.service(handler);
}

/// With what all of these policies allow.
fn fill(policy: &ConfiguredPolicy, config: PolicyConfig) {
    let config = config
        .allow_headers(["Content-Type"])
        .allow_credentials(true)
        .max_age(600);
    policy.replace(config).expect("it keeps the rules");
}

/// `#[cors]` with three origins, of which one is a pattern, and credentials.
pub fn corsac_with_a_pattern(config: &mut ServiceConfig) {
    #[corsac::cors(
        allow_origins(
            "https://frontend.com",
            "https://admin.frontend.com",
            "https://*.preview.frontend.com"
        ),
        allow_headers("Content-Type"),
        allow_credentials,
        max_age = 600
    )]
    #[get("/")]
    async fn handler() -> &'static str {
        "hello"
    }

    config.service(handler);
}

/// A policy with three response headers, to be wrapped around routes without one.
pub static POLICY: corsac::Policy = corsac::policy!(
    allow_origins("https://frontend.com"),
    allow_methods("GET"),
    allow_headers("Content-Type"),
    expose_headers("ETag"),
    allow_credentials,
    max_age = 600
);

/// [`plain`], in a scope.
pub fn plain_in_a_scope(config: &mut ServiceConfig) {
    config.service(web::scope("").configure(plain));
}

/// [`plain`], in a scope that has [`POLICY`].
pub fn corsac_on_a_scope(config: &mut ServiceConfig) {
    config.service(web::scope("").configure(plain).wrap(&POLICY));
}

/// [`plain`], in a scope that has [`actix_cors`].
pub fn actix_cors_on_a_scope(config: &mut ServiceConfig) {
    config.service(web::scope("").configure(plain).wrap(actix_cors()));
}

/// `#[cors]` with three origins and two response headers: no credentials.
pub fn corsac_with_two_headers(config: &mut ServiceConfig) {
    #[corsac::cors(allow_origins(
        "https://frontend.com",
        "https://admin.frontend.com",
        "https://*.preview.frontend.com"
    ))]
    #[get("/")]
    async fn handler() -> &'static str {
        "hello"
    }

    config.service(handler);
}

/// `#[cors]` with three origins and four response headers.
pub fn corsac_with_four_headers(config: &mut ServiceConfig) {
    #[corsac::cors(
        allow_origins(
            "https://frontend.com",
            "https://admin.frontend.com",
            "https://*.preview.frontend.com"
        ),
        expose_headers("ETag"),
        allow_credentials
    )]
    #[get("/")]
    async fn handler() -> &'static str {
        "hello"
    }

    config.service(handler);
}

/// `#[cors]` for any origin.
pub fn corsac_for_any_origin(config: &mut ServiceConfig) {
    #[corsac::cors(allow_origins("*"), allow_headers("Content-Type"), max_age = 600)]
    #[get("/")]
    async fn handler() -> &'static str {
        "hello"
    }

    config.service(handler);
}

/// `#[cors]` that allows the request headers which a preflight asks for.
pub fn corsac_that_mirrors(config: &mut ServiceConfig) {
    #[corsac::cors(
        allow_origins("https://frontend.com"),
        allow_headers(mirror_request),
        allow_credentials,
        max_age = 600
    )]
    #[get("/")]
    async fn handler() -> &'static str {
        "hello"
    }

    config.service(handler);
}
