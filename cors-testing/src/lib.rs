//! A page that fetches from an Actix Web app like a browser. Use it to test that
//! your frontend can talk to the server, and that nobody else can.
//!
//! A test that sends `Origin` and compares headers is only as good as its author's
//! knowledge of the CORS protocol. A [`Page`] follows the
//! [Fetch standard](https://fetch.spec.whatwg.org/): it knows when to send a
//! preflight, which answer is enough, how long to keep it, and what the script sees
//! in the end. If the script sees nothing, [`Blocked`] explains why.
//!
//! ```
//! use actix_web::{App, HttpRequest, HttpResponse, http::Method, test, web};
//! use corsac_testing::{Blocked, Credentials, Page};
//!
//! /// CORS by hand, with one header missing.
//! async fn save(req: HttpRequest) -> HttpResponse {
//!     let mut response = HttpResponse::Ok();
//!     response
//!         .insert_header(("Access-Control-Allow-Origin", "https://frontend.com"))
//!         .insert_header(("Access-Control-Allow-Credentials", "true"));
//!     if req.method() == Method::OPTIONS {
//!         response.insert_header(("Access-Control-Allow-Methods", "PUT"));
//!     }
//!     response.finish()
//! }
//!
//! # #[actix_web::main]
//! # async fn main() {
//! let app = test::init_service(App::new().route("/api/data", web::to(save))).await;
//! let page = Page::at("https://frontend.com")
//!     .app_at("https://api.frontend.com")
//!     .credentials(Credentials::Include);
//! let put = || test::TestRequest::put().uri("/api/data");
//!
//! let bare = page.fetch(&app, put()).await;
//! let json = page.fetch(&app, put().set_json([1, 2])).await;
//!
//! assert!(bare.is_ok());
//! assert_eq!(
//!     json.unwrap_err().to_string(),
//!     "the response to the preflight request does not allow `content-type`, since \
//!      `Access-Control-Allow-Headers` is missing; list it (corsac: in `allow_headers`)",
//! );
//! # }
//! ```
//!
//! The app is what [`init_service`](actix_web::test::init_service) returns, with
//! CORS from any crate, by hand, or without CORS.
//!
//! # Browsers
//!
//! A page follows the standard, unless you open it [in an engine](Page::in_engine).
//! Then it has each [`Difference`] that real browsers of that engine have shown.
//! [`Page::engines_that_block`] asks all engines at once.
//!
//! # What it leaves out
//!
//! Anything that involves more than one app, or more of a browser than `fetch()` in
//! its mode "cors":
//!
//! - Redirects to another server end at [`Blocked::LeftApp`].
//! - It has no HTTP cache and no cookie jar: the test sets the cookies, whatever
//!   their `SameSite`, and `Set-Cookie` has no effect.
//! - It doesn't add `Referer`, `User-Agent`, `Accept-Language`, and
//!   `Accept-Encoding`, and doesn't decode a `Content-Encoding`.
//! - Of the headers that a server adds to a response, it adds `Content-Length`, but
//!   not `Date`.
//! - It ignores Content Security Policy and the user's permission to call the local
//!   network.
//! - It reads a body to its end, so it waits forever for a body without an end.

#![forbid(unsafe_code)]

mod blocked;
mod browser;
mod cors_check;
mod difference;
mod engine;
mod fetch;
mod header_list;
mod message;
mod network;
mod page;
mod port;
mod preflight;
mod preflight_cache;
mod redirect;
mod request;
mod request_header;
mod response;
mod site;
mod target;

pub use self::{
    blocked::{Blocked, Stage},
    difference::Difference,
    engine::Engine,
    page::{Credentials, Page},
    response::Response,
};
