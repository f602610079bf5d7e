//! Policies around other policies, which intersect: a request's origin is allowed
//! only if every policy that it passes allows it.
//!
//! What the policies around say goes along with the call and each poll of what is
//! inside, where no middleware between them can lose it; unless one calls what is
//! inside from another task. A mark in the request's extensions tells that there was
//! something to lose.
//!
//! Most programs have no policy around another one, and pay for none of this: a thread
//! counts the policies that serve on it, and a request never leaves its thread. (Actix
//! makes all services of an app before it serves. A policy that a middleware makes
//! later counts from then on, not for requests that are under way.)

use std::{
    cell::{Cell, RefCell},
    ptr,
};

use actix_web::{HttpMessage as _, dev::ServiceRequest};

use crate::{actual::Decision, refusal::PolicyName};

thread_local! {
    /// That of the policy whose inside is being called or polled.
    static FRAME: RefCell<Option<Box<Frame>>> = const { RefCell::new(None) };
    /// How many policies serve here.
    static SERVING: Cell<usize> = const { Cell::new(0) };
    /// How many of them may be around others.
    static WRAPPED: Cell<usize> = const { Cell::new(0) };
}

/// A policy that serves on this thread, for as long as it does.
pub(crate) struct Member {
    is_wrapped: bool,
}

impl Member {
    /// `is_wrapped` tells whether the policy is around something that may have others.
    pub(crate) fn new(is_wrapped: bool) -> Self {
        SERVING.set(SERVING.get() + 1);
        WRAPPED.set(WRAPPED.get() + usize::from(is_wrapped));
        Self { is_wrapped }
    }

    /// Whether any policy may be around this one.
    #[inline]
    fn may_be_inside(&self) -> bool {
        WRAPPED.get() > usize::from(self.is_wrapped)
    }

    /// Whether this one may be around any other.
    #[inline]
    fn may_be_around(&self) -> bool {
        self.is_wrapped && SERVING.get() > 1
    }

    /// Where a request finds this policy.
    #[inline]
    pub(crate) fn place(&self, req: &ServiceRequest) -> Place {
        if self.may_be_inside() {
            Place::of(req)
        } else {
            Place::Outermost
        }
    }

    /// What goes further in with a request, if there may be a policy that asks for it.
    #[inline]
    pub(crate) fn frame(
        &self,
        policy: PolicyName,
        decision: &Decision,
        req: &ServiceRequest,
    ) -> Option<Box<Frame>> {
        let new_frame = || Frame::new(policy, decision.clone(), req);
        self.may_be_around().then(new_frame)
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        SERVING.set(SERVING.get() - 1);
        WRAPPED.set(WRAPPED.get() - usize::from(self.is_wrapped));
    }
}

/// What goes in and out of a policy that is wrapped around others.
#[derive(Debug)]
pub(crate) struct Frame {
    request: usize,
    policy: PolicyName,
    /// What it decides, and the policies around it.
    around: Decision,
    /// What the innermost policy inside has decided.
    inside: Option<Decision>,
}

/// In the extensions of a request that has come into a policy.
struct Inside;

/// Where a policy finds itself.
pub(crate) enum Place {
    Outermost,
    /// Inside of others.
    Inside,
    /// Inside of others, but what they say is lost.
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

/// Tells a request from any other that is being served: a handler may put another one
/// to the same app while it has this one.
fn identity(req: &ServiceRequest) -> usize {
    ptr::from_ref(req.head()).addr()
}

/// The next policy around, and what all of those have decided.
pub(crate) fn around() -> Option<(PolicyName, Decision)> {
    FRAME.with_borrow(|frame| {
        let frame = frame.as_ref()?;
        Some((frame.policy, frame.around.clone()))
    })
}

impl Frame {
    /// That of a request which goes further in. Boxed: the future of a policy that is
    /// around no other stays small.
    fn new(policy: PolicyName, around: Decision, req: &ServiceRequest) -> Box<Self> {
        req.extensions_mut().insert(Inside);
        Box::new(Self {
            request: identity(req),
            policy,
            around,
            inside: None,
        })
    }
}

/// Calls or polls what is inside of a policy, if this is the frame of one.
#[inline]
pub(crate) fn enter<T>(frame: &mut Option<Box<Frame>>, inside: impl FnOnce() -> T) -> T {
    if frame.is_none() {
        return inside();
    }
    let around = FRAME.replace(frame.take());
    let _entered = Entered { frame, around };
    inside()
}

/// Has what the innermost policy inside has decided take the place of `decision`, and
/// says it further out. Whether there is any.
#[inline]
pub(crate) fn take_over(frame: &mut Option<Box<Frame>>, decision: &mut Decision) -> bool {
    let Some(inside) = frame.take().and_then(|frame| frame.inside) else {
        return false;
    };
    if decision.is_nested {
        report(&inside);
    }
    *decision = inside;
    true
}

/// Says to the policy around what is decided further in.
pub(crate) fn report(decision: &Decision) {
    FRAME.with_borrow_mut(|frame| {
        if let Some(frame) = frame {
            frame.inside = Some(decision.clone());
        }
    });
}

/// Puts everything back, also when what is inside panics.
struct Entered<'a> {
    frame: &'a mut Option<Box<Frame>>,
    around: Option<Box<Frame>>,
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        *self.frame = FRAME.replace(self.around.take());
    }
}
