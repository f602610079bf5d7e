//! Per-handler CORS for Actix Web, checked while the program compiles.

#![forbid(unsafe_code)]

pub use cors_macros::cors;

/// What generated code uses; not part of the public interface.
#[doc(hidden)]
pub mod __private {
    pub use cors_runtime::{
        AllowHeaders, AllowOrigins, Cors, OriginPattern, Policy, Route, RouteGuard,
        actix_web::{
            Resource,
            dev::{AppService, HttpServiceFactory},
            guard::fn_guard,
            http::header::HeaderValue,
        },
    };
}
