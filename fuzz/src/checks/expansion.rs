//! What holds for every expansion that compiles.

use std::collections::HashSet;

use corsac_policy::{Origin, OriginPattern, is_token};
use http::HeaderValue;
use quote::ToTokens;
use syn::{
    Attribute, Expr, ExprCall, ExprLit, ExprMethodCall, ExprPath, File, Item, Lit, Macro, Token,
    parse_quote,
    punctuated::Punctuated,
    visit::{self, Visit},
};

/// All that `file` gives to the runtime is fit for it, and it contains nothing
/// dangerous whose name is not among the arguments.
#[track_caller]
pub(super) fn assert_fit(file: &File, arguments: &str) {
    assert!(
        matches!(file.items[..], [Item::Struct(_), Item::Impl(_)]),
        "a struct and its impl"
    );
    let mut found = Found::default();
    found.visit_file(file);

    assert!(found.routes > 0, "a route");
    assert!(found.policies.len() <= 1, "one policy, or a shared one");
    for policy in &found.policies {
        policy.assert_well_formed();
        policy.assert_harmless(arguments);
    }
}

/// What the runtime gets.
#[derive(Default)]
struct Found {
    policies: Vec<Policy>,
    routes: usize,
}

impl<'ast> Visit<'ast> for Found {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        if is_policy(expr) {
            self.policies.push(Policy::read(expr));
        } else {
            visit::visit_expr(self, expr);
        }
    }

    /// `route!(&policy, path, name, methods, allowed methods, ...)`
    fn visit_macro(&mut self, call: &'ast Macro) {
        if !ends_with(&call.path, &["__corsac", "route"]) {
            return;
        }
        let arguments = Punctuated::<Expr, Token![,]>::parse_terminated;
        let arguments = call.parse_body_with(arguments).expect("expressions");
        for methods in [&arguments[3], &arguments[4]] {
            assert_header_value(&strings(methods));
        }
        self.routes += 1;
    }
}

/// Whether it is `__corsac::Policy::...(...)`, with methods called on it.
fn is_policy(expr: &Expr) -> bool {
    match expr {
        Expr::Call(call) => matches!(
            &*call.func,
            Expr::Path(path) if path.path.segments.iter().any(|it| it.ident == "Policy")
        ),
        Expr::MethodCall(call) => is_policy(&call.receiver),
        _ => false,
    }
}

/// A policy as it is written out.
#[derive(Default)]
struct Policy {
    origins: Vec<String>,
    has_predicate: bool,
    allows_any_origin: bool,
    allows_credentials: bool,
    lists: Vec<Vec<String>>,
}

impl Policy {
    /// Reads `Policy::listed(&[...]).allow_credentials()...`; nobody checks
    /// again what it says, so nothing in it may be unknown.
    fn read(expr: &Expr) -> Self {
        match expr {
            Expr::Call(call) => Self::of_origins(call),
            Expr::MethodCall(call) => {
                let mut policy = Self::read(&call.receiver);
                policy.add(call);
                policy
            }
            other => panic!("unknown policy: {}", other.to_token_stream()),
        }
    }

    fn of_origins(call: &ExprCall) -> Self {
        let mut policy = Self::default();
        if is_path(&call.func, &["__corsac", "Policy", "any_origin"]) {
            assert!(call.args.is_empty());
            policy.allows_any_origin = true;
        } else {
            let parts = ["__corsac", "Policy", "listed"];
            assert!(is_path(&call.func, &parts), "unknown origins");
            for entry in elements(only(&call.args)) {
                policy.add_origin(entry);
            }
        }
        policy
    }

