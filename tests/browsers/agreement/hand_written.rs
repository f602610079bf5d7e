//! Answers written by hand, most of them broken.

/// Stands for the `Origin` of the request.
pub(crate) const ECHO: &str = "ORIGIN";

pub(crate) type Lines = &'static [(&'static str, &'static str)];

/// The answers of a route.
pub(crate) struct ByHand {
    pub(crate) path: &'static str,
    pub(crate) preflight: (u16, Lines),
    pub(crate) actual: (u16, Lines),
}

const ORIGIN: &str = "Access-Control-Allow-Origin";
const CREDENTIALS: &str = "Access-Control-Allow-Credentials";
const METHODS: &str = "Access-Control-Allow-Methods";
const HEADERS: &str = "Access-Control-Allow-Headers";
const EXPOSE: &str = "Access-Control-Expose-Headers";
const MAX_AGE: &str = "Access-Control-Max-Age";

/// A good answer to every preflight without credentials.
const GOOD: (u16, Lines) = (
    204,
    &[
        (ORIGIN, ECHO),
        (METHODS, "PUT, PATCH, DELETE, PURGE, OPTIONS"),
        (
            HEADERS,
            "X-A, X-B, Content-Type, Authorization, Range, Accept",
        ),
    ],
);
const ECHOED: (u16, Lines) = (200, &[(ORIGIN, ECHO), ("X-Secret", "fox")]);
const FRONTEND: &str = "https://frontend.test";

/// A route whose actual response is a good one.
const fn preflight(path: &'static str, status: u16, lines: Lines) -> ByHand {
    ByHand {
        path,
        preflight: (status, lines),
        actual: ECHOED,
    }
}

/// A route whose preflight response is a good one.
const fn actual(path: &'static str, status: u16, lines: Lines) -> ByHand {
    ByHand {
        path,
        preflight: GOOD,
        actual: (status, lines),
    }
}

