//! Serves requests by the CORS policies of the crate `corsac`.
//!
//! The attribute `#[cors]` expands into a [`Route`] and its [`Policy`] as
//! static data, and one [`RouteResource`] for each path; every decision is made
//! here. A request goes from the guard to the resource (or to the middleware,
//! where a policy is wrapped around others), and then to preflight or actual.
//!
//! Nothing here is meant to be written by hand, and only the rules of
//! [`corsac_policy`] keep a policy from being wrong; but it could be:
//!
//! ```
//! use actix_web::App;
//! use corsac_runtime::{AllowHeaders, AllowOrigins, Policy, Route, RouteResource};
//!
//! static POLICY: Policy = Policy {
//!     allow_origins: AllowOrigins::Any,
//!     allow_headers: AllowHeaders::Names("Content-Type"),
//!     expose_headers: None,
//!     allow_credentials: false,
//!     max_age: Some(600),
//!     block_on_origin_mismatch: false,
//!     allow_methods: None,
//!     source: "allow_origins(\"*\"), allow_headers(\"Content-Type\"), max_age = 600",
//!     written: corsac_runtime::written!([Any] []),
//! };
//! static ROUTE: Route = Route {
//!     policy: &POLICY,
//!     methods: &["GET"],
//!     allow_methods: Some("GET"),
//! };
//!
//! let resource = RouteResource::new(&ROUTE, "/", "hello", async || "hello");
//! let app = App::new().service(resource);
//! ```

#![forbid(unsafe_code)]

mod actual;
#[cfg(feature = "audit")]
pub mod audit;
mod cors;
mod guard;
mod middleware;
mod nesting;
mod origins;
mod policy;
mod preflight;
mod refusal;
mod resource;
mod same_origin;
mod vary;
mod written;

#[doc(hidden)]
pub use actix_web;
#[cfg(feature = "audit")]
#[doc(hidden)]
pub use inventory;

pub use self::{
    middleware::{CorsFuture, CorsService},
    origins::{Origins, OriginsError},
    policy::{AllowHeaders, AllowOrigins, Policy, Predicate, Route},
    resource::RouteResource,
    written::Written,
};
