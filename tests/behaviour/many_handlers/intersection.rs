//! Any policies around each other, any page: what it reads is what all of them allow,
//! and an answer depends on nothing that `Vary` does not name.

use actix_web::{
    App, HttpResponse, Responder,
    dev::ServiceResponse,
    middleware::Condition,
    route,
    rt::System,
    test::{TestRequest, call_service, init_service},
    web,
};
use corsac::{
    Policy, cors, policy,
    testing::{Credentials, Page},
};
use proptest::{
    prelude::*,
    sample::{select, subsequence},
    strategy::ValueTree as _,
    test_runner::TestRunner,
};

use crate::support::Answer;

const A: &str = "https://a.example";
const B: &str = "https://b.example";
const C: &str = "https://c.p.example";
/// That of the app, too.
const OWN: &str = "http://localhost:8080";

/// A policy, and what it means: written once more, without a matcher.
struct Case {
    policy: &'static Policy,
    allows: fn(&str) -> bool,
    allows_credentials: bool,
}

macro_rules! cases {
    ($($name:ident: $allows:expr, $credentials:literal, ($($options:tt)*);)*) => {
        $(static $name: Policy = policy!($($options)*, allow_methods("GET", "PUT"));)*
        const CASES: &[Case] = &[$(Case {
            policy: &$name,
            allows: $allows,
            allows_credentials: $credentials,
        }),*];
    };
}

cases! {
    ANY: |_| true, false, (allow_origins("*"), expose_headers("X-Of-Any"));
    ONE: |it| it == A, false, (allow_origins("https://a.example"));
    ONE_WITH: |it| it == A, true, (allow_origins("https://a.example"), allow_credentials);
    BLOCKING: |it| it == B, false, (allow_origins("https://b.example"), block_on_origin_mismatch);
    TWO: |it| it == A || it == B, false, (
        allow_origins("https://a.example", "https://b.example"),
        expose_headers("X-Of-Two")
    );
    TWO_WITH: |it| it == A || it == B, true, (
        allow_origins("https://a.example", "https://b.example"), allow_credentials
    );
    TWO_BLOCKING: |it| it == A || it == B, true, (
        allow_origins("https://a.example", "https://b.example"),
        allow_credentials,
        block_on_origin_mismatch
    );
    WIDE: |it| it == A || it == C, true, (
        allow_origins("https://a.example", "https://*.p.example"), allow_credentials
    );
    NULL: |it| it == "null" || it == B, false, (
        allow_origins("null", "https://b.example"), dangerously(null_origin)
    );
}

macro_rules! routes {
    ($($name:ident $path:literal $policy:ident;)*) => {
        $(
            #[cors(policy($policy))]
            #[route($path, method = "GET", method = "PUT")]
            async fn $name() -> impl Responder {
                ""
            }
        )*
        fn register(config: &mut web::ServiceConfig) {
            $(config.service($name);)*
        }
        /// Each path, and the policy of its route among [`CASES`].
        const PATHS: &[(&str, &Policy)] = &[$(($path, &$policy)),*];
    };
}

routes! {
    any "/any" ANY;
    one_with "/one-with" ONE_WITH;
    blocking "/blocking" BLOCKING;
    two_blocking "/two-blocking" TWO_BLOCKING;
    wide "/wide" WIDE;
}

fn case_of(policy: &Policy) -> &'static Case {
    let found = CASES.iter().find(|case| std::ptr::eq(case.policy, policy));
    found.expect("the policies of routes are among the cases")
}

/// Policies on the way to a path, the outermost first.
#[derive(Clone, Debug)]
struct Way {
    /// Indices of [`CASES`] around the app, a scope, and a scope in it.
    around: Vec<usize>,
    /// Where in [`PATHS`], or a route that is not annotated.
    route: Option<usize>,
}

impl Way {
    fn path(&self) -> String {
        let path = self.route.map_or("/plain", |route| PATHS[route].0);
        format!("/outer/inner{path}")
    }

    fn cases(&self) -> Vec<&'static Case> {
        let around = self.around.iter().map(|case| &CASES[*case]);
        let route = self.route.map(|route| case_of(PATHS[route].1));
        around.chain(route).collect()
    }

    fn wrap(&self, layer: usize) -> Condition<&'static Policy> {
        let case = self.around.get(layer);
        Condition::new(case.is_some(), CASES[*case.unwrap_or(&0)].policy)
    }
}

/// Asks the app that has these policies.
macro_rules! with_app {
    ($way:expr, |$app:ident| $ask:expr) => {
        System::new().block_on(async {
            let way: &Way = $way;
            let inner = web::scope("/inner")
                .configure(register)
                .route("/plain", web::to(HttpResponse::Ok));
            let outer = web::scope("/outer").service(inner.wrap(way.wrap(2)));
            let app = App::new()
                .service(outer.wrap(way.wrap(1)))
                .wrap(way.wrap(0));
            let $app = init_service(app).await;
            $ask
        })
    };
}

