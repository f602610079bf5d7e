//! A page that fetches from an Actix Web app as a browser does: for tests that
//! a frontend can talk to a server, and that nobody else can.
//!
//! A test that sends `Origin` and compares headers knows what its author knows
//! of the CORS protocol. A [`Page`] knows what the
//! [Fetch standard](https://fetch.spec.whatwg.org/) says: when a preflight is
//! sent, which answer is enough, how long it is remembered, what a script gets
//! to see in the end. If that is nothing, [`Blocked`] says why.
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
//! The app is whatever [`init_service`](actix_web::test::init_service) gives,
//! with CORS from any crate, by hand, or none.
//!
//! # Browsers
//!
//! A page does what the standard says, unless it is opened
//! [in an engine](Page::in_engine): then it differs as that engine is known to, by
//! each [`Difference`] that real browsers have shown.
//! [`Page::engines_that_block`] asks all of them at once.
//!
//! # What it leaves out
//!
//! What has to do with more than one app, or with more of a browser than
//! `fetch()` in its mode "cors":
//!
//! - Redirects to another server end at [`Blocked::LeftApp`].
//! - There is no HTTP cache, and no cookie jar: the cookies are those that the
//!   test gives, whatever `SameSite` says, and `Set-Cookie` changes nothing.
//! - `Referer`, `User-Agent`, `Accept-Language` and `Accept-Encoding` are not
//!   added, and a `Content-Encoding` is not undone.
//! - Of what a server adds to a response there is `Content-Length`, but no `Date`.
//! - Content Security Policy and the user's permission to call the local network
//!   are not looked at.
//! - A body is read to its end, so one without an end is waited for.

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
