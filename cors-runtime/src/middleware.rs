use std::{
    future::{Future, Ready, ready},
    pin::Pin,
    task::{Context, Poll, ready},
};

use actix_web::{
    Error,
    body::EitherBody,
    dev::{Service, ServiceRequest, ServiceResponse, Transform},
    http::header::HeaderValue,
};

use crate::{Policy, Route, actual::Decision, nesting::Nesting, preflight, refusal};

/// The middleware of one route, outermost: preflights never get further, and
/// every other answer of the route gets its CORS headers here.
#[derive(Clone, Copy, Debug)]
pub struct Cors {
    pub(crate) policy: &'static Policy,
    /// The value of `Access-Control-Allow-Methods`.
    pub(crate) allow_methods: Option<&'static HeaderValue>,
    /// Whether other policies may stand further in.
    is_wrap: bool,
}

impl Cors {
    /// Serves `route`.
    #[must_use]
    pub fn new(route: &'static Route) -> Self {
        Self {
            policy: route.policy,
            allow_methods: route.allow_methods.as_ref(),
            is_wrap: false,
        }
    }

    fn around(policy: &'static Policy) -> Self {
        Self {
            policy,
            allow_methods: policy.allow_methods.as_ref(),
            is_wrap: true,
        }
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
        let cors = *self;
        ready(Ok(CorsService { service, cors }))
    }
}

/// A policy around an app, a scope or a hand-made resource, by `.wrap(&POLICY)`:
/// preflights are answered here, before anything inside, and responses that no
/// other policy inside has decided get the headers of this one.
impl<S, B> Transform<S, ServiceRequest> for &'static Policy
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Transform = CorsService<S>;
    type InitError = ();
    type Future = Ready<Result<CorsService<S>, ()>>;

    fn new_transform(&self, service: S) -> Self::Future {
        Cors::around(self).new_transform(service)
    }
}

/// The service that [`Cors`] makes of another one.
#[derive(Debug)]
pub struct CorsService<S> {
    service: S,
    cors: Cors,
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
        let Cors {
            policy, is_wrap, ..
        } = self.cors;
        if preflight::requested_method(req.head()).is_some() {
            return CorsFuture::answered(req, Answer::Preflight(self.cors));
        }
        let nesting = Nesting::of(&req);
        // The outermost preflight answer may have let in an origin that is not
        // allowed here.
        let blocks = policy.block_on_origin_mismatch || nesting.is_some();
        let decision = Decision::about(policy, blocks, &req);
        if let Some(nesting) = &nesting {
            nesting.decide(&decision);
        }
        // Around others, it is not known yet whether one of them decides.
        if decision.is_blocked || !is_wrap {
            decision.explain(req.request());
        }
        if decision.is_blocked {
            return CorsFuture::answered(req, Answer::Blocked(decision));
        }
        CorsFuture::Serving {
            nesting: is_wrap.then(|| nesting.unwrap_or_else(|| Nesting::begin(&req))),
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
        /// The inner service's answer, and what it has to say, unless a policy
        /// further in decides that.
        Serving { #[pin] response: F, decision: Decision, nesting: Option<Nesting> },
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
    Preflight(Cors),
    Blocked(Decision),
}

impl Answer {
    fn to(&self, req: ServiceRequest) -> ServiceResponse {
        match self {
            Self::Preflight(cors) => preflight::answer(cors, req),
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
            CorsFutureProjection::Serving {
                response,
                decision,
                nesting,
            } => {
                let result = ready!(response.poll(cx));
                if let Some(inner) = nesting.as_ref().and_then(Nesting::decision) {
                    *decision = inner;
                } else if let (Some(_), Ok(response)) = (nesting, &result) {
                    decision.explain(response.request());
                }
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
    let result = result.map(ServiceResponse::map_into_left_body);
    match result {
        Ok(mut response) => {
            decision.apply(response.headers_mut());
            Ok(response)
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
