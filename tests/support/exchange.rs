//! The exchange that the quickstart promises, by a real client.

use reqwest::{Client, Method, RequestBuilder, Response, Version};

/// A request, and all that is expected of its answer.
struct Row {
    description: &'static str,
    method: &'static str,
    path: &'static str,
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
    status: u16,
    /// Every line of `Access-Control-*` and of `Vary`, sorted by name.
    answer_headers: &'static [(&'static str, &'static str)],
    answer_body: &'static str,
}

const JSON: (&str, &str) = ("Content-Type", "application/json");
const FRONTEND: (&str, &str) = ("Origin", "https://frontend.com");
const ADMIN: (&str, &str) = ("Origin", "https://admin.frontend.com");
const EVIL: (&str, &str) = ("Origin", "https://evil.example");

const ALLOW_FRONTEND: (&str, &str) = ("access-control-allow-origin", "https://frontend.com");

const ROWS: &[Row] = &[
    Row {
        description: "preflight of a POST with a JSON body",
        method: "OPTIONS",
        path: "/api/data",
        headers: &[
            FRONTEND,
            ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", "Content-Type"),
        ],
        body: "",
        status: 204,
        answer_headers: &[
            ("access-control-allow-headers", "Content-Type"),
            ("access-control-allow-methods", "POST, PUT"),
            ALLOW_FRONTEND,
            ("access-control-max-age", "86400"),
            ("vary", "Origin, Access-Control-Request-Method"),
        ],
        answer_body: "",
    },
    Row {
        description: "preflight of a PUT, as browsers spell the header names",
        method: "OPTIONS",
        path: "/api/data",
        headers: &[
            FRONTEND,
            ("Access-Control-Request-Method", "PUT"),
            ("Access-Control-Request-Headers", "content-type"),
        ],
        body: "",
        status: 204,
        answer_headers: &[
            ("access-control-allow-headers", "Content-Type"),
            ("access-control-allow-methods", "POST, PUT"),
            ALLOW_FRONTEND,
            ("access-control-max-age", "86400"),
            ("vary", "Origin, Access-Control-Request-Method"),
        ],
        answer_body: "",
    },
    Row {
        description: "POST with a JSON body",
        method: "POST",
        path: "/api/data",
        headers: &[FRONTEND, JSON],
        body: r#"{"message":"hello"}"#,
        status: 200,
        answer_headers: &[ALLOW_FRONTEND],
        answer_body: r#"{"message":"hello"}"#,
    },
    Row {
        description: "PUT with a JSON body",
        method: "PUT",
        path: "/api/data",
        headers: &[FRONTEND, JSON],
        body: r#"{"message":"once more"}"#,
        status: 200,
        answer_headers: &[ALLOW_FRONTEND],
        answer_body: r#"{"message":"once more"}"#,
    },
    Row {
        description: "POST with a body that is not what the handler takes",
        method: "POST",
        path: "/api/data",
        headers: &[FRONTEND, JSON],
        body: "{}",
        status: 400,
        answer_headers: &[ALLOW_FRONTEND],
        answer_body: "Json deserialize error: missing field `message` at line 1 column 2",
    },
    Row {
        description: "simple GET that is open to any origin",
        method: "GET",
        path: "/api/status",
        headers: &[("Origin", "https://anyone.example")],
        body: "",
        status: 200,
        answer_headers: &[("access-control-allow-origin", "*")],
        answer_body: "up and running",
    },
    Row {
        description: "the same GET of no page",
        method: "GET",
        path: "/api/status",
        headers: &[],
        body: "",
        status: 200,
        answer_headers: &[("access-control-allow-origin", "*")],
        answer_body: "up and running",
    },
    Row {
        description: "POST with credentials",
        method: "POST",
        path: "/api/logout",
        headers: &[ADMIN, ("Cookie", "session=1")],
        body: "",
        status: 200,
        answer_headers: &[
            ("access-control-allow-credentials", "true"),
            ("access-control-allow-origin", "https://admin.frontend.com"),
            ("access-control-expose-headers", "X-Request-Id"),
            ("vary", "Origin"),
        ],
        answer_body: "logged out",
    },
    Row {
        description: "preflight of the POST with credentials",
        method: "OPTIONS",
        path: "/api/logout",
        headers: &[FRONTEND, ("Access-Control-Request-Method", "POST")],
        body: "",
        status: 204,
        answer_headers: &[
            ("access-control-allow-credentials", "true"),
            ("access-control-allow-methods", "POST"),
            ALLOW_FRONTEND,
            ("vary", "Origin, Access-Control-Request-Method"),
        ],
        answer_body: "",
    },
    Row {
        description: "preflight of an origin that is not allowed",
        method: "OPTIONS",
        path: "/api/data",
        headers: &[EVIL, ("Access-Control-Request-Method", "POST")],
        body: "",
        status: 403,
        answer_headers: &[("vary", "Origin, Access-Control-Request-Method")],
        answer_body: "this origin is not allowed",
    },
    Row {
        description: "POST of an origin that is not allowed: a browser compares, and refuses",
        method: "POST",
        path: "/api/data",
        headers: &[EVIL, JSON],
        body: r#"{"message":"hello"}"#,
        status: 200,
        answer_headers: &[ALLOW_FRONTEND],
        answer_body: r#"{"message":"hello"}"#,
    },
    Row {
        description: "POST with credentials, of an origin that is not allowed",
        method: "POST",
        path: "/api/logout",
        headers: &[EVIL],
        body: "",
        status: 200,
        answer_headers: &[("vary", "Origin")],
        answer_body: "logged out",
    },
    Row {
        description: "plain OPTIONS",
        method: "OPTIONS",
        path: "/api/data",
        headers: &[],
        body: "",
        status: 404,
        answer_headers: &[],
        answer_body: "",
    },
];

/// Has the exchange with the server at `address`.
pub(crate) async fn check(client: &Client, address: &str, version: Version) {
    for row in ROWS {
        let response = row.request(client, address).send().await;
        let response = response.unwrap_or_else(|error| panic!("{}: {error}", row.description));

        assert_eq!(response.version(), version, "{}", row.description);
        assert_eq!(response.status(), row.status, "{}", row.description);
        assert_eq!(
            cors_headers(&response),
            row.answer_headers,
            "{}",
            row.description
        );
        assert_eq!(
            response.text().await.unwrap(),
            row.answer_body,
            "{}",
            row.description
        );
    }
}

impl Row {
    fn request(&self, client: &Client, address: &str) -> RequestBuilder {
        let method = Method::from_bytes(self.method.as_bytes()).unwrap();
        let request = client.request(method, format!("http://{address}{}", self.path));
        let headers = self.headers.iter();
        headers
            .fold(request, |request, (name, value)| {
                request.header(*name, *value)
            })
            .body(self.body)
    }
}

fn cors_headers(response: &Response) -> Vec<(&str, &str)> {
    let headers = response.headers().iter();
    let mut headers: Vec<_> = headers
        .map(|(name, value)| (name.as_str(), value.to_str().unwrap()))
        .filter(|(name, _)| name.starts_with("access-control-") || *name == "vary")
        .collect();
    headers.sort_by_key(|(name, _)| *name);
    headers
}
