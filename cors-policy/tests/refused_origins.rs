//! What is refused as an origin or pattern, and what the message says of it.

use std::fmt::Debug;

use corsac_policy::{Origin, OriginError, OriginPattern};

const WILDCARD: &str =
    "`*` stands only for a whole label before a domain, or a whole port; list the origins";
const PARTS: &str = "write only scheme, host and port";
const HOST: &str = "a host has only letters, digits, `-`, `_` and dots; remove the rest";
const OPAQUE_HOST: &str = "a host of this scheme has only letters, digits, `%` with two hexadecimal \
                           digits, and `!$&'()+,-.;=_~`; remove the rest";
const IPV4: &str = "a host that ends in a number is an IPv4 address; \
                    write its four numbers without leading zeros";
const IPV6: &str = "only an IPv6 address stands in brackets; write one such as `[::1]`";
const PORT: &str = "a port is 1 to 65535, without leading zeros; write such a number, or none";
const SCHEME: &str =
    "a scheme has only letters, digits, `+`, `-` and `.`; write one such as `https`";
const TOO_LONG: &str = "an origin has at most 64 bytes of scheme and 253 of host; shorten it";

#[track_caller]
fn message<T: Debug>(text: &str, result: Result<T, OriginError>) -> String {
    match result {
        Ok(parsed) => panic!("{text:?} is permitted: {parsed:?}"),
        Err(error) => error.to_string(),
    }
}

/// Both parsers say the same of what is neither origin nor pattern.
#[track_caller]
fn assert_refused(rows: &[(&str, &str)]) {
    for (text, expected) in rows {
        assert_eq!(
            message(text, OriginPattern::parse(text)),
            *expected,
            "pattern {text:?}"
        );
        assert_eq!(
            message(text, Origin::parse(text)),
            *expected,
            "origin {text:?}"
        );
        assert_eq!(Origin::from_bytes(text.as_bytes()), None, "bytes {text:?}");
    }
}

/// ... and correct them alike.
#[track_caller]
fn assert_corrected(problem: &str, rows: &[(&str, &str)]) {
    for (text, correction) in rows {
        assert_refused(&[(text, &format!("{problem}; write `{correction}`"))]);
        assert!(OriginPattern::parse(correction).is_ok(), "{correction}");
    }
}

#[track_caller]
fn assert_pattern_refused(rows: &[(&str, &str)]) {
    for (text, expected) in rows {
        assert_eq!(
            message(text, OriginPattern::parse(text)),
            *expected,
            "{text:?}"
        );
    }
}

#[test]
fn what_is_no_origin_at_all_is_refused() {
    let any_site = "`null` is an origin that any site can take; list the origins";
    let file = "`file:` pages have no origin of their own; list the origin of a server";
    let several = "this is more than one origin; write each on its own";
    assert_refused(&[
        ("", "an origin is not empty; write `scheme://host`"),
        ("*", "`*` is any origin, not one; list the origins"),
        ("null", any_site),
        ("file:///index.html", file),
        ("file://", file),
        ("FILE:a", file),
        ("https://a.example,https://b.example", several),
        ("https://a.example https://b.example", several),
        ("https://a.example/, https://b.example", several),
        (
            "https://a.example\0",
            "an origin has no control characters; remove them",
        ),
        (
            "https://a\u{7f}.example",
            "an origin has no control characters; remove them",
        ),
        (
            "https://a .example",
            "an origin has no white space; remove it",
        ),
    ]);
}

#[test]
fn a_missing_scheme_is_refused() {
    assert_corrected(
        "an origin starts with its scheme",
        &[
            ("example.com", "https://example.com"),
            ("example.com:8080", "https://example.com:8080"),
            ("www.Example.com/path", "https://www.example.com"),
            ("//example.com", "https://example.com"),
            ("://example.com", "https://example.com"),
            ("localhost:3000", "http://localhost:3000"),
            ("127.0.0.1:80", "http://127.0.0.1"),
            ("::1", "http://[::1]"),
        ],
    );
    let unknown = "an origin starts with its scheme; write `scheme://host`";
    let texts = [
        "self",
        "NULL",
        "https",
        "https:",
        "https:/a.example",
        "https:a.example",
        "a@b.c",
    ];
    assert_refused(&texts.map(|text| (text, unknown)));
}

#[test]
fn an_invalid_scheme_is_refused() {
    let texts = [
        "1https://a.example",
        "-a://a.example",
        "http$://a.example",
        "blob:https://a.example",
        "htüps://a.example",
        "\u{feff}https://a.example",
    ];
    assert_refused(&texts.map(|text| (text, SCHEME)));
}

