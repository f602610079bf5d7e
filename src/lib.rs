// The first definition of a link counts; the README's own lead to files.
#![doc = include_str!("../docs/rustdoc-links.md")]
#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]

pub use corsac_macros::{cors, policy};
/// An origin: scheme, host and port; what `predicate(PATH)` is asked about.
///
/// `allow_origins(predicate(PATH))` asks a function about each origin that the
/// list does not name, but never about `null` or a malformed one. `Vary` names
/// `Origin`; a function that looks at other request headers has to have the
/// handler add those. `predicate(async PATH)` asks a function that may
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
/// A policy to share: what [`policy!`](policy) gives, for a `static`.
///
/// # Around an app, a scope or a resource
///
/// Preflights are answered here, before anything inside, so that no
/// authentication refuses them; and what is answered inside, errors too, gets
/// the headers. The policy is the *last* `wrap`, hence the outermost.
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
/// Policies around other policies intersect: a request's origin is allowed only if
/// every policy that it passes allows it, and credentials only if every one does. The
/// names of exposed headers are the innermost policy's, and `Vary` is the union of
/// what all of them read. The outermost policy answers the preflight, so one further
/// in refuses (403) a request whose origin it does not allow itself. Methods and
/// headers are not looked at again: have the outermost policy name only what
/// everything inside may be asked. [The guide](crate::guide#policies-around-policies)
/// shows how to open one route.
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

/// What generated code uses; not part of the public interface.
#[doc(hidden)]
pub mod __private {
    // Its last word is `cors`, by which `#[cors]` knows itself.
    pub use crate::__words;
    pub use corsac_macros::cors_at_route as cors;
    pub use std::boxed::Box;

    pub use corsac_policy::{
        AllowOrigin::{Dev, From, Literal, Predicate},
        Danger, PolicyParts, words,
    };
    pub use corsac_runtime::{
        FromOrigins, Policy, PredicateFn,
        actix_web::{
            HttpRequest,
            dev::{AppService, HttpServiceFactory, RequestHead},
            guard::fn_guard,
        },
        here, route,
    };

    /// Generated code imports all of it beside the route attribute that the user
    /// has imported: the compiler refuses a name that stands for two things.
    pub mod route_attributes {
        pub use actix_web::{
            connect, delete, get, head, options, patch, post, put, query, route, routes, trace,
        };
    }
}
