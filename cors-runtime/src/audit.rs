//! Every annotated route of the program, and what its policy allows: the
//! feature `audit`.

mod allow_origin;
mod json;
mod table;

use std::{panic::Location, slice, vec};

pub use self::allow_origin::{AllowOrigin, Kind};
pub use corsac_policy::{AllowHeaders, Danger};

use crate::Policy;

#[allow(missing_docs, reason = "documented where `corsac` re-exports it")]
#[must_use]
pub fn routes() -> Routes {
    let mut routes: Vec<_> = inventory::iter::<Route>().collect();
    routes.sort_by_key(|route| {
        let place = (route.location.file(), route.location.line());
        // The rest tells apart what one macro has written in one line.
        (
            place,
            route.path(),
            route.methods(),
            route.module,
            route.handler,
        )
    });
    Routes(routes)
}

#[allow(missing_docs, reason = "documented where `corsac` re-exports it")]
#[derive(Clone, Debug)]
pub struct Routes(Vec<&'static Route>);

impl Routes {
    /// The routes, ordered by file, line and path.
    pub fn iter(&self) -> slice::Iter<'_, &'static Route> {
        self.0.iter()
    }
}

impl IntoIterator for Routes {
    type Item = &'static Route;
    type IntoIter = vec::IntoIter<&'static Route>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Routes {
    type Item = &'a &'static Route;
    type IntoIter = slice::Iter<'a, &'static Route>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[allow(missing_docs, reason = "documented where `corsac` re-exports it")]
#[derive(Debug)]
pub struct Route {
    /// What is served.
    #[doc(hidden)]
    pub route: crate::Route,
    /// Who may call.
    #[doc(hidden)]
    pub policy: &'static Policy,
    /// The name of the function.
    #[doc(hidden)]
    pub handler: &'static str,
    /// Where the handler stands, as a path.
    #[doc(hidden)]
    pub module: &'static str,
    /// Where it stands in the source.
    #[doc(hidden)]
    pub location: &'static Location<'static>,
    /// `policy(PATH)`, if there is one.
    #[doc(hidden)]
    pub policy_path: &'static [&'static str],
}

// `linkme` needs no code before `main`, but a procedural macro in the user's
// build, and a linker that keeps the section that it puts its slices into.
inventory::collect!(Route);

impl Route {
    /// The path as the route attribute has it, after the prefix of a `#[scope]`
    /// around it. The prefix of a `web::scope` is not known: that is where the
    /// program puts it while it runs.
    #[must_use]
    pub fn path(&self) -> &'static str {
        self.route.path
    }

    /// The methods that the route serves.
    #[must_use]
    pub fn methods(&self) -> &'static [&'static str] {
        self.route.methods
    }

    /// What the answer to a preflight lists; `GET`, `HEAD` and `POST` need no such
    /// permission.
    #[must_use]
    pub fn allow_methods(&self) -> &'static [&'static str] {
        self.route.allow_methods
    }

    /// The name of the handler.
    #[must_use]
    pub fn handler(&self) -> &'static str {
        self.handler
    }

    /// The path of the module that the handler stands in, its crate first.
    #[must_use]
    pub fn module(&self) -> &'static str {
        self.module
    }

    /// Where the handler's name stands in the source: file, as the compiler was
    /// told of it, and line.
    #[must_use]
    pub fn location(&self) -> &'static Location<'static> {
        self.location
    }

    /// What the route allows; where it names a shared policy, that one.
    #[must_use]
    pub fn policy(&self) -> &'static Policy {
        self.policy
    }

    /// By which path the route names a shared policy: `policy(PATH)`.
    #[must_use]
    pub fn policy_path(&self) -> Option<&'static str> {
        self.policy_path.first().copied()
    }
}

/// With the feature `audit`: what the policy consists of. Its methods are those
/// of a route, see [`Route::allow_methods`].
///
/// ```
/// # use corsac_policy::{AllowOrigin, PolicyParts};
/// # use corsac_runtime::Policy;
/// # static WEB_APP: Policy = Policy::new(
/// #     PolicyParts::listed(&[AllowOrigin::Literal("https://a.example")])
/// #         .allow_credentials()
/// #         .mirror_request()
/// #         .expose_headers(&["ETag", "X-Count"])
/// #         .max_age(600),
/// # );
/// use corsac_runtime::audit;
///
/// // static WEB_APP: Policy = policy!(
/// //     allow_origins("https://a.example"),
/// //     allow_headers(mirror_request),
/// //     expose_headers("ETag", "X-Count"),
/// //     allow_credentials,
/// //     max_age = 600,
/// // );
/// assert!(!WEB_APP.allow_origins().iter().any(|entry| entry.is_insecure()));
/// assert_eq!(WEB_APP.allow_headers(), audit::AllowHeaders::MirrorRequest);
/// assert_eq!(WEB_APP.expose_headers(), ["ETag", "X-Count"]);
/// assert!(WEB_APP.allow_credentials());
/// assert_eq!(WEB_APP.max_age(), Some(600));
/// assert!(!WEB_APP.block_on_origin_mismatch());
/// assert!(WEB_APP.dangerously().is_empty());
/// ```
impl Policy {
    /// The entries of `allow_origins`, in the order written; those of `dev(...)`
    /// where they are in this build.
    #[must_use]
    pub fn allow_origins(&self) -> Vec<AllowOrigin> {
        AllowOrigin::all(self)
    }

    /// The request headers that pages of these origins may send, besides the
    /// safelisted ones.
    #[must_use]
    pub fn allow_headers(&self) -> AllowHeaders<'static, &'static str> {
        self.checked().allow_headers()
    }

    /// The response headers that they may read, besides the safelisted ones.
    #[must_use]
    pub fn expose_headers(&self) -> &'static [&'static str] {
        self.checked().expose_headers()
    }

    /// Whether they may act for the user who is logged in.
    #[must_use]
    pub fn allow_credentials(&self) -> bool {
        self.checked().allow_credentials()
    }

    /// For how many seconds browsers may keep a preflight's answer.
    #[must_use]
    pub fn max_age(&self) -> Option<u32> {
        self.checked().max_age()
    }

    /// Whether requests of other origins are refused before the handler runs.
    #[must_use]
    pub fn block_on_origin_mismatch(&self) -> bool {
        self.checked().block_on_origin_mismatch()
    }

    /// The prohibitions that are lifted, in the order written; then those that
    /// its sets of run-time origins lift, see [`AllowOrigin::dangerously`].
    #[must_use]
    pub fn dangerously(&self) -> Vec<Danger> {
        let mut dangers = self.checked().dangerously().to_vec();
        let entries = self.allow_origins();
        for danger in entries.iter().flat_map(AllowOrigin::dangerously) {
            if !dangers.contains(danger) {
                dangers.push(*danger);
            }
        }
        dangers
    }
}

/// As `dangerously(...)` has them.
fn words(dangers: &[Danger]) -> Vec<&'static str> {
    dangers.iter().map(|danger| danger.as_str()).collect()
}
