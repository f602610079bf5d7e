use std::{
    future::{Future, Ready, ready},
    pin::Pin,
    task::{Context, Poll, ready},
};

use actix_web::{
    Error,
    body::EitherBody,
    dev::{Service, ServiceRequest, ServiceResponse, Transform},
};

use crate::{Route, actual::Decision, preflight, refusal};

/// The middleware of one route, outermost: preflights never get further, and
/// every other answer of the route gets its CORS headers here.
#[derive(Clone, Copy, Debug)]
pub struct Cors {
    route: &'static Route,
}

impl Cors {
    /// Serves `route`.
    #[must_use]
    pub fn new(route: &'static Route) -> Self {
        Self { route }
    }
}

impl<S, B> Transform<S, ServiceRequest> for Cors
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Transform = CorsService<S>;
    type InitError = ();
    type Future = Ready<Result<CorsService<S>, ()>>;

    fn new_transform(&self, service: S) -> Self::Future {
        ready(Ok(CorsService {
            service,
            route: self.route,
        }))
    }
}

/// The service that [`Cors`] makes of another one.
#[derive(Debug)]
pub struct CorsService<S> {
    service: S,
    route: &'static Route,
}

impl<S, B> Service<ServiceRequest> for CorsService<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Future = CorsFuture<S::Future>;

    fn poll_ready(&self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.service.poll_ready(cx)
    }

    fn call(&self, req: ServiceRequest) -> Self::Future {
        if preflight::requested_method(req.head()).is_some() {
            return CorsFuture::answered(req, Answer::Preflight(self.route));
        }
        let decision = Decision::about(self.route.policy, &req);
        if decision.is_blocked {
            return CorsFuture::answered(req, Answer::Blocked(decision));
        }
        CorsFuture::Serving {
            response: self.service.call(req),
            decision,
        }
    }
}

pin_project_lite::pin_project! {
    /// The answer of a [`CorsService`].
    #[project = CorsFutureProjection]
    #[doc(hidden)]
    pub enum CorsFuture<F> {
        /// To be answered without the inner service. It is the request that waits
        /// here, since a response would make every future of a route larger.
        Answered { req: Option<ServiceRequest>, answer: Answer },
        /// The inner service's answer, and what it has to say.
        Serving { #[pin] response: F, decision: Decision },
    }
}

impl<F> CorsFuture<F> {
    fn answered(req: ServiceRequest, answer: Answer) -> Self {
        Self::Answered {
            req: Some(req),
            answer,
        }
    }
}

/// What is answered without the inner service.
enum Answer {
    Preflight(&'static Route),
    Blocked(Decision),
}

impl Answer {
    fn to(&self, req: ServiceRequest) -> ServiceResponse {
        match self {
            Self::Preflight(route) => preflight::answer(route, req),
            Self::Blocked(decision) => {
                let mut response = refusal::response();
                decision.apply(response.headers_mut());
                req.into_response(response)
            }
        }
    }
}

impl<F, B> Future for CorsFuture<F>
where
    F: Future<Output = Result<ServiceResponse<B>, Error>>,
{
    type Output = Result<ServiceResponse<EitherBody<B>>, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project() {
            CorsFutureProjection::Answered { req, answer } => {
                let req = req.take().expect("not polled after completion");
                Poll::Ready(Ok(answer.to(req).map_into_right_body()))
            }
            CorsFutureProjection::Serving { response, decision } => {
                let result = ready!(response.poll(cx));
                Poll::Ready(decorate(result, decision))
            }
        }
    }
}

/// An `Err` of a middleware inside becomes a response further out; the mapper
/// gives that response its headers, and leaves the error's type as it is.
fn decorate<B>(
    result: Result<ServiceResponse<B>, Error>,
    decision: &Decision,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    match result {
        Ok(mut response) => {
            decision.apply(response.headers_mut());
            Ok(response.map_into_left_body())
        }
        Err(mut error) => {
            let decision = decision.clone();
            error.add_response_mapper(move |mut response| {
                decision.apply(response.headers_mut());
                response
            });
            Err(error)
        }
    }
}
