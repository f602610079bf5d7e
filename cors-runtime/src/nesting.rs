//! Policies around other policies: the innermost one decides.

use std::{cell::RefCell, rc::Rc};

use actix_web::{HttpMessage as _, dev::ServiceRequest};

use crate::actual::Decision;

/// What the innermost policy that a request has come to has decided: one cell
/// for all policies that are wrapped around it.
#[derive(Clone, Default)]
pub(crate) struct Nesting(Rc<RefCell<Option<Decision>>>);

impl Nesting {
    /// That of a request around which a policy is wrapped.
    pub(crate) fn of(req: &ServiceRequest) -> Option<Self> {
        req.extensions().get::<Self>().cloned()
    }

    /// Begins one.
    pub(crate) fn begin(req: &ServiceRequest) -> Self {
        let nesting = Self::default();
        req.extensions_mut().insert(nesting.clone());
        nesting
    }

    /// Says what a policy further in decides about the request.
    pub(crate) fn decide(&self, decision: &Decision) {
        self.0.replace(Some(decision.clone()));
    }

    pub(crate) fn decision(&self) -> Option<Decision> {
        self.0.borrow().clone()
    }
}
