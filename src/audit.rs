//! Every annotated route of the program, what its policy allows, and what a reviewer
//! should look at. Needs the feature `audit`.
//!
//! [`routes()`] lists the routes, including those of libraries: as a table for
//! people, as JSON for other programs, and as data for tests of all these routes.
//! A policy that is wrapped around an app, a scope or a resource isn't a route, so
//! the list doesn't contain it: print it
//! [next to the list](crate::guide::audit#policies-that-are-wrapped).
//!
//! [`findings()`] lists what a review of these routes begins with: as text, as JSON,
//! and as SARIF, which code hosts show beside the handlers.
//!
//! [The guide](crate::guide::audit) shows which tests to write with it. The
//! example [audit] is a program that has them.
//!
//! # What is listed
//!
//! - Each path of each handler with a `#[cors]`, including the default of its
//!   module, that is compiled and linked. The list leaves out what a `cfg` leaves
//!   out, but contains handlers that no `App` registers. A library is linked if
//!   the program uses anything from it.
//! - The path comes from the route attribute, after the prefix of a `#[scope]`.
//!   The list doesn't know the path of a `web::scope`, into which the program puts
//!   the handler at run time.
//! - Policies around an app, a scope or a resource (`.wrap(&POLICY)`) aren't
//!   listed. You can query such a [`Policy`](crate::Policy) with the same methods
//!   as the policies of routes.
//! - The list contains origins in `dev(...)` if the build has them: usually in
//!   tests, but not in a release build.
//! - For `from(PATH)`, the list contains what `dangerously_...` methods lift for
//!   the set; for `predicate(PATH)`, that there is one. Only run time knows which
//!   origins they allow.
//!
//! # What it costs
//!
//! Requests cost the same. A route adds a little to the program and to its compile
//! time, and a few instructions before `main`, where the crate `inventory`
//! registers the routes. On a platform that it doesn't support, the list is empty.
//!
//! [audit]: https://docs.rs/crate/corsac/latest/source/examples/audit.rs

