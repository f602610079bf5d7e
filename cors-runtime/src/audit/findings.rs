//! What a reviewer looks for: the kinds of findings, and when a route has one.

use std::{fmt, panic::Location, slice, vec};

use corsac_policy::{OptionName, is_safelisted_method};

use super::{AllowOrigin, Danger, Kind, Policy, Route, routes};

#[allow(missing_docs, reason = "documented where `corsac` re-exports it")]
#[must_use]
pub fn findings() -> Findings {
    Findings(routes().into_iter().flat_map(of_route).collect())
}

fn of_route(route: &'static Route) -> impl Iterator<Item = Finding> {
    let policy = route.policy();
    FindingKind::ALL.iter().filter_map(move |&kind| {
        let subjects = kind.subjects(route, &policy);
        (!subjects.is_empty()).then_some(Finding {
            kind,
            route,
            subjects,
        })
    })
}

#[allow(missing_docs, reason = "documented where `corsac` re-exports it")]
#[derive(Clone, Debug)]
pub struct Findings(Vec<Finding>);

impl Findings {
    /// The findings, in the order of [`routes()`].
    pub fn iter(&self) -> slice::Iter<'_, Finding> {
        self.0.iter()
    }

    /// Whether there is nothing to review.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl IntoIterator for Findings {
    type Item = Finding;
    type IntoIter = vec::IntoIter<Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Findings {
    type Item = &'a Finding;
    type IntoIter = slice::Iter<'a, Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// To review only some of them: `findings().into_iter().filter(...).collect()`.
impl FromIterator<Finding> for Findings {
    fn from_iter<I: IntoIterator<Item = Finding>>(findings: I) -> Self {
        Self(findings.into_iter().collect())
    }
}

#[allow(missing_docs, reason = "documented where `corsac` re-exports it")]
#[derive(Clone, Debug)]
pub struct Finding {
    kind: FindingKind,
    route: &'static Route,
    subjects: Vec<String>,
}

impl Finding {
    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> FindingKind {
        self.kind
    }

    /// The route that has it.
    #[must_use]
    pub fn route(&self) -> &'static Route {
        self.route
    }

    /// The place of the handler's name in the source: file, line and column.
    #[must_use]
    pub fn location(&self) -> &'static Location<'static> {
        self.route.location()
    }

    /// What exactly it is about, as written: entries of `allow_origins`, words of
    /// `dangerously`, methods, or the handlers with other policies. Never empty.
    #[must_use]
    pub fn subjects(&self) -> &[String] {
        &self.subjects
    }

    /// What can happen, and what to do.
    #[must_use]
    pub fn reason(&self) -> String {
        self.kind.reason(&listed(&self.subjects))
    }
}

/// `a`, `b` and `c`, each in backticks.
fn listed(subjects: &[String]) -> String {
    let quoted: Vec<_> = subjects.iter().map(|it| format!("`{it}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

/// How serious a [`FindingKind`] is, in the words of SARIF.
///
/// ```
/// use corsac_runtime::audit::{FindingKind, Severity};
///
/// assert!(FindingKind::DevOrigins.severity() < Severity::Warning);
/// assert_eq!(Severity::Warning.as_str(), "warning");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Good to know.
    Note,
    /// Safe only under conditions that corsac can't check.
    Warning,
    /// Other sites can use it, unless something outside of the policy stops them.
    Error,
}

impl Severity {
    /// The severity as a word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// The kind of a [`Finding`]. [The rules](https://docs.rs/corsac/latest/corsac/rules/)
/// have a section for each.
///
/// ```
/// use corsac_runtime::audit::{Danger, FindingKind};
///
/// let kind = FindingKind::Dangerously(Danger::NullOrigin);
///
/// assert_eq!(kind.id(), "dangerously-null-origin");
/// assert_eq!(kind.summary(), "The origin `null` is allowed");
/// assert!(kind.help_uri().ends_with("#dangerously-null-origin"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FindingKind {
    /// `allow_credentials` with a pattern, such as `https://*.a.example`.
    CredentialsForPattern,
    /// `allow_credentials` with `from(PATH)`.
    CredentialsForRunTimeOrigins,
    /// `allow_credentials` with `predicate(PATH)`.
    CredentialsForPredicate,
    /// A word of `dangerously(...)`, or what a set of run-time origins lifts.
    Dangerously(Danger),
    /// `"*"` where pages can send a method that isn't safe.
    AnyOriginMayChange,
    /// `dev(...)`, in a build that contains it.
    DevOrigins,
    /// Another route of this path has another policy, and this one doesn't block.
    SeveralPolicies,
    /// `allow_credentials` without `block_on_origin_mismatch` where the handler takes a
    /// form.
    UnblockedForm,
}

/// Makes what is known of each kind from a table. A kind without a row is a compile
/// error.
macro_rules! table {
    ($($kind:ident $(($danger:path))?: $id:literal, $severity:ident, $summary:literal;)*) => {
        impl FindingKind {
            /// Every kind, in the order in which a route's findings are listed.
            pub const ALL: &'static [Self] = &[$(Self::$kind $(($danger))?),*];

            /// A name that stays the same in all releases.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$kind $(($danger))? => $id,)*
                }
            }

            /// How serious it is.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self {
                    $(Self::$kind $(($danger))? => Severity::$severity,)*
                }
            }

            /// What all findings of this kind have in common.
            #[must_use]
            pub fn summary(self) -> &'static str {
                match self {
                    $(Self::$kind $(($danger))? => $summary,)*
                }
            }

            /// The section in the rules of this version of corsac.
            #[must_use]
            pub fn help_uri(self) -> &'static str {
                match self {
                    $(Self::$kind $(($danger))? => concat!(
                        "https://docs.rs/corsac/",
                        env!("CARGO_PKG_VERSION"),
                        "/corsac/rules/index.html#",
                        $id,
                    ),)*
                }
            }
        }
    };
}

