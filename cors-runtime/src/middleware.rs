use std::{
    any::Any,
    future::{Future, Ready, ready},
    mem,
    ops::ControlFlow::{Break, Continue},
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
};

use actix_web::{
    Error,
    body::MessageBody,
    dev::{Service, ServiceRequest, ServiceResponse, Transform, forward_ready},
};

use crate::{
    AnyPolicy as _, ConfiguredPolicy, OwnedPolicy, Policy,
    any_policy::Source,
    configured_policy::{Configured, InUse},
    cors::{Begun, Cors},
    cors_headers::{self, CorsHeaders},
    nesting::{self, Frame},
};

/// What can be wrapped around a service, and the policy that it brings. A policy answers
/// preflights before any inner service, and adds its headers to responses, unless an
/// inner policy allows less.
macro_rules! wrap_around {
    ($wrapper:ty, $cors:expr) => {
        impl<S, B> Transform<S, ServiceRequest> for $wrapper
        where
            S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
            B: MessageBody + 'static,
        {
            type Response = ServiceResponse;
            type Error = Error;
            type Transform = CorsService<S>;
            type InitError = ();
            type Future = Ready<Result<CorsService<S>, ()>>;

            fn new_transform(&self, service: S) -> Self::Future {
                let cors: fn(&$wrapper) -> Rc<Cors> = $cors;
                ready(Ok(CorsService::new(cors(self), service)))
            }
        }
    };
}

/// Wraps the handler of a route, and its wraps.
pub(crate) struct Around(pub(crate) Rc<Cors>);

// Around an app, a scope, or a resource, with `.wrap(&POLICY)`.
wrap_around!(&'static Policy, |policy| Cors::around(policy.source()));
wrap_around!(&'static ConfiguredPolicy, |policy| Cors::around(
    policy.source()
));
wrap_around!(OwnedPolicy, |policy| Cors::around(Source::Configured(
    Configured::Owned(policy.clone())
)));
wrap_around!(Around, |around| around.0.clone());

/// A service with a [`Policy`] around it.
pub struct CorsService<S> {
    /// Shared with the requests that wait for a predicate.
    service: Rc<S>,
    cors: Rc<Cors>,
}

impl<S> CorsService<S> {
    fn new(cors: Rc<Cors>, service: S) -> Self {
        Self {
            service: Rc::new(service),
            cors,
        }
    }
}

impl<S, B> Service<ServiceRequest> for CorsService<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse;
    type Error = Error;
    type Future = CorsFuture<S::Future>;

    forward_ready!(service);

    #[inline]
    fn call(&self, req: ServiceRequest) -> Self::Future {
        if self.cors.takes_short_path(&req) {
            let serving = self.cors.serving();
            if serving.constant_origin.is_some() {
                return CorsFuture::Constant {
                    response: self.service.call(req),
                    serving,
                };
            }
            if let Some(headers) = CorsHeaders::unless_blocked(serving, &req) {
                return CorsFuture::Serving {
                    response: self.service.call(req),
                    headers,
                    frame: None,
                };
            }
        }
        if !self.cors.asks() {
            if self.cors.is_preflight(&req) {
                return CorsFuture::Preflight {
                    cors: self.cors.clone(),
                    req: Some(req),
                };
            }
            return serve(self.cors.begin(req), &self.cors, &*self.service);
        }
        let (cors, service) = (self.cors.clone(), self.service.clone());
        CorsFuture::Asking {
            response: Box::pin(async move {
                let begun = cors.ask_and_begin(req).await;
                serve(begun, &cors, &*service).await
            }),
        }
    }
}

#[inline]
fn serve<S>(begun: Begun, cors: &Cors, service: &S) -> CorsFuture<S::Future>
where
    S: Service<ServiceRequest>,
{
    let (decision, req) = match begun {
        Break(answer) => {
            return CorsFuture::Answered {
                answer: Some(answer),
            };
        }
        Continue(decided) => decided,
    };
    let headers = decision.headers.clone();
    let mut frame = cors.enclose(decision, &req);
    CorsFuture::Serving {
        response: nesting::enter(&mut frame, || service.call(req)),
        headers,
        frame,
    }
}

/// The future of a policy that may have to wait for a predicate first.
type Asking = Pin<Box<dyn Future<Output = Result<ServiceResponse, Error>>>>;

pin_project_lite::pin_project! {
    /// The future of a [`CorsService`].
    #[project = CorsFutureProjection]
    #[doc(hidden)]
    pub enum CorsFuture<F> {
        /// Answered without the inner service, when polled: a request is smaller to
        /// move than an answer.
        Preflight { cors: Rc<Cors>, req: Option<ServiceRequest> },
        /// The inner service's answer. It always gets the same CORS headers.
        Constant { #[pin] response: F, serving: InUse },
        /// The inner service's answer, and its headers, unless an inner policy
        /// decides them.
        Serving { #[pin] response: F, headers: CorsHeaders, frame: Option<Box<Frame>> },
        /// Answered without the inner service.
        Answered { answer: Option<Box<ServiceResponse>> },
        /// Neither is known before a predicate has finished.
        Asking { response: Asking },
    }
}

impl<F, B> Future for CorsFuture<F>
where
    F: Future<Output = Result<ServiceResponse<B>, Error>>,
    B: MessageBody + 'static,
{
    type Output = Result<ServiceResponse, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project() {
            CorsFutureProjection::Constant { response, serving } => {
                let mut answer = response.poll(cx);
                if let Poll::Ready(answer) = &mut answer {
                    cors_headers::apply_constant(serving, answer);
                }
                boxed(answer)
            }
            CorsFutureProjection::Serving {
                response,
                headers,
                frame,
            } => {
                let mut answer = nesting::enter(frame, || response.poll(cx));
                if let Poll::Ready(answer) = &mut answer {
                    if let Some(frame) = frame.take() {
                        *headers = frame.leave(answer).headers;
                    }
                    headers.apply_to(answer);
                }
                boxed(answer)
            }
            CorsFutureProjection::Preflight { cors, req } => {
                let req = req.take().expect("not polled after completion");
                Poll::Ready(Ok(cors.answer_preflight(req)))
            }
            CorsFutureProjection::Answered { answer } => {
                let answer = answer.take().expect("not polled after completion");
                Poll::Ready(Ok(*answer))
            }
            CorsFutureProjection::Asking { response } => response.as_mut().poll(cx),
        }
    }
}

/// Converts the body of a response, unless it is boxed already, as most are: a
/// conversion moves the whole response, for nothing.
#[inline]
fn boxed<B>(
    mut answer: Poll<Result<ServiceResponse<B>, Error>>,
) -> Poll<Result<ServiceResponse, Error>>
where
    B: MessageBody + 'static,
{
    match (&mut answer as &mut dyn Any).downcast_mut() {
        Some(boxed) => mem::replace(boxed, Poll::Pending),
        None => answer.map_ok(ServiceResponse::map_into_boxed_body),
    }
}
