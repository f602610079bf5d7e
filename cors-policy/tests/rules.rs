//! Each rule, by what it refuses, where and in which words, and by an accepted
//! twin that differs as little as can be.

use corsac_policy::{AllowOrigin, Danger, MIRROR_REQUEST, OptionName, Place};

use OptionName::{
    AllowCredentials, AllowHeaders, AllowMethods, AllowOrigins, BlockOnOriginMismatch, Dangerously,
    ExposeHeaders, MaxAge,
};

type Draft = corsac_policy::Draft<'static, &'static str, &'static str, &'static str>;

/// What is refused, what is said of it and where, and the accepted twin.
type Row<'a> = (Draft, &'a [(Place, &'a str)], Draft);

#[track_caller]
fn assert_rule(rows: &[Row<'_>]) {
    for (refused, expected, accepted) in rows {
        let violations = refused.check().map_err(|violations| {
            let said = violations.iter().map(|it| (it.place, it.to_string()));
            said.collect::<Vec<_>>()
        });
        let twin = accepted.check();

        let expected = expected
            .iter()
            .map(|(place, said)| (*place, (*said).to_owned()));
        assert_eq!(violations, Err(expected.collect()), "{refused:?}");
        assert!(twin.is_ok(), "{accepted:?}: {twin:?}");
    }
}

/// The smallest policy, of a route that serves `GET` and `PUT`.
fn plain() -> Draft {
    origins(&["https://a.example"])
}

fn origins(origins: &[&'static str]) -> Draft {
    let literals = origins.iter().copied().map(AllowOrigin::Literal);
    Draft {
        allow_origins: Some(literals.collect::<Vec<_>>().leak()),
        served_methods: Some(vec!["GET", "PUT"]),
        ..Draft::EMPTY
    }
}

fn methods(methods: &[&'static str]) -> Draft {
    Draft {
        allow_methods: Some(methods.to_vec().leak()),
        ..plain()
    }
}

fn headers(names: &[&'static str]) -> Draft {
    Draft {
        allow_headers: Some(names.to_vec().leak()),
        ..plain()
    }
}

fn exposed(names: &[&'static str]) -> Draft {
    Draft {
        expose_headers: Some(names.to_vec().leak()),
        ..plain()
    }
}

fn credentialed(draft: Draft) -> Draft {
    Draft {
        allow_credentials: true,
        ..draft
    }
}

fn dangerously(dangers: &[Danger], draft: Draft) -> Draft {
    Draft {
        dangerously: Some(dangers.to_vec().leak()),
        ..draft
    }
}

fn blocking(draft: Draft) -> Draft {
    Draft {
        block_on_origin_mismatch: true,
        ..draft
    }
}

fn taking_json(draft: Draft) -> Draft {
    Draft {
        takes_json: true,
        ..draft
    }
}

fn lasting(seconds: u32) -> Draft {
    Draft {
        max_age: Some(seconds),
        ..plain()
    }
}

fn mirrored(others: &[&'static str]) -> Draft {
    headers(&[&[MIRROR_REQUEST], others].concat())
}

const ORIGIN: Place = Place::Entry(AllowOrigins, 0);
const METHOD: Place = Place::Entry(AllowMethods, 0);
const HEADER: Place = Place::Entry(AllowHeaders, 0);
const EXPOSED: Place = Place::Entry(ExposeHeaders, 0);
const CREDENTIALS: Place = Place::Option(AllowCredentials);

#[test]
fn rule_1_some_origin_is_named_and_no_list_is_empty() {
    let no_origin = r#"missing origins; write `allow_origins("https://a.example")`"#;
    let origin = r#"the list is empty; add an origin, as in `allow_origins("https://a.example")`"#;
    let method = r#"the list is empty; remove `allow_methods`, or add an entry, as in `allow_methods("PUT")`"#;
    let header = r#"the list is empty; remove `allow_headers`, or add an entry, as in `allow_headers("Content-Type")`"#;
    let exposed_header = r#"the list is empty; remove `expose_headers`, or add an entry, as in `expose_headers("X-Total-Count")`"#;
    let danger = "the list is empty; remove `dangerously`, or add an entry, as in `dangerously(insecure_origins)`";
    assert_rule(&[
        (Draft::EMPTY, &[(Place::Attribute, no_origin)], plain()),
        (
            origins(&[]),
            &[(Place::Option(AllowOrigins), origin)],
            plain(),
        ),
        (
            methods(&[]),
            &[(Place::Option(AllowMethods), method)],
            methods(&["PUT"]),
        ),
        (
            headers(&[]),
            &[(Place::Option(AllowHeaders), header)],
            headers(&["X-A"]),
        ),
        (
            exposed(&[]),
            &[(Place::Option(ExposeHeaders), exposed_header)],
            exposed(&["X-A"]),
        ),
        (
            dangerously(&[], plain()),
            &[(Place::Option(Dangerously), danger)],
            plain(),
        ),
    ]);
}

#[test]
fn rule_1_options_are_known() {
    let unknown = OptionName::from_word("allowed_origin").unwrap_err();
    let known = OptionName::from_word("allow_origins");

    assert_eq!(
        unknown.to_string(),
        r#"unknown option `allowed_origin`; write `allow_origins("https://a.example")`"#,
    );
    assert_eq!(known, Ok(AllowOrigins));
}

#[test]
fn rule_2_no_wildcard_goes_with_credentials() {
    let origin =
        "`*` cannot be combined with `allow_credentials`; list the trusted origins instead";
    let method = "`*` cannot be combined with `allow_credentials`; list the methods instead";
    let header = "`*` cannot be combined with `allow_credentials`; list the header names instead";
    let other_side = |option| {
        format!(
            "`allow_credentials` cannot be combined with the `*` in `{option}`; remove one of them"
        )
    };
    assert_rule(&[
        (
            credentialed(origins(&["*"])),
            &[(ORIGIN, origin), (CREDENTIALS, &other_side(AllowOrigins))],
            origins(&["*"]),
        ),
        (
            credentialed(methods(&["*"])),
            &[(METHOD, method), (CREDENTIALS, &other_side(AllowMethods))],
            credentialed(methods(&["GET", "PUT"])),
        ),
        (
            credentialed(headers(&["*", "Authorization"])),
            &[(HEADER, header), (CREDENTIALS, &other_side(AllowHeaders))],
            headers(&["*", "Authorization"]),
        ),
        (
            credentialed(exposed(&["*"])),
            &[(EXPOSED, header), (CREDENTIALS, &other_side(ExposeHeaders))],
            exposed(&["*"]),
        ),
    ]);
}

#[test]
fn rule_2_any_origin_stands_alone() {
    let alone = "`*` allows any origin; use it alone, or list the trusted origins instead";
    assert_rule(&[(
        origins(&["*", "https://a.example"]),
        &[(ORIGIN, alone)],
        origins(&["*"]),
    )]);
}

#[test]
fn rule_3_origins_are_what_browsers_send() {
    let slash = "origins have no trailing slash; write `https://a.example`";
    let port = "browsers omit the default port; write `https://a.example`";
    let wildcard = "`*` must replace the whole first label or the whole port; list the origins";
    let null = "any site can send the origin `null`; list the origins";
    assert_rule(&[
        (
            origins(&["https://a.example/"]),
            &[(ORIGIN, slash)],
            plain(),
        ),
        (
            origins(&["https://a.example:443"]),
            &[(ORIGIN, port)],
            origins(&["http://a.example:443"]),
        ),
        (
            origins(&["https://a*.example"]),
            &[(ORIGIN, wildcard)],
            origins(&["https://*.a.example:*"]),
        ),
        (
            origins(&["null"]),
            &[(ORIGIN, null)],
            dangerously(&[Danger::NullOrigin], origins(&["null"])),
        ),
    ]);
}

#[test]
fn rule_4_credentials_go_where_nobody_else_can_be() {
    let insecure = "network attackers can pose as this origin and get the user's credentials; use an `https` origin";
    let suffix = "anyone can own a site below `github.io` and get the user's credentials; list the origins instead";
    let extension =
        "any browser extension could get the user's credentials; list the origins instead";
    let risky = || credentialed(origins(&["https://*.github.io", "http://a.example"]));
    assert_rule(&[
        (
            credentialed(origins(&["http://localhost.example"])),
            &[(ORIGIN, insecure)],
            credentialed(origins(&[
                "http://a.localhost",
                "http://localhost:*",
                "http://[::1]",
            ])),
        ),
        (
            credentialed(origins(&["myapp://localhost.example"])),
            &[(ORIGIN, insecure)],
            credentialed(origins(&["chrome-extension://abc"])),
        ),
        (
            credentialed(origins(&["https://*.github.io"])),
            &[(ORIGIN, suffix)],
            credentialed(origins(&["https://*.a.github.io"])),
        ),
        (
            dangerously(&[Danger::InsecureOrigins], risky()),
            &[(ORIGIN, suffix)],
            dangerously(&[Danger::InsecureOrigins, Danger::PublicSuffixes], risky()),
        ),
        (
            credentialed(origins(&["app://.", "moz-extension://*"])),
            &[(Place::Entry(AllowOrigins, 1), extension)],
            credentialed(origins(&["app://.", "moz-extension://8C9F-1"])),
        ),
        (
            credentialed(origins(&["chrome-extension://*"])),
            &[(ORIGIN, extension)],
            origins(&["chrome-extension://*"]),
        ),
        (
            dangerously(
                &[Danger::PublicSuffixes],
                credentialed(origins(&["safari-web-extension://*"])),
            ),
            &[
                (ORIGIN, extension),
                (
                    Place::Entry(Dangerously, 0),
                    "nothing in this policy needs `public_suffixes`; remove it",
                ),
            ],
            dangerously(
                &[Danger::UncheckedOrigins],
                credentialed(origins(&["safari-web-extension://*"])),
            ),
        ),
    ]);
}

#[test]
fn rule_5_methods_are_sent_by_browsers_and_served_by_the_route() {
    let token = "invalid method; write one such as `PUT`";
    let forbidden = "browsers never send this method; remove it";
    let case = "methods are case-sensitive; write `PUT`";
    let served = "the route serves only `GET`, `PUT`; remove this method";
    let wildcard = "routes don't serve `*`; remove `allow_methods` to allow what the route serves";
    let twin = || methods(&["PUT"]);
    assert_rule(&[
        (methods(&["PU T"]), &[(METHOD, token)], twin()),
        (methods(&["TRACE"]), &[(METHOD, forbidden)], twin()),
        (methods(&["put"]), &[(METHOD, case)], twin()),
        (methods(&["DELETE"]), &[(METHOD, served)], twin()),
        (methods(&["*"]), &[(METHOD, wildcard)], twin()),
    ]);
}

#[test]
fn rule_6_request_headers_are_set_by_pages() {
    let token = "invalid header name; write one such as `X-Request-Id`";
    let forbidden = "only browsers set this header; remove it";
    let response = "this is a response header; remove it";
    assert_rule(&[
        (headers(&["X A"]), &[(HEADER, token)], headers(&["X-A"])),
        (
            headers(&["Cookie"]),
            &[(HEADER, forbidden)],
            headers(&["Authorization"]),
        ),
        (
            headers(&["Sec-A"]),
            &[(HEADER, forbidden)],
            headers(&["Secret"]),
        ),
        (
            headers(&["Access-Control-Allow-Origin"]),
            &[(HEADER, response)],
            headers(&["*"]),
        ),
    ]);
}

#[test]
fn rule_7_exposed_headers_are_shown_to_pages() {
    let token = "invalid header name; write one such as `X-Request-Id`";
    let forbidden = "browsers hide this header from pages; remove it";
    let request = "this is a request header; remove it";
    assert_rule(&[
        (exposed(&["X A"]), &[(EXPOSED, token)], exposed(&["X-A"])),
        (
            exposed(&["Set-Cookie"]),
            &[(EXPOSED, forbidden)],
            exposed(&["ETag"]),
        ),
        (
            exposed(&["User-Agent"]),
            &[(EXPOSED, request)],
            exposed(&["Server"]),
        ),
    ]);
}

#[test]
fn rule_8_max_age_is_at_most_a_day() {
    let limit = "browsers cap this at one day; use at most 86400";
    assert_rule(&[
        (
            lasting(86_401),
            &[(Place::Entry(MaxAge, 0), limit)],
            lasting(86_400),
        ),
        (
            lasting(u32::MAX),
            &[(Place::Entry(MaxAge, 0), limit)],
            lasting(0),
        ),
    ]);
}

#[test]
fn rule_9_nothing_is_listed_twice() {
    let twice = "duplicate entry; remove it";
    let null = || origins(&["null"]);
    assert_rule(&[
        (
            origins(&["https://a.example", "https://a.example"]),
            &[(Place::Entry(AllowOrigins, 1), twice)],
            origins(&["https://a.example", "http://a.example"]),
        ),
        (
            methods(&["PUT", "PUT"]),
            &[(Place::Entry(AllowMethods, 1), twice)],
            methods(&["PUT", "GET"]),
        ),
        (
            headers(&["X-A", "x-a"]),
            &[(Place::Entry(AllowHeaders, 1), twice)],
            headers(&["X-A", "x-b"]),
        ),
        (
            exposed(&["X-A", "x-a"]),
            &[(Place::Entry(ExposeHeaders, 1), twice)],
            exposed(&["X-A", "x-b"]),
        ),
        (
            dangerously(&[Danger::NullOrigin, Danger::NullOrigin], null()),
            &[(Place::Entry(Dangerously, 1), twice)],
            dangerously(&[Danger::NullOrigin], null()),
        ),
    ]);
}

#[test]
fn rule_9_nothing_is_covered_by_something_else() {
    let pattern = "`https://*.a.example` already covers this origin; remove it";
    let any = "`*` already covers this name; remove one of them";
    let extensions = "`moz-extension://*` already covers this origin; remove it";
    let mirror = "`mirror_request` already covers this name; remove one of them";
    assert_rule(&[
        (
            origins(&["https://b.a.example", "https://*.a.example"]),
            &[(ORIGIN, pattern)],
            origins(&["https://a.example", "https://*.a.example"]),
        ),
        (
            origins(&["moz-extension://8C9F-1", "moz-extension://*"]),
            &[(ORIGIN, extensions)],
            origins(&["chrome-extension://abc", "moz-extension://*"]),
        ),
        (
            headers(&["X-A", "*"]),
            &[(HEADER, any)],
            headers(&["Authorization", "*"]),
        ),
        (exposed(&["X-A", "*"]), &[(EXPOSED, any)], exposed(&["*"])),
        (
            mirrored(&["Authorization"]),
            &[(Place::Entry(AllowHeaders, 1), mirror)],
            mirrored(&[]),
        ),
    ]);
}

#[test]
fn rule_10_every_word_has_an_effect() {
    let blocking_any =
        "`*` allows any origin, so nothing is blocked; list the trusted origins, or remove this";
    assert_rule(&[(
        blocking(origins(&["*"])),
        &[(Place::Option(BlockOnOriginMismatch), blocking_any)],
        blocking(plain()),
    )]);

    let insecure = || origins(&["http://a.example"]);
    let suffix = || origins(&["https://*.co.uk"]);
    let extensions = || origins(&["moz-extension://*"]);
    for (danger, refused, accepted) in [
        (
            Danger::InsecureOrigins,
            insecure(),
            credentialed(insecure()),
        ),
        (Danger::PublicSuffixes, suffix(), credentialed(suffix())),
        (Danger::NullOrigin, plain(), origins(&["null"])),
        (
            Danger::UncheckedOrigins,
            extensions(),
            credentialed(extensions()),
        ),
        (
            Danger::UncheckedOrigins,
            credentialed(origins(&["moz-extension://8C9F-1"])),
            credentialed(extensions()),
        ),
    ] {
        let needless = format!("nothing in this policy needs `{danger}`; remove it");
        assert_rule(&[(
            dangerously(&[danger], refused),
            &[(Place::Entry(Dangerously, 0), &needless)],
            dangerously(&[danger], accepted),
        )]);
    }
}

#[test]
fn rule_11_json_body_comes_with_its_content_type() {
    let json = "pages of other origins cannot send `application/json` here; add `Content-Type` to `allow_headers`";
    for twin in [headers(&["content-type"]), headers(&["*"]), mirrored(&[])] {
        assert_rule(&[(
            taking_json(headers(&["Authorization"])),
            &[(Place::JsonParameter, json)],
            taking_json(twin),
        )]);
    }
}

#[test]
fn all_violations_are_reported_at_once() {
    let draft = Draft {
        max_age: Some(86_401),
        ..credentialed(Draft {
            allow_headers: headers(&["Cookie"]).allow_headers,
            ..origins(&["http://a.example", "https://b.example/"])
        })
    };

    let violations = draft.check().unwrap_err();

    let places: Vec<_> = violations.iter().map(|violation| violation.place).collect();
    let second_origin = Place::Entry(AllowOrigins, 1);
    assert_eq!(
        places,
        [ORIGIN, second_origin, HEADER, Place::Entry(MaxAge, 0)]
    );
}
