//! What holds for every expansion that compiles.

use std::collections::HashSet;

use corsac_policy::{Origin, OriginPattern};
use http::HeaderValue;
use syn::{
    Expr, ExprCall, ExprLit, ExprPath, ExprStruct, File, Item, Lit, LitInt, Member,
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
    let mut data = Data::default();
    data.visit_file(file);

    data.assert_well_formed();
    data.assert_harmless(arguments);
}

/// What the runtime gets.
#[derive(Default)]
struct Data {
    header_values: Vec<String>,
    exact_origins: Vec<String>,
    patterns: Vec<OriginPattern>,
    allows_any_origin: bool,
    allows_credentials: bool,
}

impl Data {
    fn assert_well_formed(&self) {
        for value in &self.header_values {
            assert!(is_header_value(value), "{value:?}");
        }
        for origin in &self.exact_origins {
            assert!(
                origin == "null" || Origin::from_bytes(origin.as_bytes()).is_some(),
                "{origin:?}"
            );
        }
        // A list may be empty here: of run-time origins, or in a shared policy.
        let has_list = !self.exact_origins.is_empty() || !self.patterns.is_empty();
        assert!(!(has_list && self.allows_any_origin));
    }

    fn assert_harmless(&self, arguments: &str) {
        let lifts = |danger| arguments.contains(danger);
        if self.exact_origins.iter().any(|origin| origin == "null") {
            assert!(lifts("null_origin"));
        }
        if !self.allows_credentials {
            return;
        }
        assert!(!self.allows_any_origin);
        for value in &self.header_values {
            assert!(!value.split(", ").any(|name| name == "*"), "{value:?}");
        }
        let exact = self.exact_origins.iter();
        let exact = exact.filter_map(|origin| OriginPattern::parse(origin).ok());
        for pattern in exact.chain(self.patterns.iter().cloned()) {
            assert!(
                lifts("insecure_origins") || !pattern.is_insecure(),
                "{pattern}"
            );
            assert!(
                lifts("public_suffixes") || pattern.public_suffix().is_none(),
                "{pattern}"
            );
        }
    }
}

impl<'ast> Visit<'ast> for Data {
    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        let arguments: Vec<_> = call.args.iter().collect();
        if is_call_of(call, "AllowOrigins", "One") {
            self.exact_origins.push(string(arguments[0]));
        }
        if is_call_of(call, "AllowHeaders", "Names") || is_call_of(call, "Option", "Some") {
            self.header_values.extend(text(arguments[0]));
        }
        if is_call_of(call, "OriginPattern", "from_parts") {
            self.patterns.push(pattern(&arguments));
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_expr_struct(&mut self, data: &'ast ExprStruct) {
        for field in &data.fields {
            let Member::Named(name) = &field.member else {
                continue;
            };
            if name == "allow_credentials" {
                self.allows_credentials = is_true(&field.expr);
            }
            if name == "exact" {
                self.exact_origins.extend(strings(&field.expr));
            }
            if name == "allow_origins" {
                self.allows_any_origin = is_path(&field.expr, &["Any"]);
            }
        }
        visit::visit_expr_struct(self, data);
    }
}

/// The strings of `&[...]`, each there once.
fn strings(expr: &Expr) -> Vec<String> {
    let Expr::Reference(reference) = expr else {
        panic!("a reference");
    };
    let Expr::Array(array) = &*reference.expr else {
        panic!("an array");
    };
    let strings: Vec<_> = array.elems.iter().map(string).collect();
    let unique: HashSet<_> = strings.iter().collect();

    assert_eq!(unique.len(), strings.len(), "{strings:?}");
    strings
}

/// As `HeaderValue::from_static` wants it, which panics where it is not.
fn is_header_value(text: &str) -> bool {
    HeaderValue::from_str(text).is_ok_and(|value| value.to_str().is_ok())
}

/// The pattern that generated code builds, which nobody checks again.
fn pattern(arguments: &[&Expr]) -> OriginPattern {
    let [text, scheme_end, host_end] = arguments else {
        panic!("`from_parts` has three arguments");
    };
    let pattern = OriginPattern::parse(&string(text)).expect("an origin pattern");
    let parts = pattern.parts();

    assert_eq!(parts.scheme_end, number(scheme_end), "{pattern}");
    assert_eq!(parts.host_end, number(host_end), "{pattern}");
    pattern
}

fn is_call_of(call: &ExprCall, type_name: &str, function: &str) -> bool {
    is_path(&call.func, &[type_name, function])
}

/// Whether `expr` is a path that ends with `names`.
fn is_path(expr: &Expr, names: &[&str]) -> bool {
    let Expr::Path(ExprPath { path, .. }) = expr else {
        return false;
    };
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
    text(expr).expect("a string")
}

fn text(expr: &Expr) -> Option<String> {
    match literal(expr) {
        Lit::Str(text) => Some(text.value()),
        _ => None,
    }
}

fn number(expr: &Expr) -> usize {
    match literal(expr) {
        Lit::Int(number) => LitInt::base10_parse(number).expect("a number"),
        _ => panic!("a number"),
    }
}

fn is_true(expr: &Expr) -> bool {
    matches!(literal(expr), Lit::Bool(boolean) if boolean.value)
}
