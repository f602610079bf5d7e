//! Who gets to see a request.

use std::cell::RefCell;

use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    error::ErrorUnauthorized,
    middleware::Next,
};

use super::{Call, Site, answer};

thread_local! {
    static SEEN_BY: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

pub(crate) fn note(who: &'static str) {
    SEEN_BY.with_borrow_mut(|seen_by| seen_by.push(who));
}

/// Who of `app` notes that it sees `call`, in their order.
pub(crate) fn who_sees(app: impl Site, call: Call) -> Vec<&'static str> {
    SEEN_BY.take();
    answer(app, call);
    SEEN_BY.take()
}

/// Lets nobody through without a token, as authentication does that fails.
pub(crate) async fn authenticate(
    req: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    note("authentication");
    if req.headers().contains_key("Authorization") {
        next.call(req).await
    } else {
        Err(ErrorUnauthorized("who are you?"))
    }
}
