// The first definition of a link counts; the README's own lead to files.
#![doc = include_str!("../docs/rustdoc-links.md")]
#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]

/// Says which pages of other origins may call a handler.
///
/// The attribute stands above Actix's route attribute and takes it over: path,
/// methods, `name`, `guard` and `wrap` mean what they mean without it. All
/// options are on [one screen](crate#options); what is refused, and why, in
/// [the rules](crate::rules).
///
/// Other attribute macros, such as `#[utoipa::path]` or `#[tracing::instrument]`, go
/// where they go without it, above or below `#[cors]`.
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
/// # On a module
///
/// It is the default for each route handler in there, also in modules within,
/// that has no `#[cors]` of its own; `#[cors(none)]` opts a handler out. It
/// works with Actix's `#[scope]`, in either order. Paths such as
/// `policy(crate::WEB_APP)` are those that the handlers would write.
///
/// **A handler that can't be seen in the module does not get the default, and nothing
/// says so**: one that another macro writes (`handlers! { ... }`, or an attribute that
/// expands to a route attribute), or one whose route attribute has another name and a
/// path that does not start with `/`. With `block_on_origin_mismatch` as the default it
/// is then unprotected. What can be seen and is not reached is a compile error:
/// `include!`, a handler in the body of a function or in the rules of a macro,
/// `#[prelude::get("/")]`, `#[fetch("/")]` with `use actix_web::get as fetch`.
/// **A [policy](Policy) around the scope can't miss any.**
///
/// ```
/// use corsac::cors;
///
/// #[cors(allow_origins("https://frontend.com"))]
/// mod api {
///     use actix_web::{Responder, get};
///     use corsac::cors;
///
///     #[get("/api/messages")]
///     async fn list() -> impl Responder {
///         "hello"
///     }
///
///     #[cors(none)]
///     #[get("/api/health")]
///     async fn health() -> impl Responder {
///         "healthy"
///     }
/// }
/// ```
///
/// # Expansion
///
/// If another macro stands between `#[cors]` and the route attribute, that is expanded
/// first, next to the handler; `#[cors]` waits just above the route attribute.
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
/// // error: no route attribute follows; write `#[cors]` above, not below, one such as
/// // `#[get("/")]`, or wrap a `policy!` around the resource of `web::get().to(...)`
/// #[get("/")]
/// #[cors(allow_origins("*"))]
/// async fn index() -> &'static str {
///     "hello"
/// }
/// ```
///
/// That a route attribute "is ambiguous" (E0659) means that the word is imported, but
/// not from Actix: paperclip has a `get`, too, which `#[cors]` can't replace. Wrap a
/// [`policy!`](policy) around what such a library registers.
pub use corsac_macros::cors;

/// A policy to share: a [`Policy`] for a `static`.
///
/// It takes the options of [`cors`], and the same rules judge them. Methods are
/// those of the route where a route names the policy; `allow_methods` (left
/// out: `GET`, `HEAD` and `POST`; `"*"`: any, without credentials) is for
/// [wrapping](Policy) it around an app.
///
/// ```
/// use actix_web::{Responder, get};
/// use corsac::{Policy, cors, policy};
///
/// static WEB_APP: Policy = policy!(
///     allow_origins("https://frontend.com", dev("http://localhost:5173")),
///     allow_credentials,
/// );
///
/// #[cors(policy(WEB_APP))]
/// #[get("/me")]
/// async fn me() -> impl Responder {
///     "you"
/// }
///
/// let app = actix_web::App::new().service(me);
/// ```
///
/// # Errors
///
/// ```compile_fail
/// use corsac::{Policy, policy};
///
/// // error: an origin has no trailing slash; write `https://frontend.com`
/// static WEB_APP: Policy = policy!(allow_origins("https://frontend.com/"));
/// ```
pub use corsac_macros::policy;
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

/// What generated code uses; not part of the public interface.
#[doc(hidden)]
pub mod __private {
    // Its last word is `cors`, by which `#[cors]` knows itself.
    pub use corsac_macros::cors_at_route as cors;
    pub use std::boxed::Box;

    pub use corsac_policy::{
        AllowOrigin::{Dev, From, Literal, Predicate},
        Danger, PolicyParts,
    };
    pub use corsac_runtime::{
        FromOrigins, Policy, PredicateFn,
        actix_web::{
            dev::{AppService, HttpServiceFactory},
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
