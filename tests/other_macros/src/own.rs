//! Macros of one's own.

use crate::orders::{get, ok};

mod sibling {
    in_every_order! {
        { use actix_web::get; use own::with_sibling; }
        #[with_sibling]
        #[get("/")]
        (pub(crate) async fn handler() -> &'static str { "own" })
    }

    #[test]
    fn its_item_stands_beside_the_handler() {
        assert_eq!(without::handler_beside, "handler");
        assert_eq!(cors_first::handler_beside, "handler");
        assert_eq!(cors_second::handler_beside, "handler");
        assert_eq!(by_default::handler_beside, "handler");
    }

    #[test]
    fn the_handler_is_served_with_its_policy() {
        use super::{get, ok};

        assert_eq!(get(without::handler, "/"), ok("own", false));
        assert_eq!(get(cors_first::handler, "/"), ok("own", true));
        assert_eq!(get(cors_second::handler, "/"), ok("own", true));
        assert_eq!(get(by_default::handler, "/"), ok("own", true));
    }
}

mod route {
    in_every_order! {
        { use actix_web::get; use own::with_path; }
        #[with_path]
        #[get("/found")]
        (pub(crate) async fn handler() -> &'static str { "own" })
    }

    #[test]
    fn it_sees_the_route_attribute() {
        assert_eq!(without::handler_path, "/found");
        assert_eq!(cors_first::handler_path, "/found");
        assert_eq!(cors_second::handler_path, "/found");
        assert_eq!(by_default::handler_path, "/found");
    }

    #[test]
    fn the_handler_is_served_with_its_policy() {
        use super::{get, ok};

        assert_eq!(get(without::handler, "/found"), ok("own", false));
        assert_eq!(get(cors_first::handler, "/found"), ok("own", true));
        assert_eq!(get(cors_second::handler, "/found"), ok("own", true));
        assert_eq!(get(by_default::handler, "/found"), ok("own", true));
    }
}

#[own::my_get("/expanded")]
#[corsac::cors(allow_origins("https://a.example"))]
async fn expanded() -> &'static str {
    "expanded"
}

#[test]
fn what_expands_to_a_route_attribute_goes_above() {
    assert_eq!(get(expanded, "/expanded"), ok("expanded", true));
}

mod several {
    use actix_web::get;

    #[corsac::cors(allow_origins("https://a.example"))]
    #[own::with_sibling]
    #[must_use]
    #[own::with_path]
    #[allow(clippy::unused_async)]
    #[get("/several")]
    #[tracing::instrument]
    pub(super) async fn handler() -> &'static str {
        "several"
    }
}

#[test]
fn several_macros_are_expanded_one_after_the_other() {
    assert_eq!(several::handler_beside, "handler");
    assert_eq!(several::handler_path, "/several");
    assert_eq!(get(several::handler, "/several"), ok("several", true));
}
