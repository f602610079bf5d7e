//! What a policy says of itself.

use actix_web::{Responder, dev::RequestHead, get, put};
use corsac::{
    Origin, Origins, Policy,
    audit::{self, AllowHeaders, AllowOrigin, Danger, Route},
    cors, policy,
};

static SAFE: Origins = Origins::new();
static UNSAFE: Origins = Origins::dangerously_insecure_origins();
static SUFFIXES: Origins = Origins::dangerously_public_suffixes();
static BOTH_LIFTED: Origins = Origins::dangerously_insecure_origins_and_public_suffixes();

fn is_partner(origin: &Origin<'_>, _: &RequestHead) -> bool {
    origin.host() == "partner.example"
}

#[cors(
    allow_origins(
        "https://z.example",
        "https://*.a.example",
        dev("http://localhost:*"),
        from(SAFE),
        "null",
        predicate(is_partner)
    ),
    allow_headers("Content-Type", "X-B", "X-A"),
    expose_headers("X-D", "X-C"),
    allow_credentials,
    max_age = 86_400,
    block_on_origin_mismatch,
    dangerously(unchecked_origins, null_origin)
)]
#[put("/policy/largest")]
async fn largest() -> impl Responder {
    "largest"
}

#[cors(allow_origins("*"))]
#[get("/policy/smallest")]
async fn smallest() -> impl Responder {
    "smallest"
}

#[cors(
    allow_origins("*"),
    allow_headers("*", "Authorization"),
    expose_headers("*")
)]
#[get("/policy/wildcards")]
async fn wildcards() -> impl Responder {
    "wildcards"
}

#[cors(allow_origins("*"), allow_headers(mirror_request))]
#[get("/policy/mirrored")]
async fn mirrored() -> impl Responder {
    "mirrored"
}

#[cors(
    allow_origins(from(SAFE), from(SUFFIXES), from(BOTH_LIFTED)),
    allow_credentials
)]
#[get("/policy/sets")]
async fn sets() -> impl Responder {
    "sets"
}

pub(crate) fn route(path: &str) -> &'static Route {
    let mut routes = audit::routes().into_iter();
    routes.find(|route| route.path() == path).unwrap()
}

