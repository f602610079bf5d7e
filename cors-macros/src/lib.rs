//! The attribute `#[cors]` of the crate `corsac`, and `policy!`. Their documentation is
//! here, where editors look for it. It links to that of `corsac`.
//!
//! In reading order: `args.rs` (with `shape.rs`) and `handler.rs` (with `route.rs` and
//! `signature.rs`) parse the attribute and the item. `policy.rs` asks the rulebook and puts its
//! verdicts on spans. `expand.rs` writes out what the rules permit (`factory.rs` with
//! `data.rs`, and in words `documentation.rs`). `written.rs` has the entries of lists, which all
//! stages share. `editor.rs` lets editors complete and explain the arguments, and
//! `error.rs` reports errors to the compiler. `module.rs` passes the attribute of a
//! module on to its handlers. `attribute.rs` classifies the other attributes, and
//! `nesting.rs` refuses what would overflow the compiler's stack.

#![forbid(unsafe_code)]

mod args;
mod attribute;
mod data;
mod documentation;
mod editor;
mod entry;
mod error;
mod expand;
mod facade;
mod factory;
mod handler;
mod module;
mod nesting;
mod policy;
mod route;
mod shape;
mod signature;
mod written;

use proc_macro::TokenStream;

use crate::expand::Place;

/// Sets which pages of other origins may call a handler.
///
/// Write the attribute above Actix's route attribute, which it replaces: the path,
/// methods, `name`, `guard`, and `wrap` keep their meaning. All options are on
/// [one screen]. [The rules] explain what corsac refuses, and why.
///
/// Put other attribute macros, such as `#[utoipa::path]` or
/// `#[tracing::instrument]`, where you would without it, above or below `#[cors]`.
///
/// ```
/// use actix_web::{Responder, get, post, web};
/// use corsac::cors;
///
/// /// Open to every page.
/// #[cors(allow_origins("*"))]
/// #[get("/status")]
/// async fn status() -> impl Responder {
///     "up and running"
/// }
///
/// /// Pages of one origin may act for the user who is logged in.
/// #[cors(
///     allow_origins("https://frontend.com"),
///     allow_headers("Content-Type"),
///     allow_credentials
/// )]
/// #[post("/messages", wrap = "actix_web::middleware::NormalizePath::trim()")]
/// async fn send(message: web::Json<String>) -> impl Responder {
///     message
/// }
///
/// let app = actix_web::App::new().service(status).service(send);
/// ```
///
/// # On a module
///
/// The attribute is the default for each route handler in the module and its
/// submodules without a `#[cors]`. `#[cors(none)]` opts a handler out. It works
/// with Actix's `#[scope]`, in either order. Write paths such as
/// `policy(crate::WEB_APP)` as the handlers would.
///
/// **A handler that corsac can't see in the module doesn't get the default, without any
/// error.** This includes handlers that another macro writes (`handlers! { ... }`, or
/// an attribute that expands to a route attribute), and those whose route attribute has
/// another name and a path that doesn't start with `/`. If the default has
/// `block_on_origin_mismatch`, they are unprotected. A handler that corsac sees but
/// can't reach is a compile error: `include!`, a handler in the body of a function or
/// in the rules of a macro, `#[prelude::get("/")]`, `#[fetch("/")]` with
/// `use actix_web::get as fetch`. **A [policy] around the scope can't miss any.**
///
/// **In a large module, write `policy(...)` on each handler instead.** While you type
/// in the body of one handler, rust-analyzer expands the whole module again, as it does
/// for Actix's `#[scope]`. In a module of 300 handlers, each keystroke costs about
/// eight times as much as with an attribute on each handler.
///
/// ```
/// use corsac::cors;
///
/// #[cors(allow_origins("https://frontend.com"))]
/// mod api {
///     use actix_web::{Responder, get};
///     use corsac::cors;
///
///     #[get("/api/messages")]
///     async fn list() -> impl Responder {
///         "hello"
///     }
///
///     #[cors(none)]
///     #[get("/api/health")]
///     async fn health() -> impl Responder {
///         "healthy"
///     }
/// }
/// ```
///
/// # Expansion
///
/// If another macro is between `#[cors]` and the route attribute, it expands first,
/// next to the handler. `#[cors]` waits just above the route attribute.
///
/// Like Actix's own attribute, it expands into a unit struct with the handler's
/// name. For each path, it registers a resource, with a guard that also admits the
/// preflights for its methods, and a middleware around everything else that wraps
/// the handler. The struct's documentation gets a section "CORS" with the policy.
///
/// # Errors
///
/// All mistakes in an attribute are compile errors, reported together:
///
/// ```compile_fail
/// use actix_web::get;
/// use corsac::cors;
///
/// // error: `*` cannot be combined with `allow_credentials`; list the trusted origins instead
/// #[cors(allow_origins("*"), allow_credentials)]
/// #[get("/me")]
/// async fn me() -> &'static str {
///     "you"
/// }
/// ```
///
/// ```compile_fail
/// use actix_web::get;
/// use corsac::cors;
///
/// // error: missing route attribute; move `#[cors]` above one such as
/// // `#[get("/")]`, or wrap a `policy!` around the resource of `web::get().to(...)`
/// #[get("/")]
/// #[cors(allow_origins("*"))]
/// async fn index() -> &'static str {
///     "hello"
/// }
/// ```
///
/// If a route attribute "is ambiguous" (E0659), its name is imported, but not from
/// Actix: paperclip also has a `get`, which `#[cors]` can't replace. Wrap a
/// [`policy!`](policy!) around the routes of such a library.
///
/// [one screen]: https://docs.rs/corsac/latest/corsac/#options
/// [policy]: https://docs.rs/corsac/latest/corsac/struct.Policy.html
/// [the rules]: https://docs.rs/corsac/latest/corsac/rules/index.html
#[proc_macro_attribute]
pub fn cors(args: TokenStream, item: TokenStream) -> TokenStream {
    expand::cors(&args.into(), item.into(), Place::Written).into()
}

/// What `#[cors]` adds just above the route attribute.
#[doc(hidden)]
#[proc_macro_attribute]
pub fn cors_at_route(args: TokenStream, item: TokenStream) -> TokenStream {
    expand::cors(&args.into(), item.into(), Place::AtRoute).into()
}

/// A policy to share: a [`Policy`] for a `static`.
///
/// It takes the options of [`cors`], by the same rules. If a route names the
/// policy, the methods are those of the route. Set `allow_methods` to
/// [wrap][`Policy`] it around an app. The default is `GET`, `HEAD`, and `POST`;
/// `"*"` allows any, without credentials.
///
/// ```
/// use actix_web::{Responder, get};
/// use corsac::{Policy, cors, policy};
///
/// static WEB_APP: Policy = policy!(
///     allow_origins("https://frontend.com", dev("http://localhost:5173")),
///     allow_credentials,
/// );
///
/// #[cors(policy(WEB_APP))]
/// #[get("/me")]
/// async fn me() -> impl Responder {
///     "you"
/// }
///
/// let app = actix_web::App::new().service(me);
/// ```
///
/// # Errors
///
/// ```compile_fail
/// use corsac::{Policy, policy};
///
/// // error: origins have no trailing slash; write `https://frontend.com`
/// static WEB_APP: Policy = policy!(allow_origins("https://frontend.com/"));
/// ```
///
/// [`Policy`]: https://docs.rs/corsac/latest/corsac/struct.Policy.html
#[proc_macro]
pub fn policy(args: TokenStream) -> TokenStream {
    expand::policy(&args.into()).into()
}

#[cfg(test)]
mod tests;