pub use corsac_policy::{AllowHeaders, Danger};
/// What a reviewer should look at in one route: its kind, the route, and the reason.
///
/// ```standalone_crate
/// use actix_web::{Responder, get};
/// use corsac::{
///     audit::{self, FindingKind, Severity},
///     cors,
/// };
///
/// #[cors(allow_origins("https://*.frontend.com"), allow_credentials)]
/// #[get("/me")]
/// async fn me() -> impl Responder {
///     "you"
/// }
///
/// let finding = audit::findings().into_iter().next().unwrap();
///
/// assert_eq!(finding.kind(), FindingKind::CredentialsForPattern);
/// assert_eq!(finding.kind().severity(), Severity::Warning);
/// assert_eq!(finding.route().path(), "/me");
/// assert!(finding.location().file().ends_with(".rs"));
/// assert_eq!(finding.subjects(), [r#""https://*.frontend.com""#]);
/// assert!(finding.reason().ends_with("make sure that all of them are yours."));
/// # let _ = me;
/// ```
///
/// `Display` prints it as in [`Findings`]. `Serialize` writes an object with `kind`,
/// `severity`, `path`, `methods`, `handler`, `module`, `file`, `line`, `column`,
/// `subjects`, `reason` and `help_uri`.
pub use corsac_runtime::audit::Finding;
/// The result of [`findings()`].
///
/// `Display` prints one after the other, or `no findings`. `{:#}` adds the place, which
/// changes with every edit above it, and a link to
/// [the rules](crate::rules#what-the-audit-finds).
///
/// ```standalone_crate
/// use actix_web::{Responder, get};
/// use corsac::{audit, cors};
///
/// #[cors(allow_origins("https://*.frontend.com"), allow_credentials)]
/// #[get("/me")]
/// async fn me() -> impl Responder {
///     "you"
/// }
///
/// println!("{:#}", audit::findings());
/// # let list = format!("{:#}", audit::findings());
/// # assert!(list.starts_with("warning[credentials-for-pattern]: GET /me, "), "{list}");
/// # assert!(list.contains("::me\n  --> "), "{list}");
/// # assert!(list.contains("\n  Every origin that matches `\"https://*.frontend.com\"` gets credentials, "), "{list}");
/// # assert!(list.ends_with("/rules/index.html#credentials-for-pattern\n"), "{list}");
/// # let _ = me;
/// ```
///
/// ```text
/// warning[credentials-for-pattern]: GET /me, api::me
///   --> src/api.rs:6:10
///   Every origin that matches `"https://*.frontend.com"` gets credentials, so an attacker who takes over one of these sites can act as the logged-in user. List the origins, or make sure that all of them are yours.
///   https://docs.rs/corsac/0.1.0/corsac/rules/index.html#credentials-for-pattern
/// ```
///
/// `Serialize` writes a list. [`sarif()`](Findings::sarif) is for code hosts.
pub use corsac_runtime::audit::Findings;
/// An annotated route: one path of a handler.
///
/// ```standalone_crate
/// use actix_web::{Responder, route};
/// use corsac::{audit, cors};
///
/// #[cors(allow_origins("https://frontend.com"), allow_methods("PUT"))]
/// #[route("/items/{id}", method = "GET", method = "PUT")]
/// async fn item() -> impl Responder {
///     "an item"
/// }
///
/// let route = audit::routes().into_iter().next().unwrap();
///
/// assert_eq!(route.path(), "/items/{id}");
/// assert_eq!(route.methods(), ["GET", "PUT"]);
/// assert_eq!(route.allow_methods(), ["PUT"]);
/// assert_eq!(route.handler(), "item");
/// assert!(route.location().file().ends_with(".rs"));
/// assert_eq!(route.policy().allow_origins()[0].to_string(), r#""https://frontend.com""#);
/// assert_eq!(route.policy_path(), None);
/// assert!(!route.path_has_several_policies());
/// # let _ = item;
/// ```
///
/// `Display` prints its line of the [table](Routes). `Serialize` writes an object
/// with `path`, `methods`, `allow_methods`, `path_has_several_policies`, `handler`,
/// `module`, `file`, `line`, `policy_path` and `policy`. The value of `policy` has
/// the options by their names, and the text of the attribute in `source`. The
/// `allow_methods` in the text of a shared policy don't apply to the route.
pub use corsac_runtime::audit::Route;
/// The result of [`routes()`].
///
/// `Display` prints a table with a line for each route: the parts of its policy that
/// apply to the route, then what its sets of run-time origins lift. It marks a path
/// whose routes [have different policies](Route::path_has_several_policies). `{:#}`
/// adds file and line, which change with every edit above them.
///
/// ```standalone_crate
/// use actix_web::{Responder, get};
/// use corsac::{audit, cors};
///
/// #[cors(allow_origins("https://frontend.com"), allow_credentials)]
/// #[get("/me")]
/// async fn me() -> impl Responder {
///     "you"
/// }
///
/// #[cors(allow_origins("*"))]
/// #[get("/status")]
/// async fn status() -> impl Responder {
///     "up and running"
/// }
///
/// println!("{}", audit::routes());
/// # let table = audit::routes().to_string();
/// # assert!(table.starts_with("methods  path     handler"), "{table}");
/// # assert!(table.ends_with("status  allow_origins(\"*\")\n"), "{table}");
/// # let _ = (me, status);
/// ```
///
/// ```text
/// methods  path     handler      policy
/// GET      /me      api::me      allow_origins("https://frontend.com"), allow_credentials
/// GET      /status  api::status  allow_origins("*")
/// ```
///
/// `Serialize` writes a list.
pub use corsac_runtime::audit::Routes;
/// What a reviewer should look at in the annotated routes of the program, in their
/// order. [The rules](crate::rules#what-the-audit-finds) explain each kind.
///
/// For configured policies, these are the findings of the policy in force at this
/// moment.
///
/// ```standalone_crate
/// let findings = corsac::audit::findings();
///
/// assert!(findings.is_empty(), "{findings:#}");
/// ```
pub use corsac_runtime::audit::findings;
/// Every annotated route of the program, including its libraries, ordered by file,
/// line and path.
///
/// The list is the same before, during and after serving.
///
/// ```standalone_crate
/// for route in corsac::audit::routes() {
///     assert!(route.policy().dangerously().is_empty(), "{route} is dangerous");
/// }
/// ```
pub use corsac_runtime::audit::routes;
pub use corsac_runtime::audit::{AllowOrigin, FindingKind, Kind, Policy, Severity};
