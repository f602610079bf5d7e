//! Nested policies intersect: a request's origin is allowed only if every policy
//! that it passes allows it.
//!
//! The decision of the outer policies goes along with the call and each poll of the
//! inner service, where middlewares in between cannot lose it, unless one calls the
//! inner service from another task. A mark in the request's extensions tells that
//! there was something to lose.
//!
//! Most programs don't nest policies, and don't pay for this: a thread counts the
//! policies that serve on it, and a request never leaves its thread. (Actix makes all
//! services of an app before it serves. A policy that a middleware makes later counts
//! from then on, not for requests in progress.)

use std::{
    cell::{Cell, RefCell},
    ptr,
};

use actix_web::{
    Error, HttpMessage as _,
    dev::{ServiceRequest, ServiceResponse},
};

use crate::{actual::Decision, refusal::PolicyName};

thread_local! {
    /// The frame of the policy whose inner service is being called or polled.
    static FRAME: RefCell<Option<Box<Frame>>> = const { RefCell::new(None) };
    /// How many policies serve on this thread.
    static SERVING: Cell<usize> = const { Cell::new(0) };
    /// How many of them may be outer policies.
    static WRAPPED: Cell<usize> = const { Cell::new(0) };
}

/// A policy that serves on this thread, for as long as it does.
pub(crate) struct Member {
    is_wrapped: bool,
}

impl Member {
    /// `is_wrapped` tells whether the policy wraps a service that may contain others.
    pub(crate) fn new(is_wrapped: bool) -> Self {
        SERVING.set(SERVING.get() + 1);
        WRAPPED.set(WRAPPED.get() + usize::from(is_wrapped));
        Self { is_wrapped }
    }

    /// Whether this policy may have an outer one.
    #[inline]
    fn may_be_inside(&self) -> bool {
        WRAPPED.get() > usize::from(self.is_wrapped)
    }

    /// Whether this policy may have an inner one.
    #[inline]
    pub(crate) fn may_be_around(&self) -> bool {
        self.is_wrapped && SERVING.get() > 1
    }

    /// Where a request finds this policy.
    pub(crate) fn place(&self, req: &ServiceRequest) -> Place {
        if self.may_be_inside() {
            Place::of(req)
        } else {
            Place::Outermost
        }
    }

    /// Whether no other policy can be around this one or inside it.
    #[inline]
    pub(crate) fn is_alone(&self) -> bool {
        if self.is_wrapped {
            SERVING.get() == 1
        } else {
            WRAPPED.get() == 0
        }
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        SERVING.set(SERVING.get() - 1);
        WRAPPED.set(WRAPPED.get() - usize::from(self.is_wrapped));
    }
}

/// The state that goes into and out of an outer policy.
#[derive(Debug)]
pub(crate) struct Frame {
    request: usize,
    policy: PolicyName,
    /// Its decision, and that of the outer policies.
    around: Decision,
    /// The decision of the innermost policy.
    inside: Option<Decision>,
}

/// In the extensions of a request that entered a policy.
struct Inside;

/// The place of a policy among others.
pub(crate) enum Place {
    Outermost,
    /// Inside others.
    Inside,
    /// Inside others, but their decision is lost.
    Lost,
}

impl Place {
    fn of(req: &ServiceRequest) -> Self {
        let frame_is_of = |frame: &Option<Box<Frame>>| {
            let frame = frame.as_ref();
            frame.is_some_and(|frame| frame.request == identity(req))
        };
        if FRAME.with_borrow(frame_is_of) {
            Self::Inside
        } else if req.extensions().contains::<Inside>() {
            Self::Lost
        } else {
            Self::Outermost
        }
    }
}

/// Identifies a request among all that are being served: a handler may send another
/// one to the same app meanwhile.
fn identity(req: &ServiceRequest) -> usize {
    ptr::from_ref(req.head()).addr()
}

/// The next outer policy, and the decision of all outer policies.
pub(crate) fn around() -> Option<(PolicyName, Decision)> {
    FRAME.with_borrow(|frame| {
        let frame = frame.as_ref()?;
        Some((frame.policy, frame.around.clone()))
    })
}

impl Frame {
    /// The frame of a request that goes inward. Boxed, so the future of a policy
    /// without inner ones stays small.
    pub(crate) fn new(policy: PolicyName, around: Decision, req: &ServiceRequest) -> Box<Self> {
        req.extensions_mut().insert(Inside);
        Box::new(Self {
            request: identity(req),
            policy,
            around,
            inside: None,
        })
    }

    /// The decision of the innermost policy, which is passed outward; or this one, which
    /// is explained, now that it is the last.
    pub(crate) fn leave<B>(self, answer: &Result<ServiceResponse<B>, Error>) -> Decision {
        let Some(inside) = self.inside else {
            if let Ok(response) = answer {
                self.around.explain(response.request());
            }
            return self.around;
        };
        if self.around.is_nested {
            report(&inside);
        }
        inside
    }
}

/// Calls or polls the inner service of a policy, if this is its frame.
#[inline]
pub(crate) fn enter<T>(frame: &mut Option<Box<Frame>>, inside: impl FnOnce() -> T) -> T {
    if frame.is_none() {
        return inside();
    }
    let around = FRAME.replace(frame.take());
    let _entered = Entered { frame, around };
    inside()
}

/// Passes the inner decision to the outer policy.
pub(crate) fn report(decision: &Decision) {
    FRAME.with_borrow_mut(|frame| {
        if let Some(frame) = frame {
            frame.inside = Some(decision.clone());
        }
    });
}

/// Restores everything, even if the inner service panics.
struct Entered<'a> {
    frame: &'a mut Option<Box<Frame>>,
    around: Option<Box<Frame>>,
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        *self.frame = FRAME.replace(self.around.take());
    }
}
