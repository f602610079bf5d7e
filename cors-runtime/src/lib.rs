//! Serves requests by the CORS policies of the crate `corsac`.
//!
//! The attribute `#[cors]` expands into a [`Route`] and its [`Policy`] as
//! static data, and one resource with a [`RouteGuard`] and the middleware
//! [`Cors`]; every decision is made here. A request goes the way of the file
//! list: guard → middleware → preflight or actual → response.
//!
//! Nothing here is meant to be written by hand, and only the rules of
//! [`cors_policy`] keep a policy from being wrong; but it could be:
//!
//! ```
//! use actix_web::{App, Resource, http::header::HeaderValue};
//! use cors_runtime::{AllowHeaders, AllowOrigins, Cors, Policy, Route, RouteGuard};
//!
//! static POLICY: Policy = Policy {
//!     allow_origins: AllowOrigins::Any,
//!     allow_headers: AllowHeaders::Names(HeaderValue::from_static("Content-Type")),
//!     expose_headers: None,
//!     allow_credentials: false,
//!     max_age: Some(HeaderValue::from_static("600")),
//!     block_on_origin_mismatch: false,
//!     allow_methods: None,
//!     source: "allow_origins(\"*\"), allow_headers(\"Content-Type\"), max_age = 600",
//!     # #[cfg(feature = "audit")]
//!     # written: cors_runtime::audit::Written { allow_origins: &[], dangerously: &[] },
//! };
//! static ROUTE: Route = Route {
//!     policy: &POLICY,
//!     methods: &["GET"],
//!     allow_methods: Some(HeaderValue::from_static("GET")),
//! };
//!
//! let resource = Resource::new("/")
//!     .guard(RouteGuard::new(&ROUTE))
//!     .wrap(Cors::new(&ROUTE))
//!     .to(async || "hello");
//! let app = App::new().service(resource);
//! ```

#![forbid(unsafe_code)]

mod actual;
#[cfg(feature = "audit")]
pub mod audit;
mod guard;
mod middleware;
mod nesting;
mod origins;
mod policy;
mod preflight;
mod refusal;
mod same_origin;
mod vary;

#[doc(hidden)]
pub use actix_web;
#[cfg(feature = "audit")]
#[doc(hidden)]
pub use inventory;

pub use self::{
    guard::RouteGuard,
    middleware::{Cors, CorsFuture, CorsService},
    origins::{Origins, OriginsError},
    policy::{AllowHeaders, AllowOrigins, Policy, Predicate, Route},
};
