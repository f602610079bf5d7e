//! What a request says is safe to read in the log, whatever it is.

use super::{
    ALLOWED, FOREIGN, app, check_no_line, check_one_line, logged, preflight_from, put_from,
};

#[test]
fn what_a_request_says_is_escaped() {
    for (about, origin, escaped) in [
        ("empty", &b""[..], "\"\""),
        ("null", b"null", "\"null\""),
        ("a quote", b"\"a", r#""\"a""#),
        ("a backslash", br"\n", r#""\\n""#),
        ("a tab", b"a\tb", r#""a\tb""#),
        ("bytes beyond ASCII", b"\xc3\xa9\xff", r#""\xc3\xa9\xff""#),
        (
            "a line break, as far as a header can have one",
            "https://a\u{2028}2026 ERROR".as_bytes(),
            r#""https://a\xe2\x80\xa82026 ERROR""#,
        ),
        (
            "a terminal's control sequence",
            b"\xc2\x9b31m",
            r#""\xc2\x9b31m""#,
        ),
    ] {
        check_one_line(app(), about, put_from(origin), &[escaped]);
        check_one_line(app(), about, preflight_from(origin, "PUT"), &[escaped]);
    }
}

#[test]
fn a_line_is_always_one_line_of_printable_ascii() {
    let any_byte: Vec<u8> = (b' '..=b'~').chain([b'\t']).chain(0x80..=0xff).collect();
    let names = preflight_from(ALLOWED, "PUT")
        .header("Access-Control-Request-Headers", b"x-\xff\t\xc2\x85");

    for call in [put_from(&any_byte), preflight_from(&any_byte, "PUT"), names] {
        let lines = logged(app(), call);

        assert_eq!(lines.len(), 1);
        let printable = lines[0].bytes().all(|byte| matches!(byte, b' '..=b'~'));
        assert!(printable, "{:?}", lines[0]);
    }
}

#[test]
fn what_is_long_is_cut() {
    let long = "a".repeat(60_000);
    let of_long_name = preflight_from(ALLOWED, "PUT").asking(&long);

    for (about, call) in [
        ("actual request", put_from(&long)),
        ("preflight", preflight_from(&long, "PUT")),
        ("header name", of_long_name),
    ] {
        let lines = logged(app(), call);

        assert_eq!(lines.len(), 1, "{about}");
        assert!(lines[0].len() < 500, "{about}: {}", lines[0].len());
        assert!(lines[0].contains("aaa..."), "{about}: {lines:?}");
    }
}

#[test]
fn the_longest_origin_is_shown_whole() {
    let labels = ["a", "b", "c"].map(|letter| letter.repeat(63)).join(".");
    let origin = format!("https://{labels}.{}:65535", "d".repeat(61));
    let quoted = format!("\"{origin}\"");

    check_one_line(app(), "actual request", put_from(&origin), &[&quoted]);
}

#[test]
fn several_origins_are_called_so() {
    let several = put_from(ALLOWED).origin(FOREIGN);

    check_one_line(app(), "several", several, &["several", "allow_origins"]);
}

#[test]
fn the_search_for_a_missing_header_ends() {
    let allowed = |times| vec!["x-a"; times].join(",");
    let preflight = |names: &str| preflight_from(ALLOWED, "PUT").asking(names);

    check_one_line(
        app(),
        "among as many as an honest page has",
        preflight(&(allowed(40) + ",x-b")),
        &["\"x-b\""],
    );
    check_no_line(
        app(),
        "behind more than anyone sends",
        preflight(&(allowed(10_000) + ",x-b")),
    );
}
