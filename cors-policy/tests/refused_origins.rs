//! What is refused as an origin or pattern, and what the message says of it.

use std::fmt::Debug;

use corsac_policy::{Origin, OriginError, OriginPattern};

const WILDCARD: &str = "`*` must replace the whole first label or the whole port; list the origins";
const PARTS: &str = "write only the scheme, host, and port";
const HOST: &str = "hosts contain only letters, digits, `-`, `_`, and dots; remove everything else";
const OPAQUE_HOST: &str = "hosts of this scheme contain only letters, digits, `%` with two hexadecimal \
                           digits, and `!$&'()+,-.;=_~`; remove everything else";
const IPV4: &str = "hosts that end in a number must be IPv4 addresses; \
                    write four numbers without leading zeros";
const IPV6: &str = "only IPv6 addresses have brackets; write one such as `[::1]`";
const PORT: &str = "ports range from 1 to 65535, without leading zeros; correct or remove it";
const SCHEME: &str =
    "schemes contain only letters, digits, `+`, `-`, and `.`; write one such as `https`";
const TOO_LONG: &str = "schemes have at most 64 bytes, and hosts at most 253; shorten it";

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
        let error = OriginPattern::parse(text).unwrap_err();
        assert_eq!(error.correction(), Some(*correction), "{text:?}");
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
    let any_site = "any site can send the origin `null`; list the origins";
    let file = "`file:` pages have the origin `null`; use a server, and list its origin";
    let several = "expected one origin, found several; write each separately";
    assert_refused(&[
        ("", "the origin is empty; write `scheme://host`"),
        ("*", "`*` matches any origin; list the origins"),
        ("null", any_site),
        ("file:///index.html", file),
        ("file://", file),
        ("FILE:a", file),
        ("https://a.example,https://b.example", several),
        ("https://a.example https://b.example", several),
        ("https://a.example/, https://b.example", several),
        (
            "https://a.example\0",
            "origins have no control characters; remove them",
        ),
        (
            "https://a\u{7f}.example",
            "origins have no control characters; remove them",
        ),
        (
            "https://a .example",
            "origins have no whitespace; remove it",
        ),
    ]);
}

#[test]
fn a_missing_scheme_is_refused() {
    assert_corrected(
        "missing scheme",
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
    let unknown = "missing scheme; write `scheme://host`";
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
    let problem = "pages never have this scheme";
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
        assert_refused(&[(&text, &format!("{problem}; write the origin of the page"))]);
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
        let expected = format!("misspelled scheme; write `{correction}`");
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
        "origins have no trailing slash",
        &[
            ("https://a.example/", "https://a.example"),
            ("https://A.Example:443/", "https://a.example"),
        ],
    );
    assert_corrected(
        "origins have no path",
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
        "origins have no query",
        &[("https://a.example?q/#f", "https://a.example")],
    );
    assert_corrected(
        "origins have no fragment",
        &[("https://a.example#f@g", "https://a.example")],
    );
    assert_corrected(
        "origins have no whitespace",
        &[
            (" https://a.example", "https://a.example"),
            ("https://a.example\r\n", "https://a.example"),
            ("\u{a0}https://a.example", "https://a.example"),
            ("https://a.example/a b", "https://a.example"),
        ],
    );
    let path = format!("origins have no path; {PARTS}");
    assert_refused(&[("https://a_.-b.example/path", &path)]);
}

#[test]
fn user_info_is_refused_without_a_guess_at_the_host() {
    let expected = format!("origins have no user name or password; {PARTS}");
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
        "origins are lowercase",
        &[
            ("HTTPS://a.example", "https://a.example"),
            ("https://A.Example", "https://a.example"),
            ("https://A.example.:443", "https://a.example"),
            ("http://[2001:DB8:0::1]", "http://[2001:db8::1]"),
        ],
    );
    assert_refused(&[(
        "https://A..example",
        "origins are lowercase; write it in lowercase",
    )]);
}

