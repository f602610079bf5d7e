//! A page, and its browser.

use std::{rc::Rc, time::Duration};

use actix_http::Request as ActixRequest;
use actix_web::{
    Error,
    body::MessageBody,
    dev::{Service, ServiceResponse},
    http::header::HeaderValue,
    test::TestRequest,
};
use corsac_policy::Origin;
use url::Url;

use crate::{Blocked, Difference, Engine, Response, browser::Browser, fetch, request::Request};

/// A page of some origin, open in a browser.
///
/// A clone is another page of the same origin in the same browser, say one with
/// other [credentials](Self::credentials): the two share the answers to
/// preflights, and the clock. They are those of one app; use a new page for another.
///
/// ```
/// use actix_web::{App, test, web};
/// use corsac_testing::{Blocked, Page};
///
/// # #[actix_web::main]
/// # async fn main() {
/// let app = App::new().route("/", web::get().to(async || "hello"));
/// let app = test::init_service(app).await;
/// let page = Page::at("https://frontend.com").app_at("https://api.frontend.com");
///
/// let blocked = page
///     .fetch(&app, test::TestRequest::get())
///     .await
///     .unwrap_err();
///
/// assert!(matches!(blocked, Blocked::MissingAllowOrigin { .. }));
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Page {
    pub(crate) origin: HeaderValue,
    pub(crate) app: Url,
    pub(crate) credentials: Credentials,
    pub(crate) browser: Rc<Browser>,
}

/// Whether cookies go along: `fetch()`'s option `credentials`, the
/// [credentials mode](https://fetch.spec.whatwg.org/#concept-request-credentials-mode).
///
/// ```
/// use corsac_testing::Credentials;
///
/// assert_eq!(Credentials::default(), Credentials::SameOrigin);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Credentials {
    /// Never.
    Omit,
    /// To the page's own origin.
    #[default]
    SameOrigin,
    /// To every origin; a response to another one has to allow it.
    Include,
}

impl Page {
    /// Opens a page of `origin`, such as `https://frontend.com`, in a new browser,
    /// which does what the standard says.
    ///
    /// `null` is the origin of a page that has none of its own to show: of a
    /// sandboxed frame, or of a file.
    ///
    /// # Panics
    ///
    /// When `origin` is not an origin.
    ///
    /// ```
    /// use corsac_testing::Page;
    ///
    /// let page = Page::at("https://frontend.com");
    /// let sandboxed = Page::at("null");
    /// ```
    #[must_use]
    #[track_caller]
    pub fn at(origin: &str) -> Self {
        let origin = match origin {
            "null" => origin.to_owned(),
            _ => serialized(origin),
        };
        Self {
            origin: HeaderValue::from_str(&origin).expect("an origin is visible ASCII"),
            app: Url::parse("http://localhost:8080").expect("a URL"),
            credentials: Credentials::default(),
            browser: Rc::default(),
        }
    }

    /// Says what origin the app has, for requests that name a path only; left
    /// out, it is `http://localhost:8080`.
    ///
    /// # Panics
    ///
    /// When `origin` is not an origin of `http` or `https`.
    ///
    /// ```
    /// use corsac_testing::Page;
    ///
    /// let page = Page::at("https://frontend.com").app_at("https://api.frontend.com");
    /// ```
    #[must_use]
    #[track_caller]
    pub fn app_at(self, origin: &str) -> Self {
        let origin = serialized(origin);
        let app = match Url::parse(&origin) {
            Ok(app) if matches!(app.scheme(), "http" | "https") => app,
            _ => panic!(
                "apps cannot have the origin {origin:?}; write one such as `https://a.example`"
            ),
        };
        Self { app, ..self }
    }

    /// Says whether cookies go along; left out, it is
    /// [`Credentials::SameOrigin`], as with `fetch()`.
    ///
    /// ```
    /// use corsac_testing::{Credentials, Page};
    ///
    /// let page = Page::at("https://frontend.com").credentials(Credentials::Include);
    /// ```
    #[must_use]
    pub fn credentials(self, credentials: Credentials) -> Self {
        Self {
            credentials,
            ..self
        }
    }

    /// Opens the page in a new browser like Chrome and Edge, which differs from the
    /// standard as [`Engine::Chromium`] does.
    ///
    /// ```
    /// use corsac_testing::Page;
    ///
    /// let page = Page::at("https://frontend.com").in_chromium();
    /// ```
    #[must_use]
    pub fn in_chromium(self) -> Self {
        self.in_engine(Engine::Chromium)
    }

    /// Opens the page in a new browser like Firefox, which differs from the
    /// standard as [`Engine::Firefox`] does.
    ///
    /// ```
    /// use corsac_testing::Page;
    ///
    /// let page = Page::at("https://frontend.com").in_firefox();
    /// ```
    #[must_use]
    pub fn in_firefox(self) -> Self {
        self.in_engine(Engine::Firefox)
    }

    /// Opens the page in a new browser like Safari, which differs from the
    /// standard as [`Engine::WebKit`] does.
    ///
    /// ```
    /// use corsac_testing::Page;
    ///
    /// let page = Page::at("https://frontend.com").in_webkit();
    /// ```
    #[must_use]
    pub fn in_webkit(self) -> Self {
        self.in_engine(Engine::WebKit)
    }