fn way() -> impl Strategy<Value = Way> {
    let around = prop::collection::vec(0..CASES.len(), 0..=3);
    let route = prop::option::of(0..PATHS.len());
    (around, route).prop_map(|(around, route)| Way { around, route })
}

#[derive(Clone, Debug)]
struct Fetch {
    origin: &'static str,
    method: &'static str,
    credentials: Credentials,
}

fn fetch() -> impl Strategy<Value = Fetch> {
    let origin = select(vec![A, A, B, B, C, "https://p.example", "null", OWN]);
    let method = select(vec!["GET", "PUT"]);
    let credentials = select(vec![Credentials::Omit, Credentials::Include]);
    (origin, method, credentials).prop_map(|(origin, method, credentials)| Fetch {
        origin,
        method,
        credentials,
    })
}

fn reads(way: &Way, fetch: &Fetch) -> bool {
    with_app!(way, |app| {
        let method = fetch.method.parse().unwrap();
        let request = TestRequest::default().method(method).uri(&way.path());
        let page = Page::at(fetch.origin).credentials(fetch.credentials);
        page.fetch(&app, request).await.is_ok()
    })
}

/// The meaning of policies around each other.
fn is_allowed(way: &Way, fetch: &Fetch) -> bool {
    let cases = way.cases();
    let with_credentials = fetch.credentials == Credentials::Include;
    fetch.origin == OWN
        || !cases.is_empty()
            && cases.iter().all(|case| {
                (case.allows)(fetch.origin) && (case.allows_credentials || !with_credentials)
            })
}

/// Request headers, any of which an answer may depend on.
type Lines = Vec<(&'static str, &'static str)>;

fn lines() -> impl Strategy<Value = Lines> {
    let origin = select(vec![A, B, C, "null", OWN, "https://api.example"]);
    let origin = origin.prop_map(|origin| ("Origin", origin));
    let others = vec![
        ("Sec-Fetch-Site", "same-origin"),
        ("Sec-Fetch-Site", "cross-site"),
        ("X-Forwarded-Proto", "https"),
        ("X-Forwarded-Host", "api.example"),
        ("Forwarded", "host=api.example"),
        ("Access-Control-Request-Method", "PUT"),
        ("Accept", "*/*"),
    ];
    let others = subsequence(others, 0..=3);
    (prop::option::weighted(0.9, origin), others)
        .prop_map(|(origin, others)| origin.into_iter().chain(others).collect())
}

fn ask(way: &Way, lines: &[(&str, &str)]) -> Answer {
    with_app!(way, |app| {
        let mut request = TestRequest::get().uri(&way.path());
        for line in lines {
            request = request.append_header(*line);
        }
        let answer: ServiceResponse<_> = call_service(&app, request.to_request()).await;
        Answer::of(answer.response())
    })
}

/// Whether two requests differ in nothing that the answer to one of them depends on.
fn are_one_to_a_cache(answer: &Answer, one: &Lines, other: &Lines) -> bool {
    let lines_of = |lines: &Lines, name: &str| -> Vec<_> {
        let named = lines.iter().filter(|(it, _)| it.eq_ignore_ascii_case(name));
        named.map(|(_, value)| *value).collect()
    };
    answer
        .vary()
        .iter()
        .all(|name| lines_of(one, name) == lines_of(other, name))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn a_page_reads_what_every_policy_on_the_way_allows(way in way(), fetch in fetch()) {
        prop_assert_eq!(reads(&way, &fetch), is_allowed(&way, &fetch));
    }

    #[test]
    fn answers_that_differ_say_why_in_vary(way in way(), one in lines(), other in lines()) {
        let answer = ask(&way, &one);

        if are_one_to_a_cache(&answer, &one, &other) {
            prop_assert_eq!(answer, ask(&way, &other));
        }
    }
}

/// Without this, the properties above could hold for want of examples.
#[test]
fn generated_fetches_are_allowed_and_refused_often_enough() {
    let mut runner = TestRunner::deterministic();
    let (mut allowed, mut refused, mut alike) = (0, 0, 0);

    for _ in 0..1000 {
        let mut new = || {
            (way(), fetch(), lines(), lines())
                .new_tree(&mut runner)
                .unwrap()
        };
        let (way, fetch, one, other) = new().current();
        if is_allowed(&way, &fetch) {
            allowed += 1;
        } else {
            refused += 1;
        }
        alike += usize::from(one != other && are_one_to_a_cache(&ask(&way, &one), &one, &other));
    }

    let counts = [allowed, refused, alike];
    assert!(counts.iter().all(|&count| count > 100), "{counts:?}");
}