#[test]
fn hosts_that_are_no_domain_are_refused() {
    let long_label = format!("https://{}.example", "a".repeat(64));
    let long_host = format!("https://{}", &["a".repeat(63).as_str(); 4].join(".")[..254]);
    let long_scheme = format!("{}://a.example", "s".repeat(65));
    let long_text = format!("https://a.example/{}", "a".repeat(1_000_000));
    let no_host = "missing host; write `scheme://host`";
    let ascii = "browsers send this host in Punycode; copy `location.origin` from its pages, as in `https://xn--...`";
    let empty = "hosts have no empty labels; remove the extra dot";
    let edge = "host labels have no `-` at either end; remove it";
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
        (&long_label, "host labels have at most 63 bytes; shorten it"),
        (&long_host, TOO_LONG),
        (&long_scheme, TOO_LONG),
        (&long_text, TOO_LONG),
        ("https://.", "hosts have no trailing dot; remove it"),
        (
            "https://a.example..",
            "hosts have no trailing dot; remove it",
        ),
    ]);
    assert_corrected(
        "hosts have no trailing dot",
        &[("https://a.example.", "https://a.example")],
    );
}

#[test]
fn what_just_fits_is_refused_for_its_other_fault() {
    let labels = ["a".repeat(63).as_str(); 4].join(".");
    let label = format!("https://-{}.example", "a".repeat(62));
    let host = format!("https://{}+", &labels[..252]);
    let opaque_host = format!("app://{}|", "a".repeat(252));
    let scheme = format!("{}$://a.example", "s".repeat(63));
    assert_refused(&[
        (&label, "host labels have no `-` at either end; remove it"),
        (&host, HOST),
        (&opaque_host, OPAQUE_HOST),
        (&scheme, SCHEME),
    ]);
    let longest = 64 + "://".len() + 253 + ":65535".len();
    let path = format!("{:a<longest$}", "https://a.example/");
    assert_corrected("origins have no path", &[(&path, "https://a.example")]);
    assert_refused(&[(&format!("{path}a"), TOO_LONG)]);
}

#[test]
fn hosts_of_other_schemes_are_refused_only_for_what_no_browser_writes() {
    let long_host = format!("app://{}", "a".repeat(254));
    let no_host = "missing host; write `scheme://host`";
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
            "origins have no user name or password; write only the scheme, host, and port",
        ),
    ]);
    assert_corrected(
        "origins have no trailing slash",
        &[
            ("app://-/", "app://-"),
            ("app://./", "app://."),
            ("APP://My.App:08080/", "app://My.App:8080"),
        ],
    );
    assert_corrected(
        "origins have no path",
        &[
            ("app://./index.html", "app://."),
            ("tauri://A/b", "tauri://A"),
        ],
    );
    assert_corrected(
        "origins are lowercase",
        &[
            ("APP://My.App", "app://My.App"),
            ("app://[::A]", "app://[::a]"),
        ],
    );
    assert_corrected(
        "browsers percent-encode this host",
        &[("app://B\u{fc}cher", "app://B%C3%BCcher")],
    );
    assert_corrected(
        "IPv6 addresses must be in brackets",
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
        assert_refused(&[(&text, "origins have no IPv6 zone; remove it")]);
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
        "expected an IPv4 address, found its IPv6 form",
        &[
            ("http://[::ffff:127.0.0.1]", "http://127.0.0.1"),
            ("http://[::ffff:7f00:1]:8080", "http://127.0.0.1:8080"),
        ],
    );
    assert_corrected(
        "IPv6 addresses must be in brackets",
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
        "ports range from 1 to 65535, without leading zeros",
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
        let expected = format!("browsers omit the default port; write `{correction}`");
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
        ("h*", "missing scheme; write `scheme://host`"),
        ("*:8080", "missing scheme; write `scheme://host`"),
        ("*.a.example", "missing scheme; write `https://*.a.example`"),
        (
            "https://*.a.example/",
            "origins have no trailing slash; write `https://*.a.example`",
        ),
        (
            "https://*.A.example:*",
            "origins are lowercase; write `https://*.a.example:*`",
        ),
        (
            "https://*.127.0.0.1",
            "IP addresses have no subdomains; write `https://127.0.0.1`",
        ),
        (
            "https://*.[::1]:81",
            "IP addresses have no subdomains; write `https://[::1]:81`",
        ),
        ("https://*.1.2.3", IPV4),
        ("app://*.1.2.3", IPV4),
        ("app://*.a~b", HOST),
        (
            "app://*.My.App",
            "origins are lowercase; write `app://*.my.app`",
        ),
        (
            "Moz-Extension://*",
            "origins are lowercase; write `moz-extension://*`",
        ),
        (
            "moz-extension://*/",
            "origins have no trailing slash; write `moz-extension://*`",
        ),
        (
            "https://*..example",
            "hosts have no empty labels; remove the extra dot",
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