table! {
    CredentialsForPattern: "credentials-for-pattern", Warning,
        "Credentials for every origin that a pattern matches";
    CredentialsForRunTimeOrigins: "credentials-for-run-time-origins", Warning,
        "Credentials for a set of origins that changes at run time";
    CredentialsForPredicate: "credentials-for-predicate", Warning,
        "Credentials for every origin that a function accepts";
    Dangerously(Danger::InsecureOrigins): "dangerously-insecure-origins", Warning,
        "Origins that a network attacker can impersonate are allowed";
    Dangerously(Danger::PublicSuffixes): "dangerously-public-suffixes", Warning,
        "Every site below a public suffix is allowed";
    Dangerously(Danger::NullOrigin): "dangerously-null-origin", Warning,
        "The origin `null` is allowed";
    Dangerously(Danger::UncheckedOrigins): "dangerously-unchecked-origins", Warning,
        "Credentials for origins that nothing checks";
    AnyOriginMayChange: "any-origin-may-change", Warning,
        "Every origin may call a handler that changes something";
    DevOrigins: "dev-origins", Note,
        "Origins for development are in this build";
    SeveralPolicies: "several-policies", Warning,
        "Handlers of one path have several policies";
    UnblockedForm: "unblocked-form", Error,
        "Every site can submit a form with the user's cookies";
}

impl FindingKind {
    /// What of this kind `route` has, as written.
    fn subjects(self, route: &Route, policy: &Policy) -> Vec<String> {
        match self {
            Self::CredentialsForPattern
            | Self::CredentialsForRunTimeOrigins
            | Self::CredentialsForPredicate
            | Self::DevOrigins => {
                let entries = policy.allow_origins().iter();
                let found = entries.filter(|entry| Self::of_entry(entry, policy) == Some(self));
                found.map(ToString::to_string).collect()
            }
            Self::Dangerously(danger) => lifting(danger, policy),
            Self::AnyOriginMayChange => changing_methods_for_any_origin(route, policy),
            Self::SeveralPolicies => handlers_with_other_policies(route, policy),
            Self::UnblockedForm => form_methods_with_credentials(route, policy),
        }
    }

    /// At most one, since a reviewer looks at an entry once.
    fn of_entry(entry: &AllowOrigin, policy: &Policy) -> Option<Self> {
        let with_credentials = |kind| policy.allow_credentials().then_some(kind);
        match entry.kind() {
            Kind::Any | Kind::Exact => None,
            Kind::Pattern => with_credentials(Self::CredentialsForPattern),
            Kind::Dev => Some(Self::DevOrigins),
            Kind::From => with_credentials(Self::CredentialsForRunTimeOrigins),
            Kind::Predicate => with_credentials(Self::CredentialsForPredicate),
        }
    }

