//! What holds for every expansion that compiles.

use std::collections::HashSet;

use corsac_policy::{Origin, OriginPattern, is_token};
use http::HeaderValue;
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{
    Attribute, Block, Expr, ExprCall, ExprLit, ExprPath, File, Item, Lit, Macro, Token,
    parse::ParseStream,
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
        if let Some(options) = options(expr) {
            self.policies.push(Policy::read(options));
        } else {
            visit::visit_expr(self, expr);
        }
    }

    /// `RouteResource::new(&policy, path, name, methods, allowed methods, handler)`
    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        if is_path(&call.func, &["__corsac", "RouteResource", "new"]) {
            for methods in [&call.args[3], &call.args[4]] {
                assert_header_value(&strings(methods));
            }
            self.routes += 1;
        }
        visit::visit_expr_call(self, call);
    }

    /// `route!({ ... } ...)`
    fn visit_macro(&mut self, call: &'ast Macro) {
        if !ends_with(&call.path, &["__corsac", "route"]) {
            return;
        }
        let registration = |input: ParseStream<'_>| {
            let registration: Block = input.parse()?;
            input.parse::<TokenStream>().map(|_| registration)
        };
        let registration = call.parse_body_with(registration).expect("a block");
        <Self as Visit<'_>>::visit_block(self, &registration);
    }
}

/// The options in `__corsac::OwnPolicy(&[...])`.
fn options(expr: &Expr) -> Option<Vec<&Expr>> {
    match expr {
        Expr::Call(call) if is_path(&call.func, &["__corsac", "OwnPolicy"]) => {
            Some(elements(only(&call.args)))
        }
        _ => None,
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
    /// Nobody checks again what the options say, so nothing in them may be unknown.
    fn read(options: Vec<&Expr>) -> Self {
        let mut policy = Self::default();
        for option in options {
            policy.add(option);
        }
        policy
    }

    fn add(&mut self, option: &Expr) {
        // `PolicyOption::Name` or `PolicyOption::Name(value)`
        let (path, value) = match option {
            Expr::Call(call) => (&*call.func, Some(only(&call.args))),
            path => (path, None),
        };
        let is = |name| is_path(path, &["__corsac", "PolicyOption", name]);
        match value {
            None if is("AllowCredentials") => self.allows_credentials = true,
            None if is("BlockOnOriginMismatch") => {}
            Some(value) if is("AllowOrigins") => {
                for entry in elements(value) {
                    self.add_origin(entry);
                }
            }
            Some(value) if is("AllowMethods") || is("AllowHeaders") || is("ExposeHeaders") => {
                self.lists.push(strings(value));
            }
            Some(value) if is("MaxAge") => assert!(number(value) <= 86_400),
            Some(value) if is("Dangerously") => assert!(!elements(value).is_empty()),
            _ => panic!("unknown option: {}", option.to_token_stream()),
        }
    }

    fn add_origin(&mut self, entry: &Expr) {
        let call = call(entry);
        let is = |name| is_path(&call.func, &["__corsac", "AllowOrigin", name]);
        let only_in_debug_builds: Attribute = parse_quote!(#[cfg(debug_assertions)]);
        let is_dev = is("Dev");
        let attributes: &[Attribute] = if is_dev { &[only_in_debug_builds] } else { &[] };
        assert_eq!(call.attrs, attributes);
        if is_dev || is("Literal") {
            match string(only(&call.args)).as_str() {
                "*" => self.allows_any_origin = true,
                origin => self.origins.push(origin.to_owned()),
            }
        } else if is("Predicate") {
            self.has_predicate = true;
        } else {
            assert!(is("From"), "unknown origin: {}", entry.to_token_stream());
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
        assert!(!self.allows_any_origin || self.origins.is_empty() && !self.has_predicate);
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

fn call(expr: &Expr) -> &ExprCall {
    match expr {
        Expr::Call(call) => call,
        _ => panic!("no call: {}", expr.to_token_stream()),
    }
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
