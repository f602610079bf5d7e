//! Serves requests by the CORS policies of the crate `corsac`.
//!
//! The attribute `#[cors]` expands into a [`Route`] and its [`Policy`] as
//! static data, and one resource with a [`RouteGuard`] and the middleware
//! [`Cors`]; every decision is made here. A request goes the way of the file
//! list: guard → middleware → preflight or actual → response.
//!
//! Nothing here is meant to be named by hand: use `corsac`.

#![forbid(unsafe_code)]

mod actual;
mod guard;
mod middleware;
mod policy;
mod preflight;
mod refusal;
mod same_origin;
mod vary;

#[doc(hidden)]
pub use actix_web;
pub use cors_policy::OriginPattern;

pub use self::{
    guard::RouteGuard,
    middleware::{Cors, CorsFuture, CorsService},
    policy::{AllowHeaders, AllowOrigins, Policy, Route},
};
