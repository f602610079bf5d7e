//! `dev(...)`: origins of builds with `debug_assertions`. This file holds in
//! both kinds; `tests/user_programs/dev_origins_in_release.rs` compares them.

use actix_web::{App, Responder, route};
use corsac::{Policy, cors, policy};

use crate::support::grid::{Answers, OF_A_LIST, check_every_request};

#[test]
fn dev_origins_and_patterns_are_allowed_beside_the_others() {
    #[cors(allow_origins(
        "https://z.example",
        dev("http://localhost:5173", "http://devbox.example:*"),
        "https://*.b.example",
        dev("https://a.example")
    ))]
    #[route("/", method = "GET", method = "POST", method = "PUT")]
    async fn items() -> impl Responder {
        "items"
    }
    const ALWAYS: &[&str] = &["https://z.example", "https://x.b.example"];
    const WITH_DEV: &[&str] = &[
        "https://z.example",
        "https://x.b.example",
        "http://localhost:5173",
        "http://devbox.example",
        "http://devbox.example:3000",
        "https://a.example",
    ];

    check_every_request(
        App::new().service(items),
        &Answers {
            allowed: if cfg!(debug_assertions) {
                WITH_DEV
            } else {
                ALWAYS
            },
            // What is allowed in this build is left out there.
            foreign: &[
                "http://localhost:5173",
                "http://localhost:5174",
                "https://localhost:5173",
                "http://devbox.example:3000",
                "https://a.example",
                "https://b.example",
            ],
            ..OF_A_LIST
        },
    );
}

#[test]
fn a_shared_policy_may_have_dev_origins() {
    static WEB_APP: Policy = policy!(allow_origins(
        "https://a.example",
        "https://b.example",
        dev("http://localhost:5173")
    ),);
    #[cors(policy(WEB_APP))]
    #[route("/", method = "GET", method = "POST", method = "PUT")]
    async fn items() -> impl Responder {
        "items"
    }
    const ALWAYS: &[&str] = &["https://a.example", "https://b.example"];
    const WITH_DEV: &[&str] = &[
        "https://a.example",
        "https://b.example",
        "http://localhost:5173",
    ];

    check_every_request(
        App::new().service(items),
        &Answers {
            allowed: if cfg!(debug_assertions) {
                WITH_DEV
            } else {
                ALWAYS
            },
            foreign: &["http://localhost:5173", "http://localhost:5174"],
            ..OF_A_LIST
        },
    );
}

/// Then `Vary` depends on the build, too: with one origin, all answers name it.
#[test]
fn a_dev_origin_beside_one_exact_origin_makes_two() {
    #[cors(allow_origins("https://a.example", dev("http://localhost:5173")))]
    #[route("/", method = "GET", method = "POST", method = "PUT")]
    async fn items() -> impl Responder {
        "items"
    }
    const OF_ONE: (u16, &[&str]) = (200, &["Access-Control-Allow-Origin: https://a.example"]);

    let answers = if cfg!(debug_assertions) {
        Answers {
            allowed: &["https://a.example", "http://localhost:5173"],
            foreign: &["http://localhost:5174"],
            ..OF_A_LIST
        }
    } else {
        Answers {
            allowed: &["https://a.example"],
            foreign: &["http://localhost:5173"],
            without_origin: OF_ONE,
            to_allowed: OF_ONE,
            to_foreign: OF_ONE,
            ..OF_A_LIST
        }
    };
    check_every_request(App::new().service(items), &answers);
}
