//! What a policy says of itself.

use std::borrow::Cow;

use actix_web::{Responder, dev::RequestHead, get, put};
use corsac::{
    Origin, Origins, Policy,
    audit::{self, AllowHeaders, Danger, Kind, Route},
    cors, policy,
};

static SAFE: Origins = Origins::new();
static UNSAFE: Origins = Origins::new().dangerously_insecure_origins();
static SUFFIXES: Origins = Origins::new().dangerously_public_suffixes();
static BOTH_LIFTED: Origins = Origins::new()
    .dangerously_insecure_origins()
    .dangerously_public_suffixes();

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
    let headers = ["Content-Type", "X-B", "X-A"].map(Cow::Borrowed);
    assert_eq!(policy.allow_headers(), AllowHeaders::Names(&headers));
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

    let origins = policy.allow_origins();
    assert!(matches!(origins, [any] if any.kind() == Kind::Any && any.text() == "*"));
    assert_eq!(policy.allow_headers(), AllowHeaders::Names(&[]));
    assert!(policy.expose_headers().is_empty());
    assert!(!policy.allow_credentials());
    assert_eq!(policy.max_age(), None);
    assert!(!policy.block_on_origin_mismatch());
    assert!(policy.dangerously().is_empty());
}

#[test]
fn origins_are_told_apart_by_kind() {
    let policy = route("/policy/largest").policy();
    let origins = policy
        .allow_origins()
        .iter()
        .filter(|entry| entry.kind() != Kind::Dev);
    let origins: Vec<_> = origins.map(|entry| (entry.kind(), entry.text())).collect();

    assert_eq!(
        origins,
        [
            (Kind::Exact, "https://z.example"),
            (Kind::Pattern, "https://*.a.example"),
            (Kind::From, "SAFE"),
            (Kind::Exact, "null"),
            (Kind::Predicate, "is_partner"),
        ]
    );
}

#[test]
fn wildcards_and_mirrored_headers_are_kept() {
    let with_wildcards = route("/policy/wildcards").policy();
    let with_mirror = route("/policy/mirrored").policy();

    let names = ["*", "Authorization"].map(Cow::Borrowed);
    assert_eq!(with_wildcards.allow_headers(), AllowHeaders::Names(&names));
    assert_eq!(with_wildcards.expose_headers(), ["*"]);
    assert_eq!(with_mirror.allow_headers(), AllowHeaders::MirrorRequest);
}

#[test]
fn insecure_is_what_the_rules_call_so_and_what_nobody_keeps_out() {
    static ANY: Policy = policy!(allow_origins("*"));
    static EACH: Policy = policy!(
        allow_origins(
            "http://a.example",
            "https://a.example",
            "http://localhost",
            "tauri://localhost",
            "null",
            "http://*.a.example",
            "https://*.a.example:*",
            "http://b.example:*",
            dev("http://devbox.example:8080", "http://127.0.0.1:*"),
            from(SAFE),
            from(UNSAFE),
            from(SUFFIXES),
            from(BOTH_LIFTED),
            predicate(is_partner),
        ),
        dangerously(null_origin),
    );
    let insecure = [
        "\"http://a.example\"",
        "\"null\"",
        "\"http://*.a.example\"",
        "\"http://b.example:*\"",
        #[cfg(debug_assertions)]
        "dev(\"http://devbox.example:8080\")",
        "from(UNSAFE)",
        "from(BOTH_LIFTED)",
        "predicate(is_partner)",
    ];

    let each = EACH.audit();
    let found = each.allow_origins().iter();
    let found = found.filter(|entry| entry.is_insecure());
    let found: Vec<_> = found.map(ToString::to_string).collect();

    assert_eq!(found, insecure);
    assert!(ANY.audit().allow_origins()[0].is_insecure());
}

#[test]
fn an_origin_that_is_insecure_with_credentials_has_a_danger_named() {
    static BOTH: Policy = policy!(
        allow_origins("http://a.example"),
        allow_credentials,
        dangerously(insecure_origins)
    );

    assert!(BOTH.audit().allow_origins()[0].is_insecure());
    assert_eq!(BOTH.audit().dangerously(), [Danger::InsecureOrigins]);
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
        let policy = policy.audit();
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
        SHARED.audit().dangerously(),
        [
            Danger::NullOrigin,
            Danger::InsecureOrigins,
            Danger::PublicSuffixes
        ]
    );
}
