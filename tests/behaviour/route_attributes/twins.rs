//! A route with `#[cors]`, and the same without: what both answer.

use std::cmp::Ordering;

use actix_web::{
    App,
    body::MessageBody,
    dev::ServiceResponse,
    http::Method,
    rt::System,
    test::{TestRequest, call_service, init_service, read_body},
    web::{Bytes, ServiceConfig},
};

pub(crate) const ORIGIN: &str = "https://a.example";

pub(crate) type Register = fn(&mut ServiceConfig);

/// The handlers twice: in the module `plain` as they are written, in the module
/// `annotated` with `#[cors]` above.
macro_rules! twins {
    ($($handler:item)*) => {
        mod plain {
            #[allow(unused_imports)]
            use super::*;
            $($handler)*
        }
        mod annotated {
            #[allow(unused_imports)]
            use super::*;
            $(
                #[corsac::cors(
                    allow_origins("https://a.example"),
                    allow_headers("Content-Type"),
                )]
                $handler
            )*
        }
    };
}
pub(crate) use twins;

/// The handlers of these names, each as a [`Twins`].
macro_rules! pair {
    ($($handler:ident),+) => {
        $crate::route_attributes::twins::Twins {
            plain: |config| { config$(.service(plain::$handler))+; },
            annotated: |config| { config$(.service(annotated::$handler))+; },
        }
    };
}
pub(crate) use pair;

/// How to register the same handlers without `#[cors]` and with it.
#[derive(Clone, Copy)]
pub(crate) struct Twins {
    pub(crate) plain: Register,
    pub(crate) annotated: Register,
}

/// All that a client sees of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// By name; lines of one name in their order.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn new(status: u16, headers: &[(&str, &str)], body: &'static str) -> Self {
        let headers = headers.iter();
        let mut headers: Vec<_> = headers
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        headers.sort_by(by_name);
        Self {
            status,
            headers,
            body: Bytes::from_static(body.as_bytes()),
        }
    }

    pub(crate) async fn of(response: ServiceResponse<impl MessageBody>) -> Self {
        let mut headers: Vec<_> = response
            .headers()
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect();
        headers.sort_by(by_name);
        Self {
            status: response.status().as_u16(),
            headers,
            body: read_body(response).await,
        }
    }

    /// This answer, to a request with `method`, as `#[cors]` makes it.
    fn with_cors_headers(mut self, method: &Method) -> Self {
        let allow_origin = ("access-control-allow-origin".into(), ORIGIN.into());
        self.headers.push(allow_origin);
        if method == Method::OPTIONS {
            // With other headers it would have been a preflight.
            let vary = ("vary".into(), "Access-Control-Request-Method".into());
            self.headers.push(vary);
        }
        self.headers.sort_by(by_name);
        self
    }
}

fn by_name(a: &(String, String), b: &(String, String)) -> Ordering {
    a.0.cmp(&b.0)
}

impl Twins {
    /// Checks that `request`, with `Origin` and without, is answered by both in
    /// the same way, the CORS headers apart.
    #[track_caller]
    pub(crate) fn agree_on(self, description: &str, request: impl Fn() -> TestRequest) {
        let from_a_page = || request().insert_header(("Origin", ORIGIN));

        for (who, request) in [
            ("no Origin", &request as &dyn Fn() -> TestRequest),
            ("with Origin", &from_a_page),
        ] {
            let plain = ask(self.plain, request());
            let annotated = ask(self.annotated, request());

            let method = request().to_http_request().method().clone();
            let expected = plain.with_cors_headers(&method);
            assert_eq!(annotated, expected, "{description}, {who}");
        }
    }

    /// Checks that neither serves `request`, in the same words.
    #[track_caller]
    pub(crate) fn turn_down(self, description: &str, request: impl Fn() -> TestRequest) {
        let plain = ask(self.plain, request());
        let annotated = ask(self.annotated, request());

        assert!((404..=405).contains(&plain.status), "{description}");
        assert_eq!(annotated, plain, "{description}");
    }

    /// Checks that the preflight for `method` is answered, and with which
    /// `Access-Control-Allow-Methods`.
    #[track_caller]
    pub(crate) fn answer_preflight(
        self,
        description: &str,
        (method, uri): (&str, &str),
        allow_methods: Option<&str>,
    ) {
        let answer = ask(self.annotated, preflight(method, uri));

        assert_eq!(answer, allowed(allow_methods), "{description}, preflight");
    }
}

/// The answer to a preflight from [`ORIGIN`].
pub(crate) fn allowed(allow_methods: Option<&str>) -> Answer {
    let allow_methods = allow_methods.map(|methods| ("access-control-allow-methods", methods));
    let mut headers = vec![
        ("access-control-allow-origin", ORIGIN),
        ("access-control-allow-headers", "Content-Type"),
        ("vary", "Origin, Access-Control-Request-Method"),
    ];
    headers.extend(allow_methods);
    Answer::new(204, &headers, "")
}

pub(crate) fn preflight(method: &str, uri: &str) -> TestRequest {
    request("OPTIONS", uri)
        .insert_header(("Origin", ORIGIN))
        .insert_header(("Access-Control-Request-Method", method))
}

pub(crate) fn request(method: &str, uri: &str) -> TestRequest {
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    TestRequest::with_uri(uri).method(method)
}

/// What an app of these routes answers.
#[track_caller]
pub(crate) fn ask(routes: Register, request: TestRequest) -> Answer {
    System::new().block_on(async {
        let app = init_service(App::new().configure(routes)).await;
        Answer::of(call_service(&app, request.to_request()).await).await
    })
}
