//! Each kind of policy, and what it answers to every kind of request.

use actix_web::{App, Responder, route};
use corsac::cors;

use crate::support::COMPARED;
use crate::support::grid::{Answers, OF_A_LIST, check_every_request};

const VARY: &str = "Vary: Origin";
const PREFLIGHT_VARY: &str = "Vary: Origin, Access-Control-Request-Method";
const ALLOW_ORIGIN: &str = "Access-Control-Allow-Origin: ORIGIN";
const ALLOW_METHODS: &str = "Access-Control-Allow-Methods: GET, POST, PUT";
const ALLOW_CREDENTIALS: &str = "Access-Control-Allow-Credentials: true";

#[test]
fn any_origin_gets_the_same_answer_as_none() {
    #[cors(allow_origins("*"))]
    #[route("/", method = "GET", method = "POST", method = "PUT")]
    async fn items() -> impl Responder {
        "items"
    }
    const ACTUAL: (u16, &[&str]) = (200, &["Access-Control-Allow-Origin: *"]);
    const PREFLIGHT: (u16, &[&str]) = (
        204,
        &[
            "Access-Control-Allow-Origin: *",
            ALLOW_METHODS,
            "Vary: Access-Control-Request-Method",
        ],
    );

    check_every_request(
        App::new().service(items),
        &Answers::the_same_to_all(
            &["https://a.example", "http://localhost:5173"],
            ACTUAL,
            PREFLIGHT,
        ),
    );
}

#[test]
fn one_exact_origin_is_named_in_every_actual_response() {
    #[cors(allow_origins("https://a.example"))]
    #[route("/", method = "GET", method = "POST", method = "PUT")]
    async fn items() -> impl Responder {
        "items"
    }
    const ACTUAL: (u16, &[&str]) = (200, &["Access-Control-Allow-Origin: https://a.example"]);

    check_every_request(
        App::new().service(items),
        &Answers {
            allowed: &["https://a.example"],
            foreign: &[
                "https://b.example",
                "http://a.example",
                "https://a.example:8443",
            ],
            without_origin: ACTUAL,
            to_allowed: ACTUAL,
            to_foreign: ACTUAL,
            ..OF_A_LIST
        },
    );
}

#[test]
fn one_exact_origin_with_every_option_keeps_its_constant_headers() {
    #[cors(
        allow_origins("https://a.example:8443"),
        allow_methods("PUT", "GET"),
        allow_headers("X-B", "x-a"),
        expose_headers("X-Total-Count", "etag"),
        allow_credentials,
        max_age = 0
    )]
    #[route("/", method = "GET", method = "POST", method = "PUT")]
    async fn items() -> impl Responder {
        "items"
    }
    const ACTUAL: (u16, &[&str]) = (
        200,
        &[
            "Access-Control-Allow-Origin: https://a.example:8443",
            ALLOW_CREDENTIALS,
            "Access-Control-Expose-Headers: X-Total-Count, etag",
        ],
    );

    check_every_request(
        App::new().service(items),
        &Answers {
            allowed: &["https://a.example:8443"],
            foreign: &["https://a.example"],
            without_origin: ACTUAL,
            to_allowed: ACTUAL,
            to_foreign: ACTUAL,
            preflight_of_allowed: (
                204,
                &[
                    ALLOW_ORIGIN,
                    "Access-Control-Allow-Methods: PUT, GET",
                    "Access-Control-Allow-Headers: X-B, x-a",
                    ALLOW_CREDENTIALS,
                    "Access-Control-Max-Age: 0",
                    PREFLIGHT_VARY,
                ],
            ),
            ..OF_A_LIST
        },
    );
}

#[test]
fn one_of_several_exact_origins_is_answered_by_its_own_name() {
    #[cors(allow_origins("https://c.example", "https://a.example", "http://b.example:8080"))]
    #[route("/", method = "GET", method = "POST", method = "PUT")]
    async fn items() -> impl Responder {
        "items"
    }

    check_every_request(
        App::new().service(items),
        &Answers {
            allowed: &[
                "https://a.example",
                "http://b.example:8080",
                "https://c.example",
            ],
            foreign: &[
                "https://d.example",
                "https://b.example:8080",
                "http://b.example",
                "https://a.example:8080",
            ],
            ..OF_A_LIST
        },
    );
}

#[test]
fn several_origins_with_every_option_keep_all_of_it_from_others() {
    #[cors(
        allow_origins("https://a.example", "https://b.example"),
        allow_headers("Authorization"),
        expose_headers("X-Total-Count"),
        allow_credentials,
        max_age = 86400
    )]
    #[route("/", method = "GET", method = "POST", method = "PUT")]
    async fn items() -> impl Responder {
        "items"
    }

    check_every_request(
        App::new().service(items),
        &Answers {
            allowed: &["https://a.example", "https://b.example"],
            foreign: &["https://c.example"],
            to_allowed: (
                200,
                &[
                    ALLOW_ORIGIN,
                    ALLOW_CREDENTIALS,
                    "Access-Control-Expose-Headers: X-Total-Count",
                    VARY,
                ],
            ),
            preflight_of_allowed: (
                204,
                &[
                    ALLOW_ORIGIN,
                    ALLOW_METHODS,
                    "Access-Control-Allow-Headers: Authorization",
                    ALLOW_CREDENTIALS,
                    "Access-Control-Max-Age: 86400",
                    PREFLIGHT_VARY,
                ],
            ),
            ..OF_A_LIST
        },
    );
}

