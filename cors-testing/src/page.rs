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

/// A page of an origin, open in a browser.
///
/// A clone is another page of the same origin in the same browser, for instance with
/// other [credentials](Self::credentials). They share the answers to preflights, and
/// the clock. These belong to a single app, so use a new page for another app.
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

/// Whether to send cookies: `fetch()`'s option `credentials`, the
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
    /// To every origin. Responses from other origins have to allow it.
    Include,
}

impl Page {
    /// Opens a page of `origin`, such as `https://frontend.com`, in a new browser
    /// that follows the standard.
    ///
    /// `null` is the origin of pages such as a sandboxed frame or a file.
    ///
    /// # Panics
    ///
    /// If `origin` isn't an origin.
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

    /// Sets the app's origin, for requests to a path. The default is
    /// `http://localhost:8080`.
    ///
    /// # Panics
    ///
    /// If `origin` isn't an `http` or `https` origin.
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

    /// Sets whether to send cookies. The default is [`Credentials::SameOrigin`], as
    /// in `fetch()`.
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

    /// Opens the page in a new browser that differs from the standard only by
    /// `differences`, to find the one that causes a failure.
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

    /// Advances the browser's clock. It keeps the answers to preflights for
    /// `Access-Control-Max-Age`: 5 seconds if it is missing, and at most two hours,
    /// like Chromium. Firefox keeps them for at most a day, WebKit for ten minutes.
    /// The clock doesn't advance otherwise.
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

    /// Fetches from `app` like JavaScript's `fetch()`: with a preflight if needed,
    /// following redirects.
    ///
    /// A path is relative to the app's origin; a whole URL also sets that origin.
    /// The request's headers are those of the script, so headers that a script
    /// can't set are dropped. The browser sets `Origin`, `Host`, and the like. Only
    /// `Cookie` is kept: it is the browser's cookie for the app, which the
    /// credentials mode may send.
    ///
    /// # Errors
    ///
    /// If the script wouldn't get a response, or the test can't follow a redirect.
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

    /// Fetches once in a new browser of each engine. Returns which of them block the
    /// response, and why; empty if it works in all.
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

/// As browsers write it, without the default port.
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