#[test]
fn a_scheme_that_no_page_has_is_refused() {
    let problem = "no page has an origin of this scheme";
    assert_refused(&[
        (
            "ws://a.example",
            &format!("{problem}; write `http://a.example`"),
        ),
        (
            "wss://a.example:8443",
            &format!("{problem}; write `https://a.example:8443`"),
        ),
        (
            "WSS://a.example",
            &format!("{problem}; write `https://a.example`"),
        ),
    ]);
    for scheme in ["about", "blob", "data", "filesystem", "ftp", "javascript"] {
        let text = format!("{scheme}://a.example");
        assert_refused(&[(&text, &format!("{problem}; write that of the page"))]);
    }
}

#[test]
fn a_misspelled_scheme_is_refused_in_a_pattern() {
    for (text, correction) in [
        ("htps://a.example", "https://a.example"),
        ("htttps://*.a.example", "https://*.a.example"),
        ("httpss://a.example:8443", "https://a.example:8443"),
        ("htpps://a.example", "https://a.example"),
        ("htp://localhost:*", "http://localhost:*"),
    ] {
        let expected = format!("this scheme is misspelled; write `{correction}`");
        assert_eq!(
            message(text, OriginPattern::parse(text)),
            expected,
            "{text}"
        );
    }
    for text in ["app://a.example", "tauri://localhost", "gopher://a.example"] {
        assert!(OriginPattern::parse(text).is_ok(), "{text}");
    }
    assert!(
        Origin::parse("htps://a.example").is_ok(),
        "a request may say anything"
    );
}

#[test]
fn what_follows_or_precedes_an_origin_is_refused() {
    assert_corrected(
        "an origin has no trailing slash",
        &[
            ("https://a.example/", "https://a.example"),
            ("https://A.Example:443/", "https://a.example"),
        ],
    );
    assert_corrected(
        "an origin has no path",
        &[
            ("https://a.example/path", "https://a.example"),
            ("https://a.example//", "https://a.example"),
            ("https://a.example/*", "https://a.example"),
            ("https://a.example/ü", "https://a.example"),
            ("https://a.example/@evil.example", "https://a.example"),
            ("https://a.example:08443/path?q#f", "https://a.example:8443"),
            ("http://[0::1]/path", "http://[::1]"),
        ],
    );
    assert_corrected(
        "an origin has no query",
        &[("https://a.example?q/#f", "https://a.example")],
    );
    assert_corrected(
        "an origin has no fragment",
        &[("https://a.example#f@g", "https://a.example")],
    );
    assert_corrected(
        "an origin has no white space",
        &[
            (" https://a.example", "https://a.example"),
            ("https://a.example\r\n", "https://a.example"),
            ("\u{a0}https://a.example", "https://a.example"),
            ("https://a.example/a b", "https://a.example"),
        ],
    );
    let path = format!("an origin has no path; {PARTS}");
    assert_refused(&[("https://a_.-b.example/path", &path)]);
}

#[test]
fn user_info_is_refused_without_a_guess_at_the_host() {
    let expected = format!("an origin has no user name or password; {PARTS}");
    let texts = [
        "https://user:pw@a.example",
        "https://user@a.example/x?y",
        "https://a.example@evil.example",
        "https://a.example\\@evil.example",
        "https://@a.example",
    ];
    assert_refused(&texts.map(|text| (text, expected.as_str())));
}

#[test]
fn upper_case_is_refused() {
    assert_corrected(
        "an origin is lower case",
        &[
            ("HTTPS://a.example", "https://a.example"),
            ("https://A.Example", "https://a.example"),
            ("https://A.example.:443", "https://a.example"),
            ("http://[2001:DB8:0::1]", "http://[2001:db8::1]"),
        ],
    );
    assert_refused(&[(
        "https://A..example",
        "an origin is lower case; write it in lower case",
    )]);
}

#[test]
fn hosts_that_are_no_domain_are_refused() {
    let long_label = format!("https://{}.example", "a".repeat(64));
    let long_host = format!("https://{}", &["a".repeat(63).as_str(); 4].join(".")[..254]);
    let long_scheme = format!("{}://a.example", "s".repeat(65));
    let long_text = format!("https://a.example/{}", "a".repeat(1_000_000));
    let no_host = "an origin has a host; write `scheme://host`";
    let ascii = "browsers send a host in Punycode; write what `location.origin` is on its pages, as in `https://xn--...`";
    let empty = "a host has no empty labels; remove the extra dot";
    let edge = "a label of a host has no `-` at either end; remove it";
    assert_refused(&[
        ("https://", no_host),
        ("https:///a", no_host),
        ("https://:8080", no_host),
        ("https://bücher.example", ascii),
        ("https://a。example", ascii),
        ("https://.a.example", empty),
        ("https://a..example", empty),
        ("https://-a.example", edge),
        ("https://a-.example", edge),
        ("https://a.-", edge),
        ("https://a%2eexample", HOST),
        ("https://a.example\\", HOST),
        ("https://a`b.example", HOST),
        ("https://^a.example$", HOST),
        ("https://a.example,", HOST),
        ("https://a[::1]", HOST),
        (
            &long_label,
            "a label of a host has at most 63 bytes; shorten it",
        ),
        (&long_host, TOO_LONG),
        (&long_scheme, TOO_LONG),
        (&long_text, TOO_LONG),
        ("https://.", "a host has no trailing dot; remove it"),
        (
            "https://a.example..",
            "a host has no trailing dot; remove it",
        ),
    ]);
    assert_corrected(
        "a host has no trailing dot",
        &[("https://a.example.", "https://a.example")],
    );
}