    /// Opens the page in a new browser that is built on `engine`.
    ///
    /// ```
    /// use corsac_testing::{Engine, Page};
    ///
    /// let pages = Engine::ALL.map(|engine| Page::at("https://frontend.com").in_engine(engine));
    /// ```
    #[must_use]
    pub fn in_engine(self, engine: Engine) -> Self {
        Self {
            browser: Rc::new(Browser::from(engine)),
            ..self
        }
    }

    /// Opens the page in a new browser that differs from the standard by
    /// `differences` alone: to see which of them a failure is due to.
    ///
    /// ```
    /// use corsac_testing::{Difference, Page};
    ///
    /// let page = Page::at("https://frontend.com").differing_by([Difference::FailuresKeepPreflights]);
    /// ```
    #[must_use]
    pub fn differing_by(self, differences: impl IntoIterator<Item = Difference>) -> Self {
        let differences = differences.into_iter().collect();
        let limit = self.browser.max_age_limit;
        Self {
            browser: Rc::new(Browser::new(differences, limit)),
            ..self
        }
    }

    /// Lets time pass in the browser, which keeps the answers to preflights for
    /// `Access-Control-Max-Age`: 5 seconds if it is missing, and two hours at
    /// most, as Chromium does; Firefox keeps them for a day, WebKit for ten minutes.
    /// No time passes otherwise.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use corsac_testing::Page;
    ///
    /// let page = Page::at("https://frontend.com");
    ///
    /// page.advance(Duration::from_secs(600));
    /// ```
    pub fn advance(&self, time: Duration) {
        self.browser.preflight_cache.borrow_mut().advance(time);
    }

    /// Fetches from `app`, as JavaScript's `fetch()` does: with a preflight
    /// where one is needed, and following redirects.
    ///
    /// A path is one of the app; a whole URL says itself what origin the app
    /// has. The request's headers are what the script sets, so those that a script
    /// can't set are dropped; `Origin`, `Host` and the like are the browser's.
    /// Only `Cookie` is kept: it is what the browser has for the app, and goes
    /// along as the credentials mode says.
    ///
    /// # Errors
    ///
    /// When the script would get no response, or the test can't follow it.
    ///
    /// ```
    /// use actix_web::{App, HttpResponse, test, web};
    /// use corsac_testing::{Blocked, Page};
    ///
    /// # #[actix_web::main]
    /// # async fn main() -> Result<(), Blocked> {
    /// let answer = async || {
    ///     HttpResponse::Ok()
    ///         .insert_header(("Access-Control-Allow-Origin", "https://a.example"))
    ///         .body("hello")
    /// };
    /// let app = test::init_service(App::new().route("/", web::get().to(answer))).await;
    /// let request = test::TestRequest::get;
    ///
    /// let response = Page::at("https://a.example").fetch(&app, request()).await?;
    /// let refused = Page::at("https://b.example").fetch(&app, request()).await;
    ///
    /// assert_eq!(response.body(), "hello");
    /// assert!(matches!(refused, Err(Blocked::OriginNotAllowed { .. })));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn fetch<S, B>(&self, app: &S, request: TestRequest) -> Result<Response, Blocked>
    where
        S: Service<ActixRequest, Response = ServiceResponse<B>, Error = Error>,
        B: MessageBody + 'static,
    {
        let request = Request::new(self, request.to_request()).await?;
        fetch::main_fetch(app, request).await
    }

    /// Fetches once in a new browser of each engine, and tells which of them keep the
    /// response from the script, and why: none if it works in all.
    ///
    /// ```
    /// use actix_web::{App, HttpResponse, test, web};
    /// use corsac_testing::{Engine, Page};
    ///
    /// # #[actix_web::main]
    /// # async fn main() {
    /// let answer = async || {
    ///     HttpResponse::Ok()
    ///         .insert_header(("Access-Control-Allow-Origin", "https://frontend.com"))
    ///         .finish()
    /// };
    /// let app = test::init_service(App::new().route("/", web::get().to(answer))).await;
    /// let page = Page::at("https://frontend.com");
    ///
    /// assert_eq!(
    ///     page.engines_that_block(&app, test::TestRequest::get).await,
    ///     []
    /// );
    ///
    /// // Chromium alone needs no preflight for that header.
    /// let with_hint = || test::TestRequest::get().insert_header(("Save-Data", "on"));
    /// let blocked = page.engines_that_block(&app, with_hint).await;
    /// let engines: Vec<_> = blocked.iter().map(|(engine, _)| *engine).collect();
    /// assert_eq!(engines, [Engine::Firefox, Engine::WebKit]);
    /// # }
    /// ```
    pub async fn engines_that_block<S, B>(
        &self,
        app: &S,
        request: impl Fn() -> TestRequest,
    ) -> Vec<(Engine, Blocked)>
    where
        S: Service<ActixRequest, Response = ServiceResponse<B>, Error = Error>,
        B: MessageBody + 'static,
    {
        let mut blocked = Vec::new();
        for engine in Engine::ALL {
            let page = self.clone().in_engine(engine);
            if let Err(reason) = page.fetch(app, request()).await {
                blocked.push((engine, reason));
            }
        }
        blocked
    }
}

/// As browsers write it, without a default port.
#[track_caller]
fn serialized(text: &str) -> String {
    let origin = match Origin::parse(text) {
        Ok(origin) => origin,
        Err(error) => panic!("{text:?} is not an origin: {error}"),
    };
    let portless = format!("{}://{}", origin.scheme(), origin.host());
    if Origin::parse(&portless) == Ok(origin) {
        portless
    } else {
        text.to_owned()
    }
}