#[test]
fn the_largest_policy_says_all_that_is_written() {
    let policy = route("/policy/largest").policy();
    let origins: Vec<_> = policy
        .allow_origins()
        .iter()
        .map(ToString::to_string)
        .collect();

    assert_eq!(
        origins,
        [
            r#""https://z.example""#,
            r#""https://*.a.example""#,
            #[cfg(debug_assertions)]
            r#"dev("http://localhost:*")"#,
            "from(SAFE)",
            r#""null""#,
            "predicate(is_partner)",
        ]
    );
    let headers = ["Content-Type", "X-B", "X-A"].map(str::to_owned).to_vec();
    assert_eq!(policy.allow_headers(), AllowHeaders::Names(headers));
    assert_eq!(policy.expose_headers(), ["X-D", "X-C"]);
    assert!(policy.allow_credentials());
    assert_eq!(policy.max_age(), Some(86400));
    assert!(policy.block_on_origin_mismatch());
    assert_eq!(
        policy.dangerously(),
        [Danger::UncheckedOrigins, Danger::NullOrigin]
    );
    assert!(
        policy
            .to_string()
            .starts_with(r#"#[cors(allow_origins("https://z.example", "#),
        "{policy}"
    );
}

#[test]
fn the_smallest_policy_says_nothing_else() {
    let policy = route("/policy/smallest").policy();

    assert!(matches!(policy.allow_origins(), [AllowOrigin::Any]));
    assert_eq!(policy.allow_headers(), AllowHeaders::Names(Vec::new()));
    assert!(policy.expose_headers().is_empty());
    assert!(!policy.allow_credentials());
    assert_eq!(policy.max_age(), None);
    assert!(!policy.block_on_origin_mismatch());
    assert!(policy.dangerously().is_empty());
}

#[test]
fn origins_are_told_apart_by_kind() {
    let origins = route("/policy/largest").policy().allow_origins();
    let origins = origins
        .iter()
        .filter(|entry| !matches!(entry, AllowOrigin::Dev(_)));
    let origins: Vec<_> = origins.collect();

    assert!(
        matches!(
            origins[..],
            [
                AllowOrigin::Exact("https://z.example"),
                AllowOrigin::Pattern("https://*.a.example"),
                AllowOrigin::From("SAFE", set),
                AllowOrigin::Exact("null"),
                AllowOrigin::Predicate("is_partner"),
            ] if std::ptr::eq(*set, &raw const SAFE)
        ),
        "{origins:?}"
    );
}

#[test]
fn wildcards_and_mirrored_headers_are_kept() {
    let with_wildcards = route("/policy/wildcards").policy();
    let with_mirror = route("/policy/mirrored").policy();

    let names = ["*", "Authorization"].map(str::to_owned).to_vec();
    assert_eq!(with_wildcards.allow_headers(), AllowHeaders::Names(names));
    assert_eq!(with_wildcards.expose_headers(), ["*"]);
    assert_eq!(with_mirror.allow_headers(), AllowHeaders::MirrorRequest);
}

#[test]
fn insecure_is_what_the_rules_call_so_and_what_nobody_keeps_out() {
    for (entry, is_insecure) in [
        (AllowOrigin::Any, true),
        (AllowOrigin::Exact("http://a.example"), true),
        (AllowOrigin::Exact("https://a.example"), false),
        (AllowOrigin::Exact("http://localhost"), false),
        (AllowOrigin::Exact("tauri://localhost"), false),
        (AllowOrigin::Exact("null"), true),
        (AllowOrigin::Pattern("http://*.a.example"), true),
        (AllowOrigin::Pattern("https://*.a.example:*"), false),
        (AllowOrigin::Pattern("http://localhost:*"), false),
        (AllowOrigin::Dev("http://devbox.example:8080"), true),
        (AllowOrigin::Dev("http://127.0.0.1:*"), false),
        (AllowOrigin::From("SAFE", &SAFE), false),
        (AllowOrigin::From("UNSAFE", &UNSAFE), true),
        (AllowOrigin::From("SUFFIXES", &SUFFIXES), false),
        (AllowOrigin::From("BOTH_LIFTED", &BOTH_LIFTED), true),
        (AllowOrigin::Predicate("is_partner"), true),
    ] {
        assert_eq!(entry.is_insecure(), is_insecure, "{entry}");
    }
}

#[test]
fn an_origin_that_is_insecure_with_credentials_has_a_danger_named() {
    static BOTH: Policy = policy!(
        allow_origins("http://a.example"),
        allow_credentials,
        dangerously(insecure_origins)
    );

    assert!(BOTH.allow_origins()[0].is_insecure());
    assert_eq!(BOTH.dangerously(), [Danger::InsecureOrigins]);
}

#[test]
fn what_a_set_of_run_time_origins_lifts_is_a_danger_of_the_policy() {
    static NONE: Policy = policy!(allow_origins(from(SAFE)), allow_credentials);
    static INSECURE: Policy = policy!(allow_origins(from(UNSAFE)), allow_credentials);
    static PUBLIC: Policy = policy!(allow_origins(from(SUFFIXES)), allow_credentials);
    static BOTH: Policy = policy!(allow_origins(from(BOTH_LIFTED)), allow_credentials);
    SUFFIXES.replace(["https://*.github.io"]).unwrap();

    for (policy, dangers) in [
        (&NONE, &[][..]),
        (&INSECURE, &[Danger::InsecureOrigins]),
        (&PUBLIC, &[Danger::PublicSuffixes]),
        (&BOTH, &[Danger::InsecureOrigins, Danger::PublicSuffixes]),
    ] {
        assert_eq!(policy.dangerously(), dangers, "{policy}");
        assert_eq!(policy.allow_origins()[0].dangerously(), dangers, "{policy}");
    }
}

#[test]
fn each_danger_is_named_once_those_of_the_attribute_first() {
    static SHARED: Policy = policy!(
        allow_origins(
            "http://a.example",
            from(BOTH_LIFTED),
            from(SUFFIXES),
            "null"
        ),
        allow_credentials,
        dangerously(null_origin, insecure_origins),
    );

    assert_eq!(
        SHARED.dangerously(),
        [
            Danger::NullOrigin,
            Danger::InsecureOrigins,
            Danger::PublicSuffixes
        ]
    );
}
