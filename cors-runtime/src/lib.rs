//! Serves requests by the CORS policies of the crate `corsac`.
//!
//! The attribute `#[cors]` expands into its [`Policy`] as constant data, and one
//! [`RouteResource`] for each path; every decision is made here. A request goes from the guard to the resource (or, for a wrapped policy, to the
//! middleware), and then to preflight or actual.
//!
//! Don't write any of this by hand: only the rules of [`corsac_policy`] keep a
//! policy correct. But it is possible:
//!
//! ```
//! use actix_web::App;
//! use corsac_runtime::{AllowOrigin, Policy, PolicyOption, RouteResource};
//!
//! static POLICY: Policy = Policy::new(&[
//!     PolicyOption::AllowOrigins(&[AllowOrigin::Literal("*")]),
//!     PolicyOption::MaxAge(600),
//! ]);
//!
//! let hello = RouteResource::new(&POLICY, "/", "hello", &["GET"], &["GET"], async || "hello");
//! let app = App::new().service(hello);
//! ```

#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]

mod actual;
mod any_policy;
#[cfg(feature = "audit")]
pub mod audit;
mod configured_policy;
mod cors;
mod cors_headers;
mod guard;
mod lifted;
mod middleware;
mod nesting;
mod origins;
mod owned_policy;
mod policy;
mod policy_config;
mod preflight;
mod refusal;
mod request;
mod resource;
mod route;
mod run_time_origin;
mod same_origin;
mod serving;
mod text;
mod vary;

#[doc(hidden)]
pub use actix_web;
#[cfg(feature = "audit")]
#[doc(hidden)]
pub use inventory;

pub use self::{
    any_policy::AnyPolicy,
    configured_policy::ConfiguredPolicy,
    middleware::{CorsFuture, CorsService},
    origins::{Origins, OriginsError},
    owned_policy::OwnedPolicy,
    policy::{OwnPolicy, Policy, PolicyOption},
    policy_config::{PolicyConfig, PolicyConfigError, PolicyMistake},
    resource::RouteResource,
    route::{Route, here},
    run_time_origin::{AllowOrigin, AsyncPredicate, FromOrigins, Predicate, PredicateFn},
};
