//! Routes with every kind of policy, and what each may say.

use actix_web::{
    HttpResponse, Responder,
    dev::RequestHead,
    web::{self, ServiceConfig},
};
use corsac::{ConfiguredPolicy, Origin, Origins, Policy, PolicyConfig, cors, policy};

/// What answers below a path may say of CORS.
pub(super) struct Rule {
    pub(super) path: &'static str,
    /// Whatever the origin.
    pub(super) constant_origin: Option<&'static str>,
    pub(super) allows: fn(&str) -> bool,
    pub(super) lines: &'static [(&'static str, &'static str)],
    pub(super) mirrors: bool,
}

const METHODS: (&str, &str) = ("access-control-allow-methods", "GET, PUT");
const CREDENTIALS: (&str, &str) = ("access-control-allow-credentials", "true");

const A: &str = "https://a.example";
const B: &str = "https://b.example";

pub(super) const RULES: [Rule; 10] = [
    Rule {
        path: "/any",
        constant_origin: Some("*"),
        allows: |_| false,
        lines: &[
            METHODS,
            ("access-control-allow-headers", "*, Authorization"),
            ("access-control-expose-headers", "*"),
        ],
        mirrors: false,
    },
    Rule {
        path: "/one",
        constant_origin: Some(A),
        allows: |_| false,
        lines: &[METHODS, ("access-control-max-age", "600")],
        mirrors: false,
    },
    Rule {
        path: "/listed",
        constant_origin: None,
        allows: |it| it == A || is_below_b(it),
        lines: &[
            METHODS,
            CREDENTIALS,
            ("access-control-allow-headers", "Content-Type, X-A"),
            ("access-control-expose-headers", "X-Total"),
        ],
        mirrors: false,
    },
    Rule {
        path: "/mirror",
        constant_origin: None,
        allows: |it| it == A || it == B,
        lines: &[METHODS],
        mirrors: true,
    },
    Rule {
        path: "/blocking",
        constant_origin: None,
        allows: |it| it == A,
        lines: &[METHODS, CREDENTIALS],
        mirrors: false,
    },
    Rule {
        path: "/learned",
        constant_origin: None,
        allows: |it| it == A || it == B,
        lines: &[METHODS],
        mirrors: false,
    },
    Rule {
        path: "/asked",
        constant_origin: None,
        allows: |it| it == B,
        lines: &[METHODS],
        mirrors: false,
    },
    Rule {
        path: "/configured",
        constant_origin: None,
        allows: |it| it == B || it == "null",
        lines: &[METHODS],
        mirrors: false,
    },
    Rule {
        path: "/around",
        constant_origin: None,
        allows: |it| it == A || it == B,
        lines: &[
            ("access-control-allow-methods", "GET, PUT, DELETE"),
            ("access-control-allow-headers", "X-A"),
            ("access-control-expose-headers", "X-Total"),
        ],
        mirrors: false,
    },
    Rule {
        path: "/owned",
        constant_origin: None,
        allows: |it| it == A || is_below_b(it),
        lines: &[
            ("access-control-allow-methods", "GET, HEAD, POST"),
            CREDENTIALS,
        ],
        mirrors: false,
    },
];

/// One label or more below `B`.
fn is_below_b(origin: &str) -> bool {
    let labels = origin.strip_prefix("https://");
    let labels = labels.and_then(|host| host.strip_suffix(".b.example"));
    labels.is_some_and(|labels| {
        let is_inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
        let is_label = |it: &str| {
            !it.is_empty() && it.chars().all(is_inner) && !it.starts_with('-') && !it.ends_with('-')
        };
        labels.split('.').all(is_label)
    })
}

static LEARNED: Origins = Origins::new();
static CONFIGURED: ConfiguredPolicy = ConfiguredPolicy::new().dangerously_null_origin();
static AROUND: Policy = policy!(
    allow_origins("https://a.example", "https://b.example"),
    allow_methods("GET", "PUT", "DELETE"),
    allow_headers("X-A"),
    expose_headers("X-Total"),
);

fn is_b(origin: &Origin<'_>, _: &RequestHead) -> bool {
    origin.to_string() == B
}

async fn is_b_by_and_by(origin: &Origin<'_>, _: &actix_web::HttpRequest) -> bool {
    actix_web::rt::task::yield_now().await;
    origin.to_string() == B
}

macro_rules! routes {
    ($($name:ident $path:literal ($($options:tt)*);)*) => {
        $(
            #[cors($($options)*)]
            #[actix_web::route($path, method = "GET", method = "PUT")]
            async fn $name() -> impl Responder {
                answer()
            }
        )*
        fn register_annotated(config: &mut ServiceConfig) {
            $(config.service($name);)*
        }
    };
}

routes! {
    any "/any" (
        allow_origins("*"),
        allow_headers("*", "Authorization"),
        expose_headers("*")
    );
    one "/one" (allow_origins("https://a.example"), max_age = 600);
    listed "/listed" (
        allow_origins("https://a.example", "https://*.b.example"),
        allow_headers("Content-Type", "X-A"),
        expose_headers("X-Total"),
        allow_credentials
    );
    mirror "/mirror" (
        allow_origins("https://a.example", "https://b.example"),
        allow_headers(mirror_request)
    );
    blocking "/blocking" (
        allow_origins("https://a.example"),
        allow_credentials,
        block_on_origin_mismatch
    );
    learned "/learned" (allow_origins(from(LEARNED), predicate(is_b)));
    asked "/asked" (allow_origins(predicate(async is_b_by_and_by)));
    configured "/configured" (policy(CONFIGURED));
}

#[cors(
    allow_origins("https://a.example", "https://c.example"),
    allow_credentials
)]
#[actix_web::get("/inside")]
async fn inside() -> impl Responder {
    answer()
}

/// With headers that only a policy may say.
fn answer() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(("Access-Control-Allow-Origin", "https://evil.example"))
        .insert_header(("Access-Control-Allow-Credentials", "yes"))
        .insert_header(("Access-Control-Expose-Headers", "X-Secret"))
        .body("hello")
}

pub(super) fn register(config: &mut ServiceConfig) {
    LEARNED.replace([A]).expect("an origin");
    let null_or_b = PolicyConfig::new().allow_origins([B, "null"]);
    CONFIGURED.replace(null_or_b).expect("a policy");
    let owned = ConfiguredPolicy::new().owned();
    let pages = PolicyConfig::new()
        .allow_origins([A, "https://*.b.example"])
        .allow_credentials(true);
    owned.replace(pages).expect("a policy");

    let plain = || web::resource("/plain").to(async || answer());
    let around = web::scope("/around").service(plain()).service(inside);
    let in_owned = web::scope("/owned").service(plain()).wrap(owned);
    config.configure(register_annotated);
    config.service(around.wrap(&AROUND)).service(in_owned);
}
