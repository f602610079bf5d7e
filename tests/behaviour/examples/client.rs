//! A real client of an example.

use actix_web::rt::System;
use reqwest::{Client, Method};

use crate::support::{Answer, example::Example};

/// A request, and all that is expected of its answer.
pub(crate) struct Row<'a> {
    pub(crate) about: &'a str,
    pub(crate) request: Request,
    pub(crate) status: u16,
    /// All lines of `Vary` and of any `Access-Control-` header.
    pub(crate) headers: &'a [&'a str],
    pub(crate) body: &'a str,
}

pub(crate) struct Request {
    method: Method,
    path: &'static str,
    headers: Vec<(&'static str, &'static str)>,
    body: &'static str,
}

pub(crate) fn request(method: &str, path: &'static str) -> Request {
    Request {
        method: Method::from_bytes(method.as_bytes()).unwrap(),
        path,
        headers: Vec::new(),
        body: "",
    }
}

pub(crate) fn get(path: &'static str) -> Request {
    request("GET", path)
}

/// A preflight for `method`, but for its origin.
pub(crate) fn preflight(method: &'static str, path: &'static str) -> Request {
    request("OPTIONS", path).header("Access-Control-Request-Method", method)
}

impl Request {
    pub(crate) fn origin(self, origin: &'static str) -> Self {
        self.header("Origin", origin)
    }

    pub(crate) fn header(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }

    pub(crate) fn json(mut self, body: &'static str) -> Self {
        self.body = body;
        self.header("Content-Type", "application/json")
    }

    /// The answer of `example`, and its body.
    pub(crate) fn send(self, example: &Example) -> (Answer, String) {
        let client = Client::builder().no_proxy().build().unwrap();
        let url = format!("http://{}{}", example.address(), self.path);
        let headers = self.headers.into_iter();
        let request = headers
            .fold(
                client.request(self.method, url),
                |request, (name, value)| request.header(name, value),
            )
            .body(self.body);
        System::new().block_on(async {
            let response = request.send().await.unwrap();
            let headers = response.headers().iter();
            let answer = Answer::new(
                response.status().as_u16(),
                headers.map(|(name, value)| (name.as_str(), value.as_bytes())),
            );
            (answer, response.text().await.unwrap())
        })
    }
}

#[track_caller]
pub(crate) fn check<'a>(example: &Example, rows: impl IntoIterator<Item = Row<'a>>) {
    for row in rows {
        let (answer, body) = row.request.send(example);

        let headers = row.headers.iter();
        let headers = headers.map(|line| line.split_once(": ").expect("a header line"));
        let headers = headers.map(|(name, value)| (name, value.as_bytes()));
        assert_eq!(answer, Answer::new(row.status, headers), "{}", row.about);
        assert_eq!(body, row.body, "{}", row.about);
    }
}
