// The first definition of a link counts; the README's own leads to the file.
#![doc = "[the rules]: crate::rules\n"]
#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

/// Says which pages of other origins may call a handler.
///
/// The attribute stands above Actix's route attribute and takes it over: path,
/// methods, `name`, `guard` and `wrap` mean what they mean without it. All
/// options are on [one screen](crate#options); what is refused, and why, in
/// [the rules](crate::rules).
///
/// ```
/// use actix_web::{Responder, get, post, web};
/// use corsac::cors;
///
/// /// Open to every page.
/// #[cors(allow_origins("*"))]
/// #[get("/status")]
/// async fn status() -> impl Responder {
///     "up and running"
/// }
///
/// /// Pages of one origin may act for the user who is logged in.
/// #[cors(
///     allow_origins("https://frontend.com"),
///     allow_headers("Content-Type"),
///     allow_credentials
/// )]
/// #[post("/messages", wrap = "actix_web::middleware::NormalizePath::trim()")]
/// async fn send(message: web::Json<String>) -> impl Responder {
///     message
/// }
///
/// let app = actix_web::App::new().service(status).service(send);
/// ```
///
/// It expands into what Actix's own attribute expands into, a unit struct of
/// the handler's name: one resource for each path, with a guard that also lets
/// in the preflights for its methods, and a middleware around everything else
/// that is wrapped around the handler. The struct's documentation gets a
/// section "CORS" with the policy.
///
/// # Errors
///
/// All mistakes of an attribute are compile errors, reported at once:
///
/// ```compile_fail
/// use actix_web::get;
/// use corsac::cors;
///
/// // error: `*` cannot be combined with `allow_credentials`; list the trusted origins instead
/// #[cors(allow_origins("*"), allow_credentials)]
/// #[get("/me")]
/// async fn me() -> &'static str {
///     "you"
/// }
/// ```
///
/// ```compile_fail
/// use actix_web::get;
/// use corsac::cors;
///
/// // error: no route attribute follows; write `#[cors]` above one such as `#[get("/")]`
/// #[get("/")]
/// #[cors(allow_origins("*"))]
/// async fn index() -> &'static str {
///     "hello"
/// }
/// ```
pub use cors_macros::cors;

#[doc = include_str!("../docs/rules.md")]
pub mod rules {}

/// What generated code uses; not part of the public interface.
#[doc(hidden)]
pub mod __private {
    pub use cors_runtime::{
        AllowHeaders, AllowOrigins, Cors, OriginPattern, Policy, Route, RouteGuard,
        actix_web::{
            Resource,
            dev::{AppService, HttpServiceFactory},
            guard::fn_guard,
            http::header::HeaderValue,
        },
    };
}
