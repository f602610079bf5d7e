//! `Display` and `Debug` of a policy: the attribute as it would be written.

use actix_web::dev::RequestHead;
use corsac::{Origin, Origins, Policy, policy};

static TENANTS: Origins = Origins::new();

fn is_partner(_: &Origin<'_>, _: &RequestHead) -> bool {
    true
}

fn is_port<const PORT: u16>(origin: &Origin<'_>, _: &RequestHead) -> bool {
    origin.port() == Some(PORT)
}

macro_rules! a_policy {
    ($($options:tt)*) => {{
        static POLICY: Policy = policy!($($options)*);
        &POLICY
    }};
}

#[track_caller]
fn prints(policy: &Policy, expected: &str) {
    assert_eq!(policy.to_string(), expected);
    assert_eq!(format!("{policy:?}"), expected);
}

#[test]
fn each_kind_of_origin_is_printed() {
    prints(
        a_policy!(allow_origins("*")),
        r#"#[cors(allow_origins("*"))]"#,
    );
    prints(
        a_policy!(allow_origins("https://a.example:8443")),
        r#"#[cors(allow_origins("https://a.example:8443"))]"#,
    );
    prints(
        a_policy!(allow_origins("https://*.a.example", "http://localhost:*")),
        r#"#[cors(allow_origins("https://*.a.example", "http://localhost:*"))]"#,
    );
    prints(
        a_policy!(allow_origins("null"), dangerously(null_origin)),
        r#"#[cors(allow_origins("null"), dangerously(null_origin))]"#,
    );
    prints(
        a_policy!(allow_origins(from(TENANTS))),
        "#[cors(allow_origins(from(TENANTS)))]",
    );
    prints(
        a_policy!(allow_origins(
            from(self::TENANTS),
            predicate(crate::printed_policies::is_partner)
        )),
        "#[cors(allow_origins(from(self::TENANTS), predicate(crate::printed_policies::is_partner)))]",
    );
}

#[test]
fn origins_keep_their_order() {
    prints(
        a_policy!(allow_origins(
            predicate(is_partner),
            "https://z.example",
            "https://*.a.example",
            from(TENANTS),
            "https://b.example"
        )),
        "#[cors(allow_origins(predicate(is_partner), \"https://z.example\", \
         \"https://*.a.example\", from(TENANTS), \"https://b.example\"))]",
    );
}

#[test]
fn a_path_is_printed_whole() {
    prints(
        a_policy!(allow_origins(predicate(is_port::<8443>))),
        "#[cors(allow_origins(predicate(is_port::<8443>)))]",
    );
}

#[test]
fn origins_of_dev_are_printed_where_they_are_allowed() {
    prints(
        a_policy!(allow_origins(
            "https://a.example",
            dev("http://localhost:5173")
        )),
        if cfg!(debug_assertions) {
            r#"#[cors(allow_origins("https://a.example", dev("http://localhost:5173")))]"#
        } else {
            r#"#[cors(allow_origins("https://a.example"))]"#
        },
    );
}

#[test]
fn each_other_option_is_printed() {
    prints(
        a_policy!(allow_origins("*"), allow_methods("PUT", "DELETE")),
        r#"#[cors(allow_origins("*"), allow_methods("PUT", "DELETE"))]"#,
    );
    prints(
        a_policy!(allow_origins("*"), allow_headers("Content-Type", "X-A")),
        r#"#[cors(allow_origins("*"), allow_headers("Content-Type", "X-A"))]"#,
    );
    prints(
        a_policy!(allow_origins("*"), allow_headers("*", "Authorization")),
        r#"#[cors(allow_origins("*"), allow_headers("*", "Authorization"))]"#,
    );
    prints(
        a_policy!(allow_origins("*"), allow_headers(mirror_request)),
        r#"#[cors(allow_origins("*"), allow_headers(mirror_request))]"#,
    );
    prints(
        a_policy!(allow_origins("*"), expose_headers("X-Total-Count", "X-A")),
        r#"#[cors(allow_origins("*"), expose_headers("X-Total-Count", "X-A"))]"#,
    );
    prints(
        a_policy!(allow_origins("*"), expose_headers("*")),
        r#"#[cors(allow_origins("*"), expose_headers("*"))]"#,
    );
    prints(
        a_policy!(allow_origins("https://a.example"), allow_credentials),
        r#"#[cors(allow_origins("https://a.example"), allow_credentials)]"#,
    );
    prints(
        a_policy!(allow_origins("*"), max_age = 0),
        r#"#[cors(allow_origins("*"), max_age = 0)]"#,
    );
    prints(
        a_policy!(allow_origins("https://a.example"), block_on_origin_mismatch),
        r#"#[cors(allow_origins("https://a.example"), block_on_origin_mismatch)]"#,
    );
    prints(
        a_policy!(
            allow_origins(
                "null",
                "http://a.example",
                "https://*.github.io",
                predicate(is_partner)
            ),
            allow_credentials,
            dangerously(
                insecure_origins,
                public_suffixes,
                null_origin,
                unchecked_origins
            )
        ),
        "#[cors(allow_origins(\"null\", \"http://a.example\", \"https://*.github.io\", \
         predicate(is_partner)), allow_credentials, \
         dangerously(insecure_origins, public_suffixes, null_origin, unchecked_origins))]",
    );
}

#[test]
fn options_are_printed_in_the_order_of_the_documentation() {
    prints(
        a_policy!(
            dangerously(insecure_origins),
            block_on_origin_mismatch,
            max_age = 86400,
            allow_credentials,
            expose_headers("X-Total-Count"),
            allow_headers("Content-Type"),
            allow_methods("PUT"),
            allow_origins("https://a.example", "http://b.example"),
        ),
        "#[cors(allow_origins(\"https://a.example\", \"http://b.example\"), \
         allow_methods(\"PUT\"), allow_headers(\"Content-Type\"), \
         expose_headers(\"X-Total-Count\"), allow_credentials, max_age = 86400, \
         block_on_origin_mismatch, dangerously(insecure_origins))]",
    );
}
