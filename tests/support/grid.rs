//! Every kind of request, put to one policy.

use std::ops::Deref;

use super::{Call, Row, Site, call, check, get, options, preflight, row};

/// Values of `Origin` that are no origin that a browser sends.
pub(crate) const MALFORMED: [&str; 15] = [
    "",
    "null",
    "*",
    "a.example",
    "//a.example",
    "https:a.example",
    "https://",
    "https://a.example/",
    "https://a.example/page",
    "https://a.example?",
    "https://user@a.example",
    "https://a.example:",
    "HTTPS://a.example",
    "https://A.example",
    "https://a.example https://a.example",
];

/// The status and the CORS headers of an answer.
type Expected<'a> = (u16, &'a [&'a str]);

/// What a route for `GET`, `POST` and `PUT` answers at `/`.
///
/// The word `ORIGIN` stands for the request's own.
pub(crate) struct Answers<'a> {
    pub(crate) allowed: &'a [&'a str],
    pub(crate) foreign: &'a [&'a str],
    pub(crate) without_origin: Expected<'a>,
    pub(crate) to_allowed: Expected<'a>,
    pub(crate) to_foreign: Expected<'a>,
    pub(crate) preflight_of_allowed: Expected<'a>,
    pub(crate) preflight_of_foreign: Expected<'a>,
}

impl<'a> Answers<'a> {
    /// Of a policy that says the same to every origin.
    pub(crate) const fn the_same_to_all(
        allowed: &'a [&'a str],
        actual: Expected<'a>,
        preflight: Expected<'a>,
    ) -> Self {
        Self {
            allowed,
            foreign: &[],
            without_origin: actual,
            to_allowed: actual,
            to_foreign: actual,
            preflight_of_allowed: preflight,
            preflight_of_foreign: preflight,
        }
    }
}

const VARY: &str = "Vary: Origin";
const PREFLIGHT_VARY: &str = "Vary: Origin, Access-Control-Request-Method";
const ALLOW_ORIGIN: &str = "Access-Control-Allow-Origin: ORIGIN";
const ALLOW_METHODS: &str = "Access-Control-Allow-Methods: GET, POST, PUT";

/// Of a policy that has nothing but origins, and not just one exact one.
pub(crate) const OF_A_LIST: Answers<'_> = Answers {
    allowed: &[],
    foreign: &[],
    without_origin: (200, &[VARY]),
    to_allowed: (200, &[ALLOW_ORIGIN, VARY]),
    to_foreign: (200, &[VARY]),
    preflight_of_allowed: (204, &[ALLOW_ORIGIN, ALLOW_METHODS, PREFLIGHT_VARY]),
    preflight_of_foreign: (403, &[PREFLIGHT_VARY]),
};

/// Of a policy with every option, for `https://a.example` and what is below
/// `b.example`.
pub(crate) const OF_EVERY_OPTION: Answers<'_> = Answers {
    allowed: &["https://a.example", "https://x.b.example"],
    foreign: &["https://b.example", "http://a.example", "https://c.example"],
    to_allowed: (
        200,
        &[
            ALLOW_ORIGIN,
            "Access-Control-Allow-Credentials: true",
            "Access-Control-Expose-Headers: X-C",
            VARY,
        ],
    ),
    preflight_of_allowed: (
        204,
        &[
            ALLOW_ORIGIN,
            ALLOW_METHODS,
            "Access-Control-Allow-Headers: X-A, X-B",
            "Access-Control-Allow-Credentials: true",
            "Access-Control-Max-Age: 600",
            PREFLIGHT_VARY,
        ],
    ),
    ..OF_A_LIST
};

/// Nobody: no route of ours took the request.
const NOBODY: Expected<'static> = (404, &[]);

#[track_caller]
pub(crate) fn check_every_request(app: impl Site, answers: &Answers<'_>) {
    let rows = [
        without_origin(answers),
        from_allowed_origins(answers),
        from_foreign_origins(answers),
        from_several_origins(answers),
        that_are_no_preflights(answers.allowed[0]),
        preflights_for_other_methods(answers.allowed[0]),
    ];
    check(app, rows.into_iter().flatten());
}

