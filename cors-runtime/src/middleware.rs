use std::{
    future::{Future, Ready, ready},
    ops::ControlFlow::{Break, Continue},
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, ready},
};

use actix_web::{
    Error,
    body::EitherBody,
    dev::{Service, ServiceRequest, ServiceResponse, Transform, forward_ready},
};

use crate::{
    AnyPolicy as _, ConfiguredPolicy, OwnedPolicy, Policy,
    actual::Decision,
    any_policy::Source,
    cors::{Begun, Cors},
    nesting::{self, Frame},
};

/// A policy around an app, a scope, or a resource, with `.wrap(&POLICY)`. It answers
/// preflights before any inner service, and adds its headers to responses, unless an
/// inner policy allows less.
macro_rules! wrap_around {
    ($policy:ty, $source:expr) => {
        impl<S, B> Transform<S, ServiceRequest> for $policy
        where
            S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
            B: 'static,
        {
            type Response = ServiceResponse<EitherBody<B>>;
            type Error = Error;
            type Transform = CorsService<S>;
            type InitError = ();
            type Future = Ready<Result<CorsService<S>, ()>>;

            fn new_transform(&self, service: S) -> Self::Future {
                let source: fn(&$policy) -> Source = $source;
                ready(Ok(CorsService::new(source(self), service)))
            }
        }
    };
}

wrap_around!(&'static Policy, |policy| policy.source());
wrap_around!(&'static ConfiguredPolicy, |policy| policy.source());
wrap_around!(OwnedPolicy, |policy| Source::Owned(policy.clone()));

/// A service with a [`Policy`] around it.
pub struct CorsService<S> {
    /// Shared with the requests that wait for a predicate.
    service: Rc<S>,
    cors: Rc<Cors>,
}

impl<S> CorsService<S> {
    fn new(policy: Source, service: S) -> Self {
        Self {
            service: Rc::new(service),
            cors: Rc::new(Cors::around(policy)),
        }
    }
}

impl<S, B> Service<ServiceRequest> for CorsService<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: 'static,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Future = CorsFuture<S::Future, B>;

    forward_ready!(service);

    fn call(&self, req: ServiceRequest) -> Self::Future {
        if self.cors.asks() {
            let (cors, service) = (self.cors.clone(), self.service.clone());
            return CorsFuture::Asking {
                response: Box::pin(async move {
                    let begun = cors.ask_and_begin(req).await;
                    serve(begun, &cors, &*service).await
                }),
            };
        }
        serve(self.cors.begin(req), &self.cors, &*self.service)
    }
}

#[inline]
fn serve<S, B>(begun: Begun, cors: &Cors, service: &S) -> CorsFuture<S::Future, B>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
{
    match begun {
        Break(answer) => CorsFuture::Answered {
            answer: Some(answer),
        },
        Continue((decision, req)) => {
            let mut frame = cors.frame(&decision, &req);
            CorsFuture::Serving {
                response: nesting::enter(&mut frame, || service.call(req)),
                decision,
                frame,
            }
        }
    }
}

/// The future of a policy that may have to wait for a predicate first.
type Asking<B> = Pin<Box<dyn Future<Output = Result<ServiceResponse<EitherBody<B>>, Error>>>>;

pin_project_lite::pin_project! {
    /// The future of a [`CorsService`].
    #[project = CorsFutureProjection]
    #[doc(hidden)]
    pub enum CorsFuture<F, B> {
        /// Answered without the inner service.
        Answered { answer: Option<ServiceResponse> },
        /// The inner service's answer, and its headers, unless an inner policy
        /// decides them.
        Serving { #[pin] response: F, decision: Decision, frame: Option<Box<Frame>> },
        /// Neither is known before a predicate has finished.
        Asking { response: Asking<B> },
    }
}

impl<F, B> Future for CorsFuture<F, B>
where
    F: Future<Output = Result<ServiceResponse<B>, Error>>,
{
    type Output = Result<ServiceResponse<EitherBody<B>>, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project() {
            CorsFutureProjection::Answered { answer } => {
                let answer = answer.take().expect("not polled after completion");
                Poll::Ready(Ok(answer.map_into_right_body()))
            }
            CorsFutureProjection::Serving {
                response,
                decision,
                frame,
            } => {
                let mut result = ready!(nesting::enter(frame, || response.poll(cx)));
                let is_decided_inside = nesting::take_over(frame, decision);
                if let Ok(response) = &result
                    && !is_decided_inside
                {
                    decision.explain(response.request());
                }
                decision.apply_to(&mut result);
                Poll::Ready(result.map(ServiceResponse::map_into_left_body))
            }
            CorsFutureProjection::Asking { response } => response.as_mut().poll(cx),
        }
    }
}
