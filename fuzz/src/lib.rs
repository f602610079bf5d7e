//! What the fuzz targets check; each function takes any input at all, and
//! panics where the library breaks a promise. See `README.md`.

mod checks {
    mod answers;
    mod arguments;
    pub(crate) mod attribute;
    pub(crate) mod config;
    mod expansion;
    mod http2;
    mod message;
    pub(crate) mod origin;
    pub(crate) mod pattern;
    pub(crate) mod policies;
    pub(crate) mod request;
    mod routes;
    mod served;
    mod verdict;
    mod written;

    pub use self::verdict::Verdict;
}

#[path = "../../cors-policy/tests/covering/mod.rs"]
mod covering;
#[path = "../../tests/support/promise/mod.rs"]
mod promise;
#[path = "../../cors-policy/tests/reference/mod.rs"]
mod reference;

// The modules of corsac-macros, at the root as there, since they say `crate::`.
#[path = "../../cors-macros/src/args.rs"]
mod args;
#[path = "../../cors-macros/src/attribute.rs"]
mod attribute;
#[path = "../../cors-macros/src/data.rs"]
mod data;
#[path = "../../cors-macros/src/documentation.rs"]
mod documentation;
#[path = "../../cors-macros/src/editor.rs"]
mod editor;
#[path = "../../cors-macros/src/entry.rs"]
mod entry;
#[path = "../../cors-macros/src/error.rs"]
mod error;
#[path = "../../cors-macros/src/expand.rs"]
mod expand;
#[path = "../../cors-macros/src/facade.rs"]
mod facade;
#[path = "../../cors-macros/src/factory.rs"]
mod factory;
#[path = "../../cors-macros/src/handler.rs"]
mod handler;
#[path = "../../cors-macros/src/module.rs"]
mod module;
#[path = "../../cors-macros/src/nesting.rs"]
mod nesting;
#[path = "../../cors-macros/src/policy.rs"]
mod policy;
#[path = "../../cors-macros/src/route.rs"]
mod route;
#[path = "../../cors-macros/src/shape.rs"]
mod shape;
#[path = "../../cors-macros/src/signature.rs"]
mod signature;
#[path = "../../cors-macros/src/written.rs"]
mod written;

pub use self::checks::{
    Verdict, attribute::attribute, config::config, origin::origin, pattern::pattern,
    policies::policies, request::request,
};

#[cfg(test)]
mod tests;
