//! `#[cors]` beside the attribute macros of other libraries: in each order, and as the
//! default of a module, they do what they do without it.
//!
//! What has the name of Actix's attribute, and is another, is no route attribute:
//!
//! ```compile_fail,E0659
//! use actix_web::{App, Responder};
//! use corsac::cors;
//! use own::get;
//!
//! #[cors(allow_origins("https://a.example"))]
//! #[get("/")]
//! async fn handler() -> impl Responder {
//!     ""
//! }
//! ```
//!
//! ```
//! use actix_web::{App, Responder, get};
//! use corsac::cors;
//!
//! #[cors(allow_origins("https://a.example"))]
//! #[get("/")]
//! async fn handler() -> impl Responder {
//!     ""
//! }
//! ```

//!
#![doc = include_str!("../../../docs/guide/openapi.md")]
#![cfg(test)]
#![allow(
    clippy::duplicate_mod,
    reason = "two versions of a library have the same tests"
)]

#[macro_use]
mod orders;

mod cached;
mod fastrace;
mod grants;
mod own;
mod tracing;
mod utoipa;
