//! What is answered, beside what the policies may say.

use std::{cell::RefCell, rc::Rc};

use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{HeaderMap, HeaderValue},
    middleware::Next,
};

use super::routes::{RULES, Rule};

/// All that is answered over a connection.
#[derive(Default)]
pub(super) struct Answers {
    /// The lines of CORS headers.
    lines: Vec<String>,
    /// Those that no policy says.
    wrong: Vec<String>,
}

/// Keeps what is answered to `req`. Whatever panics in here could go unnoticed: HTTP/2
/// has a task for each request.
pub(super) async fn record<B: MessageBody>(
    answers: Rc<RefCell<Answers>>,
    req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let path = req.match_info().as_str().to_owned();
    let request = req.headers().clone();
    let answer = next.call(req).await;
    match &answer {
        Ok(response) => answers
            .borrow_mut()
            .add(&path, &request, response.headers()),
        Err(error) => {
            let response = error.error_response();
            answers
                .borrow_mut()
                .add(&path, &request, response.headers());
        }
    }
    answer
}

impl Answers {
    fn add(&mut self, path: &str, request: &HeaderMap, answer: &HeaderMap) {
        let rule = RULES.iter().find(|rule| path.starts_with(rule.path));
        let mut before = None;
        for (name, value) in answer {
            if !name.as_str().starts_with("access-control-") {
                continue;
            }
            let line = format!("{name}: {}", value.as_bytes().escape_ascii());
            let says = |rule: &Rule| rule.says(name.as_str(), value, request);
            // The lines of one name are next to each other.
            let may_repeat = rule.is_some_and(|rule| rule.mirrors);
            if !rule.is_some_and(says) || before == Some(name) && !may_repeat {
                self.wrong.push(format!("{path} {line}\n{request:?}"));
            }
            before = Some(name);
            self.lines.push(line);
        }
    }

    /// How many there are, if all are right.
    pub(super) fn check(&self) -> usize {
        assert!(
            self.wrong.is_empty(),
            "no policy says\n{}",
            self.wrong.join("\n")
        );
        self.lines.len()
    }

    /// What is written out is what was answered.
    pub(super) fn check_wire(&self, bytes: &[u8]) {
        for line in bytes.split(|byte| *byte == b'\n') {
            let line = line.trim_ascii_end().escape_ascii().to_string();
            if line.to_ascii_lowercase().starts_with("access-control-") {
                assert!(self.lines.contains(&line), "{line}\n{:?}", self.lines);
            }
        }
    }
}

impl Rule {
    fn says(&self, name: &str, value: &HeaderValue, request: &HeaderMap) -> bool {
        let is_in_request = |name| request.get_all(name).any(|line| line == value);
        let Ok(text) = value.to_str() else {
            return name == "access-control-allow-headers"
                && self.mirrors
                && is_in_request("access-control-request-headers");
        };
        match name {
            "access-control-allow-origin" => {
                let is_alone = request.get_all("origin").count() == 1;
                self.constant_origin == Some(text)
                    || (self.allows)(text) && is_alone && is_in_request("origin")
            }
            "access-control-allow-headers" if self.mirrors => {
                is_in_request("access-control-request-headers")
            }
            _ => self.lines.contains(&(name, text)),
        }
    }
}
