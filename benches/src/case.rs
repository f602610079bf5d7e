//! A case: one app, one request.

use actix_http::{Request, Response};
use actix_web::http::{StatusCode, header};

use crate::server::{Question, Server};

/// How many requests a measurement is the mean of; fewer than Actix keeps the
/// memory of (128), as a server that is not flooded does.
pub const BATCH: u32 = 100;

/// The request and the app, in the words of the tables.
pub type Name<'a> = (&'a str, &'a str);

/// An app and a request, to be measured.
pub struct Case {
    /// What is asked.
    pub request: String,
    /// Who is asked.
    pub app: String,
    start: Box<dyn Fn() -> Server>,
    question: Question,
    status: u16,
    allow_origin: Option<String>,
}

impl Case {
    /// The app that `start` starts, asked `question`; it must answer with this
    /// status and `Access-Control-Allow-Origin`.
    pub fn new(
        (request, app): Name<'_>,
        start: impl Fn() -> Server + 'static,
        question: &Question,
        status: u16,
        allow_origin: Option<&str>,
    ) -> Self {
        Self {
            request: request.to_owned(),
            app: app.to_owned(),
            start: Box::new(start),
            question: question.clone(),
            status,
            allow_origin: allow_origin.map(str::to_owned),
        }
    }

    /// The app, which has answered before, and what to ask it.
    ///
    /// # Panics
    ///
    /// If the app does not answer as it should.
    #[must_use]
    pub fn prepare(&self) -> (Server, Question) {
        let server = (self.start)();
        for _ in 0..10 {
            server.ask(self.question.to_request(), |answer| {
                let allow_origin = answer.headers().get(header::ACCESS_CONTROL_ALLOW_ORIGIN);
                let allow_origin = allow_origin.and_then(|origin| origin.to_str().ok());
                let answer = (answer.status.as_u16(), allow_origin);
                let expected = (self.status, self.allow_origin.as_deref());
                assert_eq!(answer, expected, "{}, {}", self.request, self.app);
            });
        }
        (server, self.question.clone())
    }
}

/// Has `server` answer [`BATCH`] times.
///
/// Every second time, Actix makes the heads of a request and of a response anew. Their
/// header maps have seeds of their own, so that one seed with collisions doesn't decide
/// what is measured. The first requests with a head, which allocate, aren't measured.
pub fn repeat(server: &Server, question: &Question) {
    let mut used = Vec::new();
    for _ in 0..BATCH / 2 {
        for _ in 0..2 {
            server.ask(question.to_request(), |_| ());
        }
        for _ in 0..2 {
            server.answer(question.to_request());
        }
        // Takes the heads, which Actix would use again.
        used.push((Request::new(), Response::new(StatusCode::OK)));
    }
}

/// What was measured for the case of this name, if there is such a case.
#[must_use]
pub fn find(cases: &[Case], numbers: &[f64], (request, app): Name<'_>) -> Option<f64> {
    let is_it = |case: &Case| case.request == request && case.app == app;
    let index = cases.iter().position(is_it)?;
    numbers.get(index).copied()
}