#[test]
fn any_origin_with_wildcards_sends_them_as_they_are() {
    #[cors(
        allow_origins("*"),
        allow_headers("*"),
        expose_headers("*"),
        max_age = 600
    )]
    #[route("/", method = "GET", method = "POST", method = "PUT")]
    async fn items() -> impl Responder {
        "items"
    }
    const ACTUAL: (u16, &[&str]) = (
        200,
        &[
            "Access-Control-Allow-Origin: *",
            "Access-Control-Expose-Headers: *",
        ],
    );
    const PREFLIGHT: (u16, &[&str]) = (
        204,
        &[
            "Access-Control-Allow-Origin: *",
            ALLOW_METHODS,
            "Access-Control-Allow-Headers: *",
            "Access-Control-Max-Age: 600",
            "Vary: Access-Control-Request-Method",
        ],
    );

    check_every_request(
        App::new().service(items),
        &Answers::the_same_to_all(&["https://a.example"], ACTUAL, PREFLIGHT),
    );
}

#[test]
fn subdomains_are_allowed_but_not_the_domain_itself() {
    #[cors(allow_origins("https://*.a.example"))]
    #[route("/", method = "GET", method = "POST", method = "PUT")]
    async fn items() -> impl Responder {
        "items"
    }

    check_every_request(
        App::new().service(items),
        &Answers {
            allowed: &["https://b.a.example", "https://c.b.a.example"],
            foreign: &[
                "https://a.example",
                "http://b.a.example",
                "https://b.a.example:8443",
            ],
            ..OF_A_LIST
        },
    );
}

#[test]
fn any_port_is_allowed_with_credentials() {
    #[cors(allow_origins("http://localhost:*"), allow_credentials)]
    #[route("/", method = "GET", method = "POST", method = "PUT")]
    async fn items() -> impl Responder {
        "items"
    }

    check_every_request(
        App::new().service(items),
        &Answers {
            allowed: &[
                "http://localhost",
                "http://localhost:5173",
                "http://localhost:65535",
            ],
            foreign: &["https://localhost:5173", "http://127.0.0.1:5173"],
            to_allowed: (200, &[ALLOW_ORIGIN, ALLOW_CREDENTIALS, VARY]),
            preflight_of_allowed: (
                204,
                &[
                    ALLOW_ORIGIN,
                    ALLOW_METHODS,
                    ALLOW_CREDENTIALS,
                    PREFLIGHT_VARY,
                ],
            ),
            ..OF_A_LIST
        },
    );
}

#[test]
fn both_wildcards_and_exact_origins_join_in_one_list() {
    #[cors(allow_origins("https://*.a.example:*", "http://localhost:*", "https://b.example"))]
    #[route("/", method = "GET", method = "POST", method = "PUT")]
    async fn items() -> impl Responder {
        "items"
    }

    check_every_request(
        App::new().service(items),
        &Answers {
            allowed: &[
                "https://b.example",
                "https://c.a.example",
                "https://c.a.example:8443",
                "http://localhost:5173",
            ],
            foreign: &[
                "https://a.example:8443",
                "https://b.example:8443",
                "https://c.b.example",
                "http://c.a.example:8443",
            ],
            ..OF_A_LIST
        },
    );
}

#[test]
fn the_origin_null_is_allowed_where_it_is_dangerously_written() {
    #[cors(allow_origins("null", "https://a.example"), dangerously(null_origin))]
    #[route("/", method = "GET", method = "POST", method = "PUT")]
    async fn items() -> impl Responder {
        "items"
    }

    check_every_request(
        App::new().service(items),
        &Answers {
            allowed: &["null", "https://a.example"],
            foreign: &["https://b.example", "NULL", "https://null"],
            ..OF_A_LIST
        },
    );
}

#[test]
fn origins_that_are_not_allowed_are_blocked_on_request() {
    #[cors(allow_origins("https://a.example"), block_on_origin_mismatch)]
    #[route("/", method = "GET", method = "POST", method = "PUT")]
    async fn items() -> impl Responder {
        "items"
    }

    check_every_request(
        App::new().service(items),
        &Answers {
            allowed: &["https://a.example"],
            foreign: &["https://b.example"],
            // It was asked, too, whether the page is one of the server's own.
            to_foreign: (403, &[COMPARED]),
            ..OF_A_LIST
        },
    );
}