#[test]
fn hosts_of_other_schemes_are_refused_only_for_what_no_browser_writes() {
    let long_host = format!("app://{}", "a".repeat(254));
    let no_host = "an origin has a host; write `scheme://host`";
    assert_refused(&[
        ("app://", no_host),
        ("app://:8080", no_host),
        ("app:///", no_host),
        ("app://a\\", OPAQUE_HOST),
        ("app://a|b", OPAQUE_HOST),
        ("app://a^b", OPAQUE_HOST),
        ("app://<a>", OPAQUE_HOST),
        ("app://a]", OPAQUE_HOST),
        ("app://a`b", OPAQUE_HOST),
        ("app://a\"b", OPAQUE_HOST),
        ("app://{a}", OPAQUE_HOST),
        ("app://%", OPAQUE_HOST),
        ("app://%2", OPAQUE_HOST),
        ("app://%2g", OPAQUE_HOST),
        ("app://a%%2f", OPAQUE_HOST),
        ("app://[a]", IPV6),
        ("app://[::1", IPV6),
        (&long_host, TOO_LONG),
        ("app://-:0", PORT),
        ("app://a:b", PORT),
        (
            "app://a@b",
            "an origin has no user name or password; write only scheme, host and port",
        ),
    ]);
    assert_corrected(
        "an origin has no trailing slash",
        &[
            ("app://-/", "app://-"),
            ("app://./", "app://."),
            ("APP://My.App:08080/", "app://My.App:8080"),
        ],
    );
    assert_corrected(
        "an origin has no path",
        &[
            ("app://./index.html", "app://."),
            ("tauri://A/b", "tauri://A"),
        ],
    );
    assert_corrected(
        "an origin is lower case",
        &[
            ("APP://My.App", "app://My.App"),
            ("app://[::A]", "app://[::a]"),
        ],
    );
    assert_corrected(
        "browsers percent-encode the host of this scheme",
        &[("app://B\u{fc}cher", "app://B%C3%BCcher")],
    );
    assert_corrected(
        "an IPv6 address stands in brackets",
        &[("app://::1", "app://[::1]")],
    );
}

#[test]
fn ip_addresses_in_another_form_than_that_of_browsers_are_refused() {
    let ipv4 = [
        "1.2.3",
        "127.1",
        "0x7f.1",
        "0x7f000001",
        "0x",
        "a.1",
        "a.0x",
        "a.0xff",
        "256.0.0.1",
        "010.0.0.1",
        "1.2.3.4.5",
        "2130706433",
    ];
    for host in ipv4 {
        assert_refused(&[(&format!("http://{host}"), IPV4)]);
    }
    let ipv6 = [
        "[::1",
        "[::1]x",
        "[::1]a:80",
        "[]",
        "[::g]",
        "[a.example]",
        "[1:2:3:4:5:6:7]",
    ];
    for host in ipv6 {
        assert_refused(&[(&format!("http://{host}"), IPV6)]);
    }
    for host in ["[fe80::1%eth0]", "[fe80::1%25eth0]"] {
        let text = format!("http://{host}");
        assert_refused(&[(&text, "an origin has no IPv6 zone; remove it")]);
    }
    assert_corrected(
        "browsers compress IPv6 addresses",
        &[
            ("http://[0:0:0:0:0:0:0:1]", "http://[::1]"),
            ("http://[::01]:80", "http://[::1]"),
            ("http://[1:0::]", "http://[1::]"),
            ("http://[1::0]", "http://[1::]"),
            ("http://[::0]", "http://[::]"),
            ("http://[::1.2.3.4]", "http://[::102:304]"),
            (
                "http://[2001:db8::1:1:1:1:1]",
                "http://[2001:db8:0:1:1:1:1:1]",
            ),
            (
                "http://[2001:db8:0:0:1::1]:81",
                "http://[2001:db8::1:0:0:1]:81",
            ),
        ],
    );
    assert_corrected(
        "an IPv4 address is not written as an IPv6 address",
        &[
            ("http://[::ffff:127.0.0.1]", "http://127.0.0.1"),
            ("http://[::ffff:7f00:1]:8080", "http://127.0.0.1:8080"),
        ],
    );
    assert_corrected(
        "an IPv6 address stands in brackets",
        &[
            ("http://::1", "http://[::1]"),
            ("http://1:0::", "http://[1::]"),
        ],
    );
}