fn without_origin(answers: &Answers<'_>) -> Vec<Row> {
    ["GET", "POST", "PUT"]
        .map(|method| {
            let about = format!("{method} without an origin");
            expect(about, call(method, "/"), "", answers.without_origin)
        })
        .into()
}

fn from_allowed_origins(answers: &Answers<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for origin in answers.allowed {
        let (actual, preflight) = (answers.to_allowed, answers.preflight_of_allowed);
        rows.extend(from_origin(origin, actual, preflight));
    }
    rows
}

fn from_foreign_origins(answers: &Answers<'_>) -> Vec<Row> {
    let foreign = answers.foreign.iter().chain(&MALFORMED);
    let mut rows = Vec::new();
    for origin in foreign.filter(|origin| !answers.allowed.contains(origin)) {
        let (actual, preflight) = (answers.to_foreign, answers.preflight_of_foreign);
        rows.extend(from_origin(origin, actual, preflight));
    }
    rows
}

fn from_origin(origin: &str, actual: Expected<'_>, answer: Expected<'_>) -> [Row; 5] {
    let about = |what| format!("{what} from `{origin}`");
    let actual = |method| {
        let call = call(method, "/").origin(origin);
        expect(about(method), call, origin, actual)
    };
    let preflight = |method| {
        let call = preflight(method).origin(origin);
        expect(about("preflight"), call, origin, answer)
    };
    [
        actual("GET"),
        actual("POST"),
        actual("PUT"),
        preflight("POST"),
        preflight("PUT"),
    ]
}

/// None of them is allowed, whatever each is by itself.
fn from_several_origins(answers: &Answers<'_>) -> Vec<Row> {
    let allowed = answers.allowed[0];
    let several = |call: Call, second: &str| call.origin(allowed).origin(second);
    [allowed, "https://foreign.example"]
        .into_iter()
        .flat_map(|second| {
            let about = format!("several `Origin` lines, the second `{second}`");
            let (get, preflight) = (several(get(), second), several(preflight("PUT"), second));
            [
                expect(about.clone(), get, "", answers.to_foreign),
                expect(about, preflight, "", answers.preflight_of_foreign),
            ]
        })
        .collect()
}

fn that_are_no_preflights(allowed: &str) -> Vec<Row> {
    [
        ("plain OPTIONS", options()),
        (
            "OPTIONS with `Origin`, without `Access-Control-Request-Method`",
            options().origin(allowed),
        ),
        (
            "OPTIONS with `Access-Control-Request-Method`, without `Origin`",
            preflight("PUT"),
        ),
        (
            "OPTIONS with `Access-Control-Request-Headers` alone",
            options().origin(allowed).asking("x-a"),
        ),
        (
            "OPTIONS with several `Access-Control-Request-Method` lines",
            preflight("PUT")
                .header("Access-Control-Request-Method", "PUT")
                .origin(allowed),
        ),
    ]
    .map(|(about, call)| expect(about.to_owned(), call, "", NOBODY))
    .into()
}

/// Those that the route does not serve, which other routes may.
fn preflights_for_other_methods(allowed: &str) -> Vec<Row> {
    [
        "DELETE",
        "PATCH",
        "OPTIONS",
        "put",
        "PUTS",
        "PUT, POST",
        "*",
        "",
    ]
    .map(|method| {
        let about = format!("preflight for `{method}`");
        expect(about, preflight(method).origin(allowed), "", NOBODY)
    })
    .into()
}

fn expect(about: String, call: Call, origin: &str, (status, headers): Expected<'_>) -> Row {
    let headers: Vec<_> = headers
        .iter()
        .map(|line| line.replace("ORIGIN", origin))
        .collect();
    let headers: Vec<_> = headers.iter().map(Deref::deref).collect();
    row(about, call, status, &headers)
}
