//! The cases: each route from each place, the rest drawn by a seeded generator.

use corsac::testing::{Credentials, Engine};

use super::{
    by_hand,
    case::{Body, Case, Fetch, PLAIN_APP, Place, SECURE_APP},
    policies::{self, Route},
};

pub(crate) const PLACES: &[Place] = &[
    Place::at("https://frontend.test"),
    Place::at("https://other.test"),
    Place::at("https://pr-1.preview.frontend.test"),
    Place::at("https://a.pr-1.preview.frontend.test"),
    Place::at("https://preview.frontend.test"),
    Place::at("https://frontend.test:8443"),
    Place::at("https://frontend.test.evil.test"),
    Place::at("https://evil.test"),
    Place::at(SECURE_APP),
    Place::sandboxed_at("https://frontend.test"),
    Place::at("http://frontend.test"),
    Place::at("http://localhost:5173"),
    Place::at("http://127.0.0.1:3000"),
    Place::at("http://www.plain-api.test"),
    Place::at(PLAIN_APP),
    Place::sandboxed_at("http://frontend.test"),
];

/// Repeated are those that are to be drawn more often.
const METHODS: &[&str] = &[
    "GET", "GET", "GET", "GET", "POST", "POST", "POST", "HEAD", "PUT", "PUT", "PUT", "PUT",
    "PATCH", "DELETE", "PURGE", "OPTIONS", "QUERY", "get", "post", "put", "Delete", "patch",
    "purge", "CONNECT", "trace", "Track",
];

/// The longest value that needs no preflight: 128 bytes.
const LONGEST_SAFE: &str = concat!(
    "text/plain;q=0.123456789012345678901234567890123456789012345678901234567890",
    "12345678901234567890123456789012345678901234567890123"
);
const ONE_TOO_LONG: &str = concat!(
    "text/plain;q=0.123456789012345678901234567890123456789012345678901234567890",
    "123456789012345678901234567890123456789012345678901230"
);
const _: () = assert!(LONGEST_SAFE.len() == 128 && ONE_TOO_LONG.len() == 129);

type Lines = &'static [(&'static str, &'static str)];

const HEADERS: &[Lines] = &[
    &[],
    &[],
    &[],
    &[],
    &[],
    &[],
    &[],
    &[("X-A", "1")],
    &[("X-A", "1")],
    &[("X-A", "1")],
    &[("X-B", "1"), ("x-a", "2")],
    &[("X-A", "1"), ("x-a", "2")],
    &[("X-B", "1"), ("X-C", "1"), ("X-A", "1")],
    &[("Authorization", "Bearer token")],
    &[("Authorization", "Bearer token"), ("X-A", "1")],
    &[("Accept", "text/html")],
    &[("Accept", "\"quoted\"")],
    &[("Accept", "a:b")],
    &[("Accept", LONGEST_SAFE)],
    &[("Accept", ONE_TOO_LONG)],
    &[("Accept-Language", "en-GB, en;q=0.5")],
    &[("Accept-Language", "en_GB")],
    &[("Content-Language", "*.en =;")],
    &[("Content-Language", "en/GB")],
    &[("Content-Type", "application/json")],
    &[("Content-Type", "application/json"), ("X-A", "1")],
    &[("Content-Type", "text/plain")],
    &[("Content-Type", "TEXT/Plain; charset=utf-8")],
    &[("Content-Type", "text/plain; a=\"b\"")],
    &[("Content-Type", "application/x-www-form-urlencoded")],
    &[("Content-Type", "multipart/form-data; boundary=x")],
    &[("Content-Type", "text/plain, application/json")],
    &[("Content-Type", "text")],
    &[("Content-Type", "application/csp-report")],
    &[("Range", "bytes=0-1")],
    &[("Range", "bytes=1-")],
    &[("Range", "bytes=-1")],
    &[("Range", "bytes=1-0")],
    &[("Range", "bytes=0-1,3-4")],
    &[("Host", "evil.test"), ("Origin", "https://frontend.test")],
    &[
        ("Sec-Fetch-Site", "same-origin"),
        ("Proxy-Authorization", "x"),
        ("Date", "x"),
    ],
    &[
        ("Access-Control-Request-Method", "PUT"),
        ("DNT", "1"),
        ("TE", "trailers"),
    ],
    &[("X-HTTP-Method-Override", "TRACE")],
    &[("X-HTTP-Method-Override", "PUT")],
    &[("X-Method-Override", "GET, track")],
    &[("Access-Control-Allow-Origin", "*")],
    &[
        ("Accept-Charset", "utf-8"),
        ("Accept-Encoding", "gzip"),
        ("Via", "x"),
    ],
    &[
        ("Referer", "https://frontend.test/"),
        ("Set-Cookie", "a=b"),
        ("Upgrade", "x"),
    ],
    &[("Save-Data", "on")],
    &[("Save-Data", "maybe")],
    &[
        ("Device-Memory", "0.5"),
        ("Width", "1"),
        ("Viewport-Width", "1"),
    ],
    &[("ECT", "4g"), ("RTT", "1"), ("Downlink", "1.5")],
    &[("Priority", "u=1")],
    &[("Purpose", "prefetch")],
    &[("Upgrade-Insecure-Requests", "1")],
    &[("DPR", "1.5")],
    &[("Last-Event-ID", "1")],
    &[("Cache-Control", "no-cache")],
    &[("If-None-Match", "\"1\"")],
    &[("User-Agent", "fox")],
];