    fn reason(self, subjects: &str) -> String {
        match self {
            Self::CredentialsForPattern => format!(
                "Every origin that matches {subjects} gets credentials, so an attacker who \
                 takes over one of these sites can act as the logged-in user. List the \
                 origins, or make sure that all of them are yours."
            ),
            Self::CredentialsForRunTimeOrigins => format!(
                "Every origin in {subjects} gets credentials, and the program can add \
                 origins while it runs. Check who can cause that."
            ),
            Self::CredentialsForPredicate => format!(
                "Every origin that passes {subjects} gets credentials, and corsac can't \
                 check which origins do. Review the function, or list the origins."
            ),
            Self::Dangerously(danger) => reason_of_danger(danger, subjects),
            Self::AnyOriginMayChange => format!(
                "Pages of every origin can send {subjects} to this handler and read the \
                 response. If not everyone may do that, list the origins."
            ),
            Self::DevOrigins => format!(
                "This build also allows {subjects}, for development. Deploy a build without \
                 `debug_assertions`, which has no such origins."
            ),
            Self::SeveralPolicies => format!(
                "Pages that only the policy of {subjects} allows can run this handler, \
                 because browsers keep the permission of a preflight for the whole URL. Add \
                 `block_on_origin_mismatch`, or use different paths."
            ),
            Self::UnblockedForm => format!(
                "Every site can {subjects} a form to this handler with the user's cookies, \
                 because browsers send forms without a preflight. Add \
                 `block_on_origin_mismatch`, or check a token in the form."
            ),
        }
    }
}

/// A set of run-time origins may lift more than its origins need, so these only say
/// what can be allowed.
fn reason_of_danger(danger: Danger, subjects: &str) -> String {
    match danger {
        Danger::InsecureOrigins => format!(
            "Because of {subjects}, the policy can allow origins that an attacker on the \
             network can impersonate. Use `https` origins instead."
        ),
        Danger::PublicSuffixes => format!(
            "Because of {subjects}, the policy can allow sites of strangers, since anyone \
             can register one below a public suffix. List the origins instead."
        ),
        Danger::NullOrigin => format!(
            "Because of {subjects}, the policy can allow the origin `null`, which every site \
             can take by means of a sandboxed frame. List other origins instead."
        ),
        Danger::UncheckedOrigins => format!(
            "Because of {subjects}, origins that nobody listed can get credentials: all that \
             a function accepts, or every extension of a browser. List the origins instead."
        ),
    }
}

/// The policy, and its sets of run-time origins, that lift the prohibition.
fn lifting(danger: Danger, policy: &Policy) -> Vec<String> {
    let word = OptionName::Dangerously.with_value(danger.as_str());
    let sets = policy.allow_origins().iter();
    let sets = sets.filter(|entry| entry.dangerously().contains(&danger));
    let sets = sets.map(|set| format!("{set}: {word}"));
    let own = policy.own_dangers().contains(&danger);
    own.then(|| word.clone()).into_iter().chain(sets).collect()
}

/// Methods that aren't [safe](https://www.rfc-editor.org/rfc/rfc9110#name-safe-methods).
fn changing_methods_for_any_origin(route: &Route, policy: &Policy) -> Vec<String> {
    let allows_any = |entry: &AllowOrigin| entry.kind() == Kind::Any;
    if !policy.allow_origins().iter().any(allows_any) {
        return Vec::new();
    }
    // A preflight never lists a forbidden method.
    let is_sent =
        |method: &str| is_safelisted_method(method) || route.allow_methods().contains(&method);
    let is_safe = |method: &str| ["GET", "HEAD", "OPTIONS", "QUERY"].contains(&method);
    let methods = route.methods().iter();
    let changing = methods.filter(|method| is_sent(method) && !is_safe(method));
    changing.map(ToString::to_string).collect()
}

/// Where a policy blocks, the handler doesn't run for what it doesn't allow itself.
fn handlers_with_other_policies(route: &Route, policy: &Policy) -> Vec<String> {
    if policy.block_on_origin_mismatch() {
        return Vec::new();
    }
    let others = route.routes_with_other_policies();
    let mut handlers: Vec<_> = others.map(Route::handler_path).collect();
    handlers.sort();
    handlers.dedup();
    handlers
}

/// Of the methods that forms have
/// (<https://html.spec.whatwg.org/#attr-fs-method>), only `POST` has a body.
fn form_methods_with_credentials(route: &Route, policy: &Policy) -> Vec<String> {
    let is_found =
        policy.allow_credentials() && !policy.block_on_origin_mismatch() && route.takes_form();
    let methods = route.methods().iter();
    let found = methods.filter(|method| is_found && **method == "POST");
    found.map(ToString::to_string).collect()
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return writeln!(f, "no findings");
        }
        for (i, finding) in self.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            fmt::Display::fmt(finding, f)?;
            writeln!(f)?;
        }
        Ok(())
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, route, .. } = self;
        let severity = kind.severity().as_str();
        let methods = route.methods().join(", ");
        let (path, handler) = (route.path(), route.handler_path());
        writeln!(f, "{severity}[{}]: {methods} {path}, {handler}", kind.id())?;
        if f.alternate() {
            writeln!(f, "  --> {}", self.location())?;
        }
        write!(f, "  {}", self.reason())?;
        if f.alternate() {
            write!(f, "\n  {}", kind.help_uri())?;
        }
        Ok(())
    }
}
