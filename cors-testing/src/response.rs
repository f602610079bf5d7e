//! Filtered responses: <https://fetch.spec.whatwg.org/#concept-filtered-response>.

use std::str::Utf8Error;

use actix_web::{
    HttpResponse, body,
    http::{Method, StatusCode, header::HeaderMap},
    web::Bytes,
};
use corsac_policy::is_forbidden_response_header;
use serde::de::DeserializeOwned;

use crate::{Blocked, header_list::extract, request::Request};

/// <https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name>
const SAFELISTED: [&str; 7] = [
    "cache-control",
    "content-language",
    "content-length",
    "content-type",
    "expires",
    "last-modified",
    "pragma",
];

/// A response as a script sees it.
///
/// ```
/// use actix_web::{App, HttpResponse, http::StatusCode, test, web};
/// use corsac_testing::Page;
///
/// # #[actix_web::main]
/// # async fn main() -> Result<(), corsac_testing::Blocked> {
/// let answer = async || {
///     HttpResponse::Ok()
///         .insert_header(("Access-Control-Allow-Origin", "*"))
///         .insert_header(("X-Secret", "hidden"))
///         .json([1, 2])
/// };
/// let app = test::init_service(App::new().route("/", web::get().to(answer))).await;
///
/// let response = Page::at("https://a.example")
///     .fetch(&app, test::TestRequest::get())
///     .await?;
///
/// assert_eq!(response.status(), StatusCode::OK);
/// assert!(response.headers().contains_key("Content-Type"));
/// assert!(!response.headers().contains_key("X-Secret"));
/// assert_eq!(response.text().unwrap(), "[1,2]");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Response {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Response {
    /// Keeps only what the page may see: <https://fetch.spec.whatwg.org/#main-fetch>,
    /// steps 14 and 22.
    pub(crate) async fn filter(request: &Request, answer: HttpResponse) -> Result<Self, Blocked> {
        let status = answer.status();
        let headers = visible_headers(request, answer.headers());
        let body = if request.head.method == Method::HEAD || is_null_body_status(status) {
            Bytes::new()
        } else {
            let body = body::to_bytes(answer.into_body()).await;
            body.map_err(|error| Blocked::BrokenBody {
                error: error.to_string(),
            })?
        };
        Ok(Self {
            status,
            headers,
            body,
        })
    }

    /// The status, including error statuses, which CORS doesn't affect.
    ///
    /// ```
    /// # use actix_web::{App, HttpResponse, http::{StatusCode, header}, test, web};
    /// # actix_web::rt::System::new().block_on(async {
    /// # let answer = async || HttpResponse::Ok().insert_header((header::ETAG, "1")).json([1, 2]);
    /// # let app = test::init_service(App::new().route("/", web::get().to(answer))).await;
    /// # let page = corsac_testing::Page::at("https://a.example").app_at("https://a.example");
    /// # let response = page.fetch(&app, test::TestRequest::get()).await.unwrap();
    /// assert_eq!(response.status(), StatusCode::OK);
    /// # });
    /// ```
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers that the script can see: the
    /// [CORS-safelisted](https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name)
    /// and the exposed ones, or all except cookies for a page of the app's own origin.
    ///
    /// ```
    /// # use actix_web::{App, HttpResponse, http::{StatusCode, header}, test, web};
    /// # actix_web::rt::System::new().block_on(async {
    /// # let answer = async || HttpResponse::Ok().insert_header((header::ETAG, "1")).json([1, 2]);
    /// # let app = test::init_service(App::new().route("/", web::get().to(answer))).await;
    /// # let page = corsac_testing::Page::at("https://a.example").app_at("https://a.example");
    /// # let response = page.fetch(&app, test::TestRequest::get()).await.unwrap();
    /// assert!(response.headers().contains_key(header::ETAG));
    /// # });
    /// ```
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body, empty if there is none.
    ///
    /// ```
    /// # use actix_web::{App, HttpResponse, http::{StatusCode, header}, test, web};
    /// # actix_web::rt::System::new().block_on(async {
    /// # let answer = async || HttpResponse::Ok().insert_header((header::ETAG, "1")).json([1, 2]);
    /// # let app = test::init_service(App::new().route("/", web::get().to(answer))).await;
    /// # let page = corsac_testing::Page::at("https://a.example").app_at("https://a.example");
    /// # let response = page.fetch(&app, test::TestRequest::get()).await.unwrap();
    /// assert_eq!(response.body(), "[1,2]");
    /// # });
    /// ```
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The body as text.
    ///
    /// # Errors
    ///
    /// If it isn't UTF-8. A script would see replacement characters.
    ///
    /// ```
    /// # use actix_web::{App, HttpResponse, http::{StatusCode, header}, test, web};
    /// # actix_web::rt::System::new().block_on(async {
    /// # let answer = async || HttpResponse::Ok().insert_header((header::ETAG, "1")).json([1, 2]);
    /// # let app = test::init_service(App::new().route("/", web::get().to(answer))).await;
    /// # let page = corsac_testing::Page::at("https://a.example").app_at("https://a.example");
    /// # let response = page.fetch(&app, test::TestRequest::get()).await.unwrap();
    /// assert_eq!(response.text(), Ok("[1,2]"));
    /// # });
    /// ```
    pub fn text(&self) -> Result<&str, Utf8Error> {
        std::str::from_utf8(&self.body)
    }

    /// The body, parsed as JSON.
    ///
    /// # Errors
    ///
    /// If it isn't JSON, or doesn't match `T`.
    ///
    /// ```
    /// # use actix_web::{App, HttpResponse, http::{StatusCode, header}, test, web};
    /// # actix_web::rt::System::new().block_on(async {
    /// # let answer = async || HttpResponse::Ok().insert_header((header::ETAG, "1")).json([1, 2]);
    /// # let app = test::init_service(App::new().route("/", web::get().to(answer))).await;
    /// # let page = corsac_testing::Page::at("https://a.example").app_at("https://a.example");
    /// # let response = page.fetch(&app, test::TestRequest::get()).await.unwrap();
    /// assert_eq!(response.json::<Vec<u8>>().unwrap(), [1, 2]);
    /// assert!(response.json::<String>().is_err());
    /// # });
    /// ```
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_slice(&self.body)
    }
}

fn visible_headers(request: &Request, headers: &HeaderMap) -> HeaderMap {
    let exposed = Exposed::new(request, headers);
    let mut visible = headers.clone();
    visible.retain(|name, _| {
        exposed.covers(name.as_str()) && !is_forbidden_response_header(name.as_str())
    });
    visible
}

enum Exposed {
    All,
    Names(Vec<String>),
}

impl Exposed {
    /// <https://fetch.spec.whatwg.org/#main-fetch>, step 14.1.
    fn new(request: &Request, headers: &HeaderMap) -> Self {
        if !request.is_cors() {
            return Self::All;
        }
        // A malformed list exposes nothing.
        let names = extract(headers, "access-control-expose-headers");
        let names = names.ok().flatten().unwrap_or_default();
        if names.iter().any(|name| name == "*") && !request.includes_credentials() {
            Self::All
        } else {
            Self::Names(names)
        }
    }

    fn covers(&self, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::Names(names) => {
                SAFELISTED.contains(&name)
                    || names
                        .iter()
                        .any(|exposed| exposed.eq_ignore_ascii_case(name))
            }
        }
    }
}

/// <https://fetch.spec.whatwg.org/#null-body-status>, of a final response.
fn is_null_body_status(status: StatusCode) -> bool {
    matches!(status.as_u16(), 204 | 205 | 304)
}