    fn add_origin(&mut self, entry: &Expr) {
        let Expr::Call(call) = entry else {
            panic!("unknown origin: {}", entry.to_token_stream());
        };
        let is = |name| is_path(&call.func, &["__corsac", "AllowOrigin", name]);
        let only_in_debug_builds: Attribute = parse_quote!(#[cfg(debug_assertions)]);
        let is_dev = is("Dev");
        let attributes: &[Attribute] = if is_dev { &[only_in_debug_builds] } else { &[] };
        assert_eq!(call.attrs, attributes);
        if is_dev || is("Literal") {
            self.origins.push(string(only(&call.args)));
        } else if is("Predicate") {
            self.has_predicate = true;
        } else {
            assert!(is("From"), "unknown origin: {}", entry.to_token_stream());
        }
    }

    fn add(&mut self, call: &ExprMethodCall) {
        match call.method.to_string().as_str() {
            "allow_credentials" => {
                assert!(call.args.is_empty());
                self.allows_credentials = true;
            }
            "mirror_request" | "block_on_origin_mismatch" => assert!(call.args.is_empty()),
            "max_age" => assert!(number(only(&call.args)) <= 86_400),
            "dangerously" => assert!(!elements(only(&call.args)).is_empty()),
            "allow_methods" | "allow_headers" | "expose_headers" => {
                self.lists.push(strings(only(&call.args)));
            }
            name => panic!("unknown option `{name}`"),
        }
    }

    fn assert_well_formed(&self) {
        for names in &self.lists {
            assert!(!names.is_empty());
            assert_header_value(names);
        }
        for origin in &self.origins {
            assert!(
                origin == "null"
                    || Origin::from_bytes(origin.as_bytes()).is_some()
                    || OriginPattern::parse(origin).is_ok_and(|pattern| !pattern.is_exact()),
                "{origin:?}"
            );
        }
        assert_unique(&self.origins);
        assert!(!(self.allows_any_origin && self.allows_credentials));
    }

    fn assert_harmless(&self, arguments: &str) {
        let lifts = |danger| arguments.contains(danger);
        if self.origins.iter().any(|origin| origin == "null") {
            assert!(lifts("null_origin"));
        }
        if !self.allows_credentials {
            return;
        }
        assert!(lifts("unchecked_origins") || !self.has_predicate);
        for name in self.lists.iter().flatten() {
            assert_ne!(name, "*", "{:?}", self.lists);
        }
        let patterns = self.origins.iter();
        for pattern in patterns.filter_map(|origin| OriginPattern::parse(origin).ok()) {
            assert!(
                lifts("insecure_origins") || !pattern.is_insecure(),
                "{pattern}"
            );
            assert!(
                lifts("unchecked_origins") || !pattern.is_every_extension(),
                "{pattern}"
            );
            assert!(
                lifts("public_suffixes") || pattern.public_suffix().is_none(),
                "{pattern}"
            );
        }
    }
}

/// The names of a list, as the runtime joins them into the value of a header.
#[track_caller]
fn assert_header_value(names: &[String]) {
    for name in names {
        assert!(is_token(name), "{name:?}");
    }
    assert_unique(names);
    let joined = names.join(", ");
    let value = HeaderValue::from_str(&joined);
    assert!(value.is_ok_and(|it| it.to_str().is_ok()), "{joined:?}");
}

#[track_caller]
fn assert_unique(texts: &[String]) {
    let unique: HashSet<_> = texts.iter().collect();
    assert_eq!(unique.len(), texts.len(), "{texts:?}");
}

fn only(arguments: &Punctuated<Expr, Token![,]>) -> &Expr {
    assert_eq!(arguments.len(), 1);
    &arguments[0]
}

/// What is in `&[...]`.
fn elements(expr: &Expr) -> Vec<&Expr> {
    let Expr::Reference(reference) = expr else {
        panic!("a reference");
    };
    let Expr::Array(array) = &*reference.expr else {
        panic!("an array");
    };
    array.elems.iter().collect()
}

fn strings(expr: &Expr) -> Vec<String> {
    elements(expr).into_iter().map(string).collect()
}

/// Whether `expr` is a path that ends with `names`.
fn is_path(expr: &Expr, names: &[&str]) -> bool {
    match expr {
        Expr::Path(ExprPath { path, .. }) => ends_with(path, names),
        _ => false,
    }
}

fn ends_with(path: &syn::Path, names: &[&str]) -> bool {
    let last = path.segments.iter().rev().take(names.len());
    last.map(|segment| &segment.ident).eq(names.iter().rev())
}

fn literal(expr: &Expr) -> &Lit {
    match expr {
        Expr::Lit(ExprLit { lit, .. }) => lit,
        _ => panic!("a literal"),
    }
}

fn string(expr: &Expr) -> String {
    match literal(expr) {
        Lit::Str(text) => text.value(),
        _ => panic!("a string"),
    }
}

fn number(expr: &Expr) -> u32 {
    match literal(expr) {
        Lit::Int(number) => number.base10_parse().expect("a number of 32 bits"),
        _ => panic!("a number"),
    }
}
