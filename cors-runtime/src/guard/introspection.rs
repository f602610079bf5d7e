//! What actix-web's introspection reports of a route: the same as without CORS.

use std::iter::once;

use actix_web::guard::{Guard, GuardContext, GuardDetail};

use super::RouteGuard;

impl RouteGuard {
    /// As Actix takes it. The report lists the guards of a route one by one, so those
    /// that this one asks come after it.
    pub(crate) fn into_list(self) -> Vec<Box<dyn Guard>> {
        let reported: Vec<_> = (self.guards.iter())
            .map(|guard| Reported::of(guard.as_ref()).boxed())
            .collect();
        once(self.boxed()).chain(reported).collect()
    }

    fn boxed(self) -> Box<dyn Guard> {
        Box::new(self)
    }

    /// The name of the method guard that Actix's route attribute makes.
    pub(super) fn reported_name(&self) -> String {
        match self.methods {
            [method] => (*method).to_owned(),
            methods => format!("AnyGuard({})", methods.join(", ")),
        }
    }

    pub(super) fn reported_methods(&self) -> GuardDetail {
        let methods = self.methods.iter();
        GuardDetail::HttpMethods(methods.map(|method| (*method).to_owned()).collect())
    }
}

/// A guard of the user, in the report only: [`RouteGuard`] asks the guard itself. It is
/// a function, which has no details.
struct Reported {
    name: String,
}

impl Reported {
    fn of(guard: &dyn Guard) -> Self {
        Self { name: guard.name() }
    }

    fn boxed(self) -> Box<dyn Guard> {
        Box::new(self)
    }
}

impl Guard for Reported {
    fn check(&self, _: &GuardContext<'_>) -> bool {
        true
    }

    fn name(&self) -> String {
        self.name.clone()
    }
}
