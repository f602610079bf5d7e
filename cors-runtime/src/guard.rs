#[cfg(feature = "experimental-introspection")]
mod introspection;

use actix_web::{
    guard::{self, Guard, GuardContext},
    http::Method,
};

use crate::request::requested_method;

/// The guard of a route. It admits the requests that the route serves, and the
/// preflight requests that ask about them.
///
/// So two routes can share a path: each preflight finds the policy of the method it
/// asks about, and other `OPTIONS` requests go where they would go without this
/// guard.
pub(crate) struct RouteGuard {
    methods: &'static [&'static str],
    guards: Vec<Box<dyn Guard>>,
}

impl RouteGuard {
    /// Admits the methods that the route serves.
    pub(crate) fn new(methods: &'static [&'static str]) -> Self {
        Self {
            methods,
            guards: Vec::new(),
        }
    }

    /// Also asks `guard`, unless the request is a preflight.
    pub(crate) fn and(mut self, guard: impl Guard + 'static) -> Self {
        self.guards.push(Box::new(guard));
        self
    }

    /// As Actix takes it.
    #[cfg(not(feature = "experimental-introspection"))]
    pub(crate) fn into_list(self) -> Vec<Box<dyn Guard>> {
        vec![Box::new(self)]
    }

    fn serves(&self, method: &[u8]) -> bool {
        self.methods
            .iter()
            .any(|served| served.as_bytes() == method)
    }

    /// Records the route's methods in Actix, for the `Allow` header of a 405 that
    /// another resource of this path may return.
    ///
    /// Actix's method guards do this, with two allocations for every request they
    /// see. So this only runs for requests that the route doesn't admit, and not
    /// for preflights, whose 405 nobody reads.
    fn note_methods(&self, ctx: &GuardContext<'_>) {
        for method in self.methods {
            if let Ok(method) = Method::from_bytes(method.as_bytes()) {
                guard::Method(method).check(ctx);
            }
        }
    }
}

impl Guard for RouteGuard {
    fn check(&self, ctx: &GuardContext<'_>) -> bool {
        let head = ctx.head();
        if let Some(method) = requested_method(head) {
            return self.serves(method.as_bytes());
        }
        let admits = self.serves(head.method.as_str().as_bytes())
            && self.guards.iter().all(|guard| guard.check(ctx));
        if !admits {
            self.note_methods(ctx);
        }
        admits
    }

    #[cfg(feature = "experimental-introspection")]
    fn name(&self) -> String {
        self.reported_name()
    }

    #[cfg(feature = "experimental-introspection")]
    fn details(&self) -> Option<Vec<guard::GuardDetail>> {
        Some(vec![self.reported_methods()])
    }
}
