use std::collections::BTreeMap;

use actix_web::{
    App, HttpResponse,
    rt::{System, SystemRunner},
    test::{self, TestRequest},
    web,
};
use corsac_runtime::OwnedPolicy;

use super::written::Written;

thread_local! {
    static SYSTEM: SystemRunner = System::new();
}

/// `Access-Control-` headers, by what follows that.
type Headers = BTreeMap<String, String>;

/// An app with the policy around it answers a preflight and an actual request of the
/// first origin as the document says.
pub(super) fn assert_serves(policy: &OwnedPolicy, written: &Written<'_>) {
    let origin = written.origin();
    let preflight = TestRequest::with_uri("/")
        .method(actix_web::http::Method::OPTIONS)
        .insert_header(("Access-Control-Request-Method", written.method()))
        .insert_header(("Access-Control-Request-Headers", ASKED));

    assert_eq!(
        answer(policy, preflight, &origin),
        (204, written.preflight())
    );
    assert_eq!(
        answer(policy, TestRequest::get(), &origin),
        (200, written.actual())
    );
}

fn answer(policy: &OwnedPolicy, request: TestRequest, origin: &str) -> (u16, Headers) {
    let request = request.insert_header(("Origin", origin)).to_request();
    let app = App::new()
        .default_service(web::to(HttpResponse::Ok))
        .wrap(policy.clone());
    let response = SYSTEM.with(|system| {
        system.block_on(async { test::call_service(&test::init_service(app).await, request).await })
    });
    let headers = response.headers().iter().filter_map(|(name, value)| {
        let name = name.as_str().strip_prefix("access-control-")?;
        let value = value.to_str().expect("visible ASCII");
        Some((name.to_owned(), value.to_owned()))
    });
    (response.status().as_u16(), headers.collect())
}

/// What the preflight asks for.
const ASKED: &str = "x-asked";

impl Written<'_> {
    /// One of those that the first entry stands for.
    fn origin(&self) -> String {
        match &*self.list("allow_origins")[0] {
            "*" => "https://anywhere.example".to_owned(),
            entry => entry
                .replace("*.", "q.")
                .replace(":*", ":7")
                .replace('*', "q"),
        }
    }

    fn method(&self) -> String {
        let first = self.list("allow_methods").into_iter().next();
        first
            .filter(|method| method != "*")
            .unwrap_or_else(|| "GET".to_owned())
    }

    fn preflight(&self) -> Headers {
        let mut headers = self.of_both();
        let mut methods = self.list("allow_methods");
        if methods.is_empty() {
            methods = ["GET", "HEAD", "POST"].map(str::to_owned).into();
        }
        headers.insert("allow-methods".into(), methods.join(", "));
        let names = self.list("allow_headers");
        if names == ["mirror_request"] {
            headers.insert("allow-headers".into(), ASKED.into());
        } else if !names.is_empty() {
            headers.insert("allow-headers".into(), names.join(", "));
        }
        if let Some(seconds) = self.word("max_age") {
            let seconds: u32 = seconds.parse().expect("a number of seconds");
            headers.insert("max-age".into(), seconds.to_string());
        }
        headers
    }

    fn actual(&self) -> Headers {
        let mut headers = self.of_both();
        let exposed = self.list("expose_headers");
        if !exposed.is_empty() {
            headers.insert("expose-headers".into(), exposed.join(", "));
        }
        headers
    }

    fn of_both(&self) -> Headers {
        let origin = match &*self.list("allow_origins")[0] {
            "*" => "*".to_owned(),
            _ => self.origin(),
        };
        let mut headers = Headers::from([("allow-origin".into(), origin)]);
        if self.word("allow_credentials").as_deref() == Some("true") {
            headers.insert("allow-credentials".into(), "true".into());
        }
        headers
    }
}
