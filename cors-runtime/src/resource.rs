use std::{
    future::Future,
    ops::ControlFlow::{Break, Continue},
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, ready},
};

use actix_service::{ServiceFactoryExt as _, apply, apply_fn_factory, fn_factory};
use actix_web::{
    Error, FromRequest, Handler, Responder,
    body::MessageBody,
    dev::{
        AppService, HttpServiceFactory, ResourceDef, Service, ServiceFactory, ServiceRequest,
        ServiceResponse, Transform,
    },
    guard::Guard,
    web,
};

use crate::{
    AnyPolicy, Route,
    actual::Decision,
    any_policy::Source,
    cors::{Begun, Cors},
    guard::RouteGuard,
    nesting::{self, Frame},
};

/// The resource of a route at one path: its handler, the middlewares around it, and
/// CORS outermost. So a preflight goes no further, and every other answer gets its
/// headers.
///
/// An [`actix_web::Resource`] with a middleware would do the same, but it searches
/// for the handler among several, and changes the type of every response twice.
/// Without that, an annotated route costs no more than Actix's own.
pub struct RouteResource<T = actix_web::Route> {
    policy: Source,
    route: Route,
    definition: ResourceDef,
    guard: RouteGuard,
    has_wraps: bool,
    endpoint: T,
}

impl RouteResource {
    /// Serves `route` with `handler`. Adds a leading slash to its path, as Actix
    /// does.
    #[must_use]
    pub fn new<F, Args>(policy: &'static dyn AnyPolicy, route: Route, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        Self::of_endpoint(policy.source(), route, web::to(handler))
    }

    /// The same for every handler, so it is compiled once.
    fn of_endpoint(policy: Source, route: Route, endpoint: actix_web::Route) -> Self {
        let path = route.path;
        let slash = if path.is_empty() || path.starts_with('/') {
            ""
        } else {
            "/"
        };
        let mut definition = ResourceDef::new(format!("{slash}{path}"));
        definition.set_name(route.name);
        Self {
            policy,
            route,
            definition,
            guard: RouteGuard::new(route.methods),
            has_wraps: false,
            endpoint,
        }
    }

    /// Also asks `guard` whether to admit a request that the route serves. It isn't
    /// asked about a preflight, which lacks the headers that guards check.
    #[must_use]
    pub fn guard(mut self, guard: impl Guard + 'static) -> Self {
        self.guard = self.guard.and(guard);
        self
    }
}

impl<T, B> RouteResource<T>
where
    T: ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<B>,
            Error = Error,
            InitError = (),
        >,
    B: MessageBody + 'static,
{
    /// Wraps `middleware` around the handler and the previous middlewares.
    pub fn wrap<M, C>(
        self,
        middleware: M,
    ) -> RouteResource<
        impl ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<C>,
            Error = Error,
            InitError = (),
        >,
    >
    where
        M: Transform<
                T::Service,
                ServiceRequest,
                Response = ServiceResponse<C>,
                Error = Error,
                InitError = (),
            > + 'static,
        C: MessageBody,
    {
        self.map_endpoint(|endpoint| apply(middleware, endpoint))
    }

    /// Call this after the last middleware. It converts the body of a response,
    /// whose type each middleware may change, back to that of a handler.
    pub fn boxed(
        self,
    ) -> RouteResource<
        impl ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse,
            Error = Error,
            InitError = (),
        >,
    > {
        self.map_endpoint(|endpoint| endpoint.map(ServiceResponse::map_into_boxed_body))
    }

    fn map_endpoint<U>(self, map: impl FnOnce(T) -> U) -> RouteResource<U> {
        RouteResource {
            policy: self.policy,
            route: self.route,
            definition: self.definition,
            guard: self.guard,
            has_wraps: true,
            endpoint: map(self.endpoint),
        }
    }
}

impl<T> RouteResource<T>
where
    T: ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse,
            Error = Error,
            InitError = (),
        > + 'static,
{
    /// Registers it in the app.
    pub fn register(self, config: &mut AppService) {
        // Shared by the factory and its services.
        let cors = Rc::new(Cors::of_route(self.policy, self.route, self.has_wraps));
        let guards = Some(self.guard.into_list());
        // Only a policy with an async predicate pays for it.
        if cors.asks() {
            let endpoint = self.endpoint;
            let shared = fn_factory(move || {
                let service = endpoint.new_service(());
                async { service.await.map(Rc::new) }
            });
            let endpoint = apply_fn_factory(shared, move |req, service: &Rc<T::Service>| {
                Box::pin(ask_and_serve(cors.clone(), req, service.clone()))
            });
            config.register_service(self.definition, guards, endpoint, None);
        } else {
            let endpoint = apply_fn_factory(self.endpoint, move |req, service: &T::Service| {
                serve(cors.begin(req), &cors, service)
            });
            config.register_service(self.definition, guards, endpoint, None);
        }
    }
}

impl<T> HttpServiceFactory for RouteResource<T>
where
    T: ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse,
            Error = Error,
            InitError = (),
        > + 'static,
{
    fn register(self, config: &mut AppService) {
        self.register(config);
    }
}

async fn ask_and_serve<S>(
    cors: Rc<Cors>,
    req: ServiceRequest,
    service: Rc<S>,
) -> Result<ServiceResponse, Error>
where
    S: Service<ServiceRequest, Response = ServiceResponse, Error = Error>,
{
    let begun = cors.ask_and_begin(req).await;
    serve(begun, &cors, &*service).await
}

#[inline]
fn serve<S>(begun: Begun, cors: &Cors, service: &S) -> RouteFuture<S::Future>
where
    S: Service<ServiceRequest, Response = ServiceResponse, Error = Error>,
{
    match begun {
        Break(answer) => RouteFuture::Answered {
            answer: Some(answer),
        },
        Continue((decision, req)) => {
            decision.explain(req.request());
            let mut frame = cors.frame(&decision, &req);
            RouteFuture::Serving {
                response: nesting::enter(&mut frame, || service.call(req)),
                decision,
                frame,
            }
        }
    }
}

pin_project_lite::pin_project! {
    /// The future of a [`RouteResource`].
    #[project = RouteFutureProjection]
    enum RouteFuture<F> {
        /// Answered without the handler.
        Answered { answer: Option<ServiceResponse> },
        /// The handler's answer, and its headers.
        Serving { #[pin] response: F, decision: Decision, frame: Option<Box<Frame>> },
    }
}

impl<F> Future for RouteFuture<F>
where
    F: Future<Output = Result<ServiceResponse, Error>>,
{
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project() {
            RouteFutureProjection::Answered { answer } => {
                Poll::Ready(Ok(answer.take().expect("not polled after completion")))
            }
            RouteFutureProjection::Serving {
                response,
                decision,
                frame,
            } => {
                let mut answer = ready!(nesting::enter(frame, || response.poll(cx)));
                nesting::take_over(frame, decision);
                decision.apply_to(&mut answer);
                Poll::Ready(answer)
            }
        }
    }
}
