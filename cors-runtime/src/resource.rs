use std::rc::Rc;

use actix_service::apply;
use actix_web::{
    Error, FromRequest, Handler, Responder,
    body::MessageBody,
    dev::{
        AppService, HttpServiceFactory, ResourceDef, ServiceFactory, ServiceRequest,
        ServiceResponse, Transform,
    },
    guard::Guard,
    web,
};

use crate::{
    AnyPolicy, Route, any_policy::Source, cors::Cors, guard::RouteGuard, middleware::Around,
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
    /// Serves a [`Route`] of these values with `handler`. Adds a leading slash to its
    /// path, as Actix does.
    // Not one `Route`: the compiler takes longer to check a struct expression.
    #[must_use]
    pub fn new<F, Args>(
        policy: &'static dyn AnyPolicy,
        path: &'static str,
        name: &'static str,
        methods: &'static [&'static str],
        allow_methods: &'static [&'static str],
        handler: F,
    ) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        let route = Route {
            path,
            name,
            methods,
            allow_methods,
        };
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
        RouteResource {
            policy: self.policy,
            route: self.route,
            definition: self.definition,
            guard: self.guard,
            has_wraps: true,
            endpoint: apply(middleware, self.endpoint),
        }
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
        > + 'static,
    B: MessageBody + 'static,
{
    /// Registers it in the app.
    pub fn register(self, config: &mut AppService) {
        let cors = Cors::of_route(self.policy, self.route, self.has_wraps);
        let endpoint = apply(Around(Rc::new(cors)), self.endpoint);
        let guards = Some(self.guard.into_list());
        config.register_service(self.definition, guards, endpoint, None);
    }
}

impl<T, B> HttpServiceFactory for RouteResource<T>
where
    T: ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<B>,
            Error = Error,
            InitError = (),
        > + 'static,
    B: MessageBody + 'static,
{
    fn register(self, config: &mut AppService) {
        self.register(config);
    }
}
