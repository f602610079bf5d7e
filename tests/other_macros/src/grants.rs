//! `actix-web-grants`: the right is checked.

use std::collections::HashSet;

use actix_web::{
    Error,
    dev::{HttpServiceFactory, ServiceRequest},
    test::TestRequest,
    web::scope,
};
use actix_web_grants::GrantsMiddleware;

use crate::orders::{Answer, ask, ok};

in_every_order! {
    { use actix_web::get; use actix_web_grants::protect; }
    #[protect("ADMIN")]
    #[get("/")]
    (pub(crate) async fn handler() -> &'static str { "granted" })
}

async fn rights(request: &ServiceRequest) -> Result<HashSet<String>, Error> {
    let rights = request.headers().get_all("Right");
    Ok(rights
        .map(|right| right.to_str().unwrap().to_owned())
        .collect())
}

/// What somebody gets who has `right`.
fn answer(handler: impl HttpServiceFactory + 'static, right: &str) -> Answer {
    let checked = scope("/checked")
        .wrap(GrantsMiddleware::with_extractor(rights))
        .service(handler);
    let request = TestRequest::with_uri("/checked/").insert_header(("Right", right));
    ask(checked, request)
}

fn refused(is_allowed: bool) -> Answer {
    Answer {
        status: 403,
        ..ok("", is_allowed)
    }
}

#[test]
fn only_who_has_the_right_gets_in() {
    assert_eq!(answer(without::handler, "ADMIN"), ok("granted", false));
    assert_eq!(answer(cors_first::handler, "ADMIN"), ok("granted", true));
    assert_eq!(answer(cors_second::handler, "ADMIN"), ok("granted", true));
    assert_eq!(answer(by_default::handler, "ADMIN"), ok("granted", true));

    assert_eq!(answer(without::handler, "GUEST"), refused(false));
    assert_eq!(answer(cors_first::handler, "GUEST"), refused(true));
    assert_eq!(answer(cors_second::handler, "GUEST"), refused(true));
    assert_eq!(answer(by_default::handler, "GUEST"), refused(true));
}