pub(crate) const ROUTES: &[ByHand] = &[
    actual("/hand/good", 200, ECHOED.1),
    actual("/hand/nothing", 200, &[("X-Secret", "fox")]),
    actual("/hand/error", 500, ECHOED.1),
    actual("/hand/error-without-cors", 500, &[]),
    actual("/hand/wildcard", 200, &[(ORIGIN, "*")]),
    actual("/hand/fixed", 200, &[(ORIGIN, FRONTEND)]),
    actual(
        "/hand/trailing-slash",
        200,
        &[(ORIGIN, "https://frontend.test/")],
    ),
    actual(
        "/hand/upper-case",
        200,
        &[(ORIGIN, "HTTPS://FRONTEND.TEST")],
    ),
    actual(
        "/hand/default-port",
        200,
        &[(ORIGIN, "https://frontend.test:443")],
    ),
    actual("/hand/host-alone", 200, &[(ORIGIN, "frontend.test")]),
    actual("/hand/null", 200, &[(ORIGIN, "null")]),
    actual("/hand/pattern", 200, &[(ORIGIN, "https://*.test")]),
    actual(
        "/hand/list-of-origins",
        200,
        &[(ORIGIN, "https://frontend.test, https://other.test")],
    ),
    actual(
        "/hand/origins-by-space",
        200,
        &[(ORIGIN, "https://frontend.test https://other.test")],
    ),
    actual("/hand/two-lines", 200, &[(ORIGIN, ECHO), (ORIGIN, ECHO)]),
    actual("/hand/two-wildcards", 200, &[(ORIGIN, "*"), (ORIGIN, "*")]),
    actual("/hand/empty", 200, &[(ORIGIN, "")]),
    actual(
        "/hand/credentials",
        200,
        &[(ORIGIN, ECHO), (CREDENTIALS, "true")],
    ),
    actual(
        "/hand/credentials-and-wildcard",
        200,
        &[(ORIGIN, "*"), (CREDENTIALS, "true")],
    ),
    actual(
        "/hand/credentials-upper-case",
        200,
        &[(ORIGIN, ECHO), (CREDENTIALS, "TRUE")],
    ),
    actual(
        "/hand/credentials-capitalised",
        200,
        &[(ORIGIN, ECHO), (CREDENTIALS, "True")],
    ),
    actual(
        "/hand/credentials-false",
        200,
        &[(ORIGIN, ECHO), (CREDENTIALS, "false")],
    ),
    actual(
        "/hand/credentials-1",
        200,
        &[(ORIGIN, ECHO), (CREDENTIALS, "1")],
    ),
    actual(
        "/hand/credentials-twice",
        200,
        &[(ORIGIN, ECHO), (CREDENTIALS, "true"), (CREDENTIALS, "true")],
    ),
    actual("/hand/credentials-alone", 200, &[(CREDENTIALS, "true")]),
    actual(
        "/hand/exposed",
        200,
        &[
            (ORIGIN, ECHO),
            (EXPOSE, "X-Secret"),
            ("X-Secret", "fox"),
            ("X-Other", "1"),
        ],
    ),
    actual(
        "/hand/exposed-in-lines",
        200,
        &[
            (ORIGIN, ECHO),
            (EXPOSE, "x-secret"),
            (EXPOSE, "X-Other, X-Missing"),
            ("X-Secret", "fox"),
            ("X-Other", "1"),
        ],
    ),
    actual(
        "/hand/exposed-wildcard",
        200,
        &[(ORIGIN, ECHO), (EXPOSE, "*"), ("X-Secret", "fox")],
    ),
    actual(
        "/hand/exposed-wildcard-with-credentials",
        200,
        &[
            (ORIGIN, ECHO),
            (CREDENTIALS, "true"),
            (EXPOSE, "*"),
            ("X-Secret", "fox"),
        ],
    ),
    actual(
        "/hand/exposed-wildcard-and-name",
        200,
        &[
            (ORIGIN, ECHO),
            (CREDENTIALS, "true"),
            (EXPOSE, "*, X-Secret"),
            ("X-Secret", "fox"),
            ("X-Other", "1"),
        ],
    ),
    actual(
        "/hand/exposed-cookie",
        200,
        &[
            (ORIGIN, ECHO),
            (EXPOSE, "Set-Cookie, X-Secret"),
            ("X-Secret", "fox"),
            ("Set-Cookie", "gone=1; Max-Age=0"),
        ],
    ),
    actual(
        "/hand/exposed-malformed",
        200,
        &[
            (ORIGIN, ECHO),
            (EXPOSE, "X-Secret, X Other"),
            ("X-Secret", "fox"),
        ],
    ),
    actual(
        "/hand/exposed-empty",
        200,
        &[(ORIGIN, ECHO), (EXPOSE, ""), ("X-Secret", "fox")],
    ),
    actual(
        "/hand/exposed-empty-items",
        200,
        &[
            (ORIGIN, ECHO),
            (EXPOSE, ",, X-Secret ,"),
            ("X-Secret", "fox"),
        ],
    ),
    actual(
        "/hand/safelisted",
        200,
        &[
            (ORIGIN, ECHO),
            ("Content-Language", "en"),
            ("Expires", "0"),
            ("Last-Modified", "Mon, 01 Jan 2024 00:00:00 GMT"),
            ("Pragma", "no-cache"),
            ("ETag", "\"1\""),
            ("X-Secret", "fox"),
        ],
    ),
    preflight("/hand/preflight-200", 200, GOOD.1),
    preflight("/hand/preflight-299", 299, GOOD.1),
    preflight(
        "/hand/preflight-301",
        301,
        &[(ORIGIN, ECHO), (METHODS, "PUT"), ("Location", "/hand/good")],
    ),
    preflight(
        "/hand/preflight-302",
        302,
        &[(ORIGIN, ECHO), (METHODS, "PUT"), ("Location", "/hand/good")],
    ),
    preflight("/hand/preflight-304", 304, GOOD.1),
    preflight("/hand/preflight-400", 400, GOOD.1),
    preflight("/hand/preflight-401", 401, GOOD.1),
    preflight("/hand/preflight-404", 404, GOOD.1),
    preflight("/hand/preflight-405", 405, &[]),
    preflight("/hand/preflight-500", 500, GOOD.1),
    preflight("/hand/preflight-without-cors", 200, &[]),
    preflight("/hand/preflight-origin-alone", 200, &[(ORIGIN, ECHO)]),
    preflight(
        "/hand/preflight-of-another",
        200,
        &[
            (ORIGIN, "https://other.test"),
            (METHODS, "PUT"),
            (HEADERS, "x-a"),
        ],
    ),
    preflight(
        "/hand/preflight-two-lines",
        200,
        &[
            (ORIGIN, ECHO),
            (ORIGIN, "*"),
            (METHODS, "PUT"),
            (HEADERS, "x-a"),
        ],
    ),
    preflight(
        "/hand/preflight-wildcards",
        200,
        &[(ORIGIN, "*"), (METHODS, "*"), (HEADERS, "*")],
    ),
    preflight(
        "/hand/preflight-wildcards-and-authorization",
        200,
        &[(ORIGIN, "*"), (METHODS, "*"), (HEADERS, "*, Authorization")],
    ),
    preflight(
        "/hand/preflight-wildcard-methods",
        200,
        &[(ORIGIN, ECHO), (METHODS, "*"), (HEADERS, "x-a")],
    ),
    preflight(
        "/hand/preflight-lower-case-methods",
        200,
        &[
            (ORIGIN, ECHO),
            (METHODS, "put, patch, delete"),
            (HEADERS, "X-A"),
        ],
    ),
    preflight(
        "/hand/preflight-mixed-case-methods",
        200,
        &[(ORIGIN, ECHO), (METHODS, "Put, Patch"), (HEADERS, "X-A")],
    ),
    preflight(
        "/hand/preflight-methods-in-lines",
        200,
        &[
            (ORIGIN, ECHO),
            (METHODS, "PUT"),
            (METHODS, "PATCH,DELETE"),
            (HEADERS, "X-A"),
            (HEADERS, "X-B"),
        ],
    ),
    preflight(
        "/hand/preflight-methods-by-space",
        200,
        &[(ORIGIN, ECHO), (METHODS, "PUT PATCH"), (HEADERS, "X-A")],
    ),
    preflight(
        "/hand/preflight-methods-quoted",
        200,
        &[(ORIGIN, ECHO), (METHODS, "\"PUT\", PATCH")],
    ),
    preflight(
        "/hand/preflight-methods-empty",
        200,
        &[(ORIGIN, ECHO), (METHODS, ""), (HEADERS, "")],
    ),
    preflight(
        "/hand/preflight-methods-empty-items",
        200,
        &[
            (ORIGIN, ECHO),
            (METHODS, ", PUT,, PATCH ,"),
            (HEADERS, ",X-A,"),
        ],
    ),
    preflight(
        "/hand/preflight-headers-malformed",
        200,
        &[(ORIGIN, ECHO), (METHODS, "PUT"), (HEADERS, "X-A; X-B")],
    ),
    preflight(
        "/hand/preflight-headers-by-space",
        200,
        &[(ORIGIN, ECHO), (METHODS, "PUT"), (HEADERS, "X-A X-B")],
    ),
    preflight(
        "/hand/preflight-headers-upper-case",
        200,
        &[
            (ORIGIN, ECHO),
            (METHODS, "PUT"),
            (HEADERS, "X-A, X-B, AUTHORIZATION"),
        ],
    ),
    preflight(
        "/hand/preflight-with-credentials",
        200,
        &[
            (ORIGIN, ECHO),
            (CREDENTIALS, "true"),
            (METHODS, "PUT"),
            (HEADERS, "x-a"),
        ],
    ),
    preflight(
        "/hand/preflight-max-age-negative",
        200,
        &[
            (ORIGIN, ECHO),
            (METHODS, "PUT"),
            (HEADERS, "x-a"),
            (MAX_AGE, "-1"),
        ],
    ),
    preflight(
        "/hand/preflight-max-age-malformed",
        200,
        &[
            (ORIGIN, ECHO),
            (METHODS, "PUT"),
            (HEADERS, "x-a"),
            (MAX_AGE, "soon"),
        ],
    ),
    preflight(
        "/hand/preflight-max-age-fraction",
        200,
        &[
            (ORIGIN, ECHO),
            (METHODS, "PUT"),
            (HEADERS, "x-a"),
            (MAX_AGE, "0.5"),
        ],
    ),
    preflight(
        "/hand/preflight-max-age-huge",
        200,
        &[
            (ORIGIN, ECHO),
            (METHODS, "PUT"),
            (HEADERS, "x-a"),
            (MAX_AGE, "99999999999999999999"),
        ],
    ),
    preflight(
        "/hand/preflight-max-age-twice",
        200,
        &[
            (ORIGIN, ECHO),
            (METHODS, "PUT"),
            (HEADERS, "x-a"),
            (MAX_AGE, "0"),
            (MAX_AGE, "600"),
        ],
    ),
    ByHand {
        path: "/hand/credentials-throughout",
        preflight: (
            200,
            &[
                (ORIGIN, ECHO),
                (CREDENTIALS, "true"),
                (METHODS, "PUT, PATCH"),
                (HEADERS, "X-A, Authorization"),
            ],
        ),
        actual: (
            200,
            &[
                (ORIGIN, ECHO),
                (CREDENTIALS, "true"),
                (EXPOSE, "X-Secret"),
                ("X-Secret", "fox"),
            ],
        ),
    },
    ByHand {
        path: "/hand/wildcards-with-credentials",
        preflight: (
            200,
            &[
                (ORIGIN, ECHO),
                (CREDENTIALS, "true"),
                (METHODS, "*"),
                (HEADERS, "*"),
            ],
        ),
        actual: (
            200,
            &[
                (ORIGIN, ECHO),
                (CREDENTIALS, "true"),
                (EXPOSE, "*"),
                ("X-Secret", "fox"),
            ],
        ),
    },
    ByHand {
        path: "/hand/wildcard-throughout-with-credentials",
        preflight: (
            200,
            &[
                (ORIGIN, "*"),
                (CREDENTIALS, "true"),
                (METHODS, "PUT"),
                (HEADERS, "X-A"),
            ],
        ),
        actual: (200, &[(ORIGIN, "*"), (CREDENTIALS, "true")]),
    },
];