const BODIES: &[Body] = &[Body::None, Body::None, Body::Text, Body::Bytes];

const CREDENTIALS: &[Credentials] = &[
    Credentials::Omit,
    Credentials::SameOrigin,
    Credentials::SameOrigin,
    Credentials::Include,
    Credentials::Include,
];

const STATUSES: &[u16] = &[200, 200, 200, 200, 201, 204, 400, 401, 403, 404, 500];

/// What an engine can't be asked: a route, and why.
const LEFT_OUT: &[(Engine, &str, &str)] = &[(
    Engine::WebKit,
    "/broken",
    "whether a script is told that a body breaks off depends on chance",
)];

/// Takes out of `cases` what `engine` can't be asked, each of which has to be there;
/// tells how many routes these are.
pub(crate) fn leave_out(engine: Engine, cases: &mut Vec<Case>) -> usize {
    let mut routes = 0;
    for (_, path, reason) in LEFT_OUT.iter().filter(|(it, ..)| *it == engine) {
        let number = cases.len();
        cases.retain(|case| case.route.path != *path);
        assert!(cases.len() < number, "no case has {path}: {reason}");
        routes += 1;
    }
    routes
}

/// For each route and place: fetches from URLs of their own.
pub(crate) fn single_fetches() -> Vec<Case> {
    /// Of each route, from a place that many policies allow, and from others.
    const NUMBERS: (usize, usize) = (12, 3);

    let mut dice = Dice(0);
    let mut cases = Vec::new();
    for (route, place) in routes_and_places() {
        let number = if place == PLACES[0] {
            NUMBERS.0
        } else {
            NUMBERS.1
        };
        for _ in 0..number {
            let fetches = vec![Fetch::drawn(&mut dice)];
            cases.push(Case::drawn(
                &mut dice,
                "s",
                cases.len(),
                route.clone(),
                place,
                fetches,
            ));
        }
    }
    cases
}

/// For some routes and places: several fetches from one URL, which meet the
/// answers to earlier preflights.
pub(crate) fn repeated_fetches() -> Vec<Case> {
    /// One of how many routes and places has such a case.
    const ONE_OF: usize = 4;

    let mut dice = Dice(1);
    let mut cases = Vec::new();
    for (route, place) in routes_and_places() {
        // A second may pass between two fetches, or not.
        if route.path == "/max-age-1" || dice.below(ONE_OF) != 0 {
            continue;
        }
        let fetches = (0..4).map(|_| Fetch::repeatable(&mut dice)).collect();
        cases.push(Case::drawn(
            &mut dice,
            "r",
            cases.len(),
            route,
            place,
            fetches,
        ));
    }
    cases
}

fn routes_and_places() -> impl Iterator<Item = (Route, Place)> {
    let mut routes = policies::all();
    routes.extend(by_hand::all());
    routes.into_iter().flat_map(|route| {
        let pair = move |place: &Place| (route.clone(), *place);
        PLACES.iter().map(pair)
    })
}

impl Case {
    fn drawn(
        dice: &mut Dice,
        prefix: &str,
        number: usize,
        route: Route,
        place: Place,
        fetches: Vec<Fetch>,
    ) -> Self {
        let one_of_secure = match (place.address.starts_with("https:"), place.in_sandbox) {
            (false, _) => 2,
            // It gets nothing from an app of `http`; that is seen soon.
            (true, false) => 16,
            // Nor does this one, but for the page around it, which is not predicted.
            (true, true) => usize::MAX,
        };
        let app = if dice.below(one_of_secure) == 0 {
            PLAIN_APP
        } else {
            SECURE_APP
        };
        Self {
            id: format!("{prefix}{number}"),
            route,
            place,
            app,
            status: *dice.one_of(STATUSES),
            fetches,
        }
    }
}

impl Fetch {
    fn drawn(dice: &mut Dice) -> Self {
        let method = *dice.one_of(METHODS);
        // Seldom with a method that has none, which fails at once.
        let has_body =
            !["get", "head"].contains(&&*method.to_ascii_lowercase()) || dice.below(16) == 0;
        Self {
            method,
            headers: dice.one_of(HEADERS).to_vec(),
            body: if has_body {
                *dice.one_of(BODIES)
            } else {
                Body::None
            },
            credentials: *dice.one_of(CREDENTIALS),
            pause: 0,
        }
    }

    /// With few choices, so that they recur.
    fn repeatable(dice: &mut Dice) -> Self {
        Self {
            method: *dice.one_of(&["PUT", "PUT", "PUT", "GET", "PATCH"]),
            headers: dice
                .one_of(&[vec![], vec![("X-A", "1")], vec![("X-A", "1"), ("X-B", "1")]])
                .clone(),
            body: Body::None,
            credentials: *dice.one_of(&[
                Credentials::Omit,
                Credentials::Include,
                Credentials::Include,
            ]),
            pause: 0,
        }
    }
}

/// The generator `SplitMix64`: the same numbers in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        usize::try_from(mixed % limit as u64).expect("below a usize")
    }

    fn one_of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }
}
