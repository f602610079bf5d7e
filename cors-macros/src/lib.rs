//! The attribute `#[cors]` of the crate `corsac`, and `policy!`. Their documentation is
//! here, where editors look for it; what it links to is in that of `corsac`.
//!
//! The way of a token: `args.rs` (with `shape.rs`) and `handler.rs` (with
//! `route.rs`) take the attribute and the item apart, `policy.rs` asks the
//! rulebook and puts its verdicts on spans, `expand.rs` writes out what it
//! permits (`data.rs`, and in words `documentation.rs`). `written.rs` has the
//! entries of lists, which are the same on all of that way.
//! `editor.rs` has editors complete and explain what is typed, `error.rs` tells the
//! compiler what is wrong.
//! `module.rs` hands the attribute of a module on to its handlers. `attribute.rs`
//! tells what an attribute beside ours is, and `nesting.rs` keeps away what would
//! overflow the compiler's stack.

#![forbid(unsafe_code)]

mod args;
mod attribute;
mod data;
mod documentation;
mod editor;
mod entry;
mod error;
mod expand;
mod handler;
mod module;
mod nesting;
mod policy;
mod route;
mod shape;
mod written;

use proc_macro::TokenStream;

use crate::expand::Place;

/// Says which pages of other origins may call a handler.
///
/// The attribute stands above Actix's route attribute and takes it over: path,
/// methods, `name`, `guard` and `wrap` mean what they mean without it. All
/// options are on [one screen]; what is refused, and why, in
/// [the rules].
///
/// Other attribute macros, such as `#[utoipa::path]` or `#[tracing::instrument]`, go
/// where they go without it, above or below `#[cors]`.
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
/// It is the default for each route handler in there, also in modules within,
/// that has no `#[cors]` of its own; `#[cors(none)]` opts a handler out. It
/// works with Actix's `#[scope]`, in either order. Paths such as
/// `policy(crate::WEB_APP)` are those that the handlers would write.
///
/// **A handler that can't be seen in the module does not get the default, and nothing
/// says so**: one that another macro writes (`handlers! { ... }`, or an attribute that
/// expands to a route attribute), or one whose route attribute has another name and a
/// path that does not start with `/`. With `block_on_origin_mismatch` as the default it
/// is then unprotected. What can be seen and is not reached is a compile error:
/// `include!`, a handler in the body of a function or in the rules of a macro,
/// `#[prelude::get("/")]`, `#[fetch("/")]` with `use actix_web::get as fetch`.
/// **A [policy] around the scope can't miss any.**
///
/// **In a large module, write `policy(...)` on each handler instead.** While you type in the
/// body of one handler, rust-analyzer expands all of the module again, as it does for
/// Actix's `#[scope]`: in a module of 300 handlers, each keystroke costs about eight times
/// as much as where each handler has its own attribute.
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
/// If another macro stands between `#[cors]` and the route attribute, that is expanded
/// first, next to the handler; `#[cors]` waits just above the route attribute.
///
/// It expands into what Actix's own attribute expands into, a unit struct of
/// the handler's name: one resource for each path, with a guard that also lets
/// in the preflights for its methods, and a middleware around everything else
/// that is wrapped around the handler. The struct's documentation gets a
/// section "CORS" with the policy.
///
/// # Errors
///
/// All mistakes of an attribute are compile errors, reported at once:
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
/// That a route attribute "is ambiguous" (E0659) means that the word is imported, but
/// not from Actix: paperclip has a `get`, too, which `#[cors]` can't replace. Wrap a
/// [`policy!`](policy!) around what such a library registers.
///
/// [one screen]: https://docs.rs/corsac/latest/corsac/#options
/// [policy]: https://docs.rs/corsac/latest/corsac/struct.Policy.html
/// [the rules]: https://docs.rs/corsac/latest/corsac/rules/index.html
#[proc_macro_attribute]
pub fn cors(args: TokenStream, item: TokenStream) -> TokenStream {
    expand::cors(&args.into(), item.into(), Place::Written).into()
}

/// What `#[cors]` writes just above the route attribute.
#[doc(hidden)]
#[proc_macro_attribute]
pub fn cors_at_route(args: TokenStream, item: TokenStream) -> TokenStream {
    expand::cors(&args.into(), item.into(), Place::AtRoute).into()
}

/// A policy to share: a [`Policy`] for a `static`.
///
/// It takes the options of [`cors`], and the same rules judge them. Methods are
/// those of the route where a route names the policy; `allow_methods` (left
/// out: `GET`, `HEAD` and `POST`; `"*"`: any, without credentials) is for
/// [wrapping][`Policy`] it around an app.
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
