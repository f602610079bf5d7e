//! Policies around other policies: the innermost one decides.

use std::{cell::RefCell, rc::Rc};

use actix_web::{HttpMessage as _, dev::ServiceRequest};

use crate::actual::Decision;

/// That policies are wrapped around a request, and what the innermost one that
/// it has come to has decided: one cell for all of them.
#[derive(Clone, Default)]
pub(crate) struct Enclosing(Rc<RefCell<Option<Decision>>>);

impl Enclosing {
    /// The one around a request.
    pub(crate) fn of(req: &ServiceRequest) -> Option<Self> {
        req.extensions().get::<Self>().cloned()
    }

    /// Puts one around a request.
    pub(crate) fn enter(req: &ServiceRequest) -> Self {
        let enclosing = Self::default();
        req.extensions_mut().insert(enclosing.clone());
        enclosing
    }

    /// Says what a policy further in decides about the request.
    pub(crate) fn overrule(&self, decision: &Decision) {
        self.0.replace(Some(decision.clone()));
    }

    pub(crate) fn overruling(&self) -> Option<Decision> {
        self.0.borrow().clone()
    }
}
