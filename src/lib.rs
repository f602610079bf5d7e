// Rustdoc uses the first definition of a link; the README's own lead to files.
#![doc = include_str!("../docs/rustdoc-links.md")]
#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]

pub use corsac_macros::{cors, policy};
/// An origin: scheme, host and port. Functions in `predicate(PATH)` receive it.
///
/// `allow_origins(predicate(PATH))` calls a function for each origin that the
/// list doesn't contain, but never for `null` or a malformed origin. `Vary` names
/// `Origin`. If the function reads other request headers, the handler must add
/// them to `Vary`. `predicate(async PATH)` calls a function that may
/// [wait](crate::guide::run_time_origins#a-function-that-waits-predicateasync-path).
///
/// ```
/// use actix_web::{Responder, dev::RequestHead, get};
/// use corsac::{Origin, cors};
///
/// const PARTNERS: [&str; 2] = ["a.example", "b.example"];
///
/// fn is_partner(origin: &Origin<'_>, _: &RequestHead) -> bool {
///     origin.scheme() == "https" && PARTNERS.contains(&origin.host())
/// }
///
/// #[cors(allow_origins("https://frontend.com", predicate(is_partner)))]
/// #[get("/prices")]
/// async fn prices() -> impl Responder {
///     "1.99"
/// }
/// ```
pub use corsac_policy::Origin;
pub use corsac_policy::{OriginError, OriginErrorKind, Problem, RefusedOrigin};
/// A policy to share: the type of [`policy!`](policy), for a `static`.
///
/// # Around an app, a scope or a resource
///
/// The policy answers preflights before anything inside, so no authentication
/// rejects them. Responses from inside, including errors, get the headers. Make
/// the policy the *last* `wrap`, so that it is the outermost.
///
/// ```
/// use actix_web::{App, web};
/// use corsac::{Policy, policy};
///
/// static API: Policy = policy!(
///     allow_origins("https://frontend.com"),
///     allow_methods("GET", "PUT"),
///     allow_headers("Authorization"),
/// );
///
/// let api = web::scope("/api")
///     .route("/me", web::get().to(async || "you"))
///     .wrap(&API);
/// let app = App::new().service(api);
///
/// assert_eq!(
///     API.to_string(),
///     r#"#[cors(allow_origins("https://frontend.com"), allow_methods("GET", "PUT"), allow_headers("Authorization"))]"#,
/// );
/// ```
///
/// Nested policies intersect: they allow an origin, or credentials, only if every
/// policy that the request passes does. The innermost policy sets the exposed
/// headers, and `Vary` is the union of what all of them read. The outermost policy
/// answers the preflight, so an inner one refuses (403) a request whose origin it
/// doesn't allow itself. Inner policies don't check methods and headers again, so
/// list in the outermost policy only what everything inside accepts.
/// [The guide](crate::guide#policies-around-policies) shows how to open one route.
pub use corsac_runtime::Policy;
pub use corsac_runtime::{
    ConfiguredPolicy, Origins, OriginsError, OwnedPolicy, PolicyConfig, PolicyConfigError,
    PolicyMistake,
};

/// Behind the feature `testing`, for `[dev-dependencies]`.
///
/// ```
/// use actix_web::{App, Responder, get, test};
/// use corsac::{
///     cors,
///     testing::{Blocked, Page},
/// };
///
/// #[cors(allow_origins("https://frontend.com"))]
/// #[get("/prices")]
/// async fn prices() -> impl Responder {
///     "1.99"
/// }
///
/// # #[actix_web::main]
/// # async fn main() -> Result<(), Blocked> {
/// let app = test::init_service(App::new().service(prices)).await;
/// let get = || test::TestRequest::get().uri("/prices");
///
/// let response = Page::at("https://frontend.com").fetch(&app, get()).await?;
/// let refused = Page::at("https://evil.com").fetch(&app, get()).await;
///
/// assert_eq!(response.text(), Ok("1.99"));
/// assert!(matches!(refused, Err(Blocked::OriginNotAllowed { .. })));
/// # Ok(())
/// # }
/// ```
#[cfg(feature = "testing")]
#[doc(inline)]
pub use corsac_testing as testing;
#[cfg(feature = "audit")]
pub mod audit;

#[doc = include_str!("../docs/rules.md")]
pub mod rules {}

pub mod guide;

mod words;

/// For generated code; not part of the public interface.
#[doc(hidden)]
pub mod __private {
    // The path ends in `cors`, by which `#[cors]` recognizes itself.
    pub use crate::__words;
    pub use corsac_macros::cors_at_route as cors;
    // Not by its own name, with which a path is longer than it has to be.
    pub use std::boxed::Box as Boxed;

    pub use corsac_policy::{Danger, words};
    pub use corsac_runtime::{
        AllowOrigin, FromOrigins, OwnPolicy, Policy, PolicyOption, PredicateFn, RouteResource,
        actix_web::{
            HttpRequest,
            dev::{AppService, HttpServiceFactory, RequestHead},
            guard::fn_guard,
        },
        here, route,
    };

    /// Generated code imports all of it next to the route attribute that the user
    /// imported: the compiler rejects a name that refers to two different items. Clippy
    /// minds a glob of any other module.
    pub mod route_prelude {
        pub use actix_web::{
            connect, delete, get, head, options, patch, post, put, query, route, routes, trace,
        };
    }
}