#[test]
fn ports_that_are_no_port_are_refused() {
    for port in [
        "0",
        "00",
        "65536",
        "99999999999999999999",
        "-1",
        "x",
        "80:90",
    ] {
        assert_refused(&[(&format!("https://a.example:{port}"), PORT)]);
    }
    assert_corrected(
        "a port is 1 to 65535, without leading zeros",
        &[
            ("https://a.example:", "https://a.example"),
            ("https://a.example:08080", "https://a.example:8080"),
            ("https://a.example:0443", "https://a.example"),
        ],
    );
}

#[test]
fn a_default_port_is_refused_in_a_pattern_only() {
    for (text, correction) in [
        ("https://a.example:443", "https://a.example"),
        ("http://a.example:80", "http://a.example"),
        ("https://*.a.example:443", "https://*.a.example"),
        ("http://[::1]:80", "http://[::1]"),
    ] {
        let expected = format!("browsers leave out the default port; write `{correction}`");
        assert_pattern_refused(&[(text, &expected)]);
    }
    assert!(Origin::parse("https://a.example:443").is_ok());
}

#[test]
fn wildcards_elsewhere_are_refused() {
    let texts = [
        "https://*",
        "https://*.",
        "https://*:*",
        "https://*:8080",
        "*://a.example",
        "http*://a.example",
        "*://*",
        "https://a*.example",
        "https://*a.example",
        "https://a.*.example",
        "https://a.*",
        "https://*.*.example",
        "https://*.a*.example",
        "https://**.example",
        "https://a.example*",
        "https://a.example:80*",
        "https://a.example:**",
        "https://192.168.0.*",
        "app://*",
        "tauri://*",
        "vscode-webview://*",
        "http://*",
        "moz-extension://*:*",
        "moz-extension://*:8080",
        "moz-extension://a*",
        "moz-extension://*.*",
        "moz-extension://*-*",
    ];
    assert_pattern_refused(&texts.map(|text| (text, WILDCARD)));
    assert_pattern_refused(&[
        (
            "h*",
            "an origin starts with its scheme; write `scheme://host`",
        ),
        (
            "*:8080",
            "an origin starts with its scheme; write `scheme://host`",
        ),
        (
            "*.a.example",
            "an origin starts with its scheme; write `https://*.a.example`",
        ),
        (
            "https://*.a.example/",
            "an origin has no trailing slash; write `https://*.a.example`",
        ),
        (
            "https://*.A.example:*",
            "an origin is lower case; write `https://*.a.example:*`",
        ),
        (
            "https://*.127.0.0.1",
            "an IP address has no subdomains; write `https://127.0.0.1`",
        ),
        (
            "https://*.[::1]:81",
            "an IP address has no subdomains; write `https://[::1]:81`",
        ),
        ("https://*.1.2.3", IPV4),
        ("app://*.1.2.3", IPV4),
        ("app://*.a~b", HOST),
        (
            "app://*.My.App",
            "an origin is lower case; write `app://*.my.app`",
        ),
        (
            "Moz-Extension://*",
            "an origin is lower case; write `moz-extension://*`",
        ),
        (
            "moz-extension://*/",
            "an origin has no trailing slash; write `moz-extension://*`",
        ),
        (
            "https://*..example",
            "a host has no empty labels; remove the extra dot",
        ),
    ]);
    let too_long = format!(
        "https://*.{}",
        &["a".repeat(63).as_str(); 4].join(".")[..252]
    );
    assert_pattern_refused(&[(&too_long, TOO_LONG)]);
    assert_eq!(message("", Origin::parse("https://*.a.example")), HOST);
    assert_eq!(message("", Origin::parse("https://a.example:*")), PORT);
    for text in ["app://*", "moz-extension://*", "app://*.a"] {
        assert_eq!(message("", Origin::parse(text)), OPAQUE_HOST);
    }
}

#[test]
fn messages_show_nothing_of_a_malformed_text() {
    for text in [
        "https://a.example/\u{1b}[31m",
        "https://a.example\r\nset-cookie: a",
        "\u{202e}https://a.example",
        "https://a\u{202e}.example",
        "`; write `https://evil.example`",
    ] {
        let shown = message(text, OriginPattern::parse(text));

        assert!(
            shown.is_ascii() && !shown.contains(char::is_control),
            "{shown:?}"
        );
        assert!(
            !shown.contains("evil") && !shown.contains("cookie"),
            "{shown:?}"
        );
    }
}
