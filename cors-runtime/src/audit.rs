//! Every annotated route of the program, and what its policy allows: the
//! feature `audit`.

mod allow_origin;
mod findings;
mod form;
mod json;
mod policy;
mod sarif;
mod table;

use std::{panic::Location, slice, vec};

#[doc(hidden)]
pub use self::form::arguments_of;
pub use self::{
    allow_origin::{AllowOrigin, Kind},
    findings::{Finding, FindingKind, Findings, Severity, findings},
    policy::Policy,
};
pub use corsac_policy::{AllowHeaders, Danger};

use crate::AnyPolicy;

#[allow(missing_docs, reason = "documented where `corsac` re-exports it")]
#[must_use]
pub fn routes() -> Routes {
    let mut routes: Vec<_> = inventory::iter::<Route>().collect();
    routes.sort_by_key(|route| {
        let place = (route.location.file(), route.location.line());
        // The rest distinguishes routes that one macro wrote on one line.
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
    /// The path, and what it serves.
    #[doc(hidden)]
    pub route: crate::Route,
    /// Who may call.
    #[doc(hidden)]
    pub policy: &'static dyn AnyPolicy,
    /// The name of the function.
    #[doc(hidden)]
    pub handler: &'static str,
    /// The handler's module, as a path.
    #[doc(hidden)]
    pub module: &'static str,
    /// The names of the handler's extractors, as the compiler prints them.
    #[doc(hidden)]
    pub arguments: fn() -> &'static str,
    /// Its place in the source.
    #[doc(hidden)]
    pub location: &'static Location<'static>,
    /// `policy(PATH)`, if there is one.
    #[doc(hidden)]
    pub policy_path: &'static [&'static str],
}

// `linkme` runs no code before `main`, but needs a procedural macro in the user's
// build, and a linker that keeps its section.
inventory::collect!(Route);

impl Route {
    /// The path in the route attribute, after the prefix of an outer `#[scope]`.
    /// The prefix of a `web::scope` isn't included, since the program only sets it
    /// at run time.
    #[must_use]
    pub fn path(&self) -> &'static str {
        self.route.path
    }

    /// The methods that the route serves.
    #[must_use]
    pub fn methods(&self) -> &'static [&'static str] {
        self.route.methods
    }

    /// The methods that the answer to a preflight lists. `GET`, `HEAD`, and `POST`
    /// don't need that permission.
    #[must_use]
    pub fn allow_methods(&self) -> &'static [&'static str] {
        self.route.allow_methods
    }

    /// The name of the handler.
    #[must_use]
    pub fn handler(&self) -> &'static str {
        self.handler
    }

    /// The path of the handler's module, starting with its crate.
    #[must_use]
    pub fn module(&self) -> &'static str {
        self.module
    }

    /// The place of the handler's name in the source: the file, as passed to the
    /// compiler, and the line.
    #[must_use]
    pub fn location(&self) -> &'static Location<'static> {
        self.location
    }

    /// The route's policy at this moment, which may be a shared policy.
    #[must_use]
    pub fn policy(&self) -> Policy {
        Policy::of(self.policy.source())
    }

    /// The path by which the route names a shared policy: `policy(PATH)`.
    #[must_use]
    pub fn policy_path(&self) -> Option<&'static str> {
        self.policy_path.first().copied()
    }

    /// Whether annotated routes of this path differ in what they allow, apart from
    /// their methods.
    ///
    /// Browsers keep a preflight's permission for the whole URL. So a page that one of
    /// these policies allows can use that permission for the other handlers, too. They
    /// run, unless their policies have `block_on_origin_mismatch`.
    #[must_use]
    pub fn path_has_several_policies(&self) -> bool {
        self.routes_with_other_policies().next().is_some()
    }

    /// Those of the same path, in no order.
    fn routes_with_other_policies(&self) -> impl Iterator<Item = &'static Self> {
        let policy = self.policy();
        inventory::iter::<Self>()
            .filter(|other| is_same_path(self.path(), other.path()))
            .filter(move |other| other.policy().terms() != policy.terms())
    }

    /// The path of the handler.
    fn handler_path(&self) -> String {
        format!("{}::{}", self.module(), self.handler())
    }

    /// Whether the handler reads a body that an HTML form can send.
    fn takes_form(&self) -> bool {
        form::is_form((self.arguments)())
    }
}

/// Whether both paths match the same URLs: the names of `{parameters}` don't matter.
fn is_same_path(a: &str, b: &str) -> bool {
    fn without_names(path: &str) -> impl Iterator<Item = &str> {
        let is_of_name = |c: char| c.is_alphanumeric() || c == '_';
        // After each `{`, except those of a quantifier, as in `{id:[a-f]{8}}`.
        path.split('{').enumerate().map(move |(n, part)| {
            if n == 0 || part.starts_with(|c: char| c.is_ascii_digit()) {
                part
            } else {
                part.trim_start_matches(is_of_name)
            }
        })
    }
    without_names(a).eq(without_names(b))
}

/// As in `dangerously(...)`.
fn words(dangers: &[Danger]) -> Vec<&'static str> {
    dangers.iter().map(|danger| danger.as_str()).collect()
}
