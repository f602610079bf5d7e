//! Origins that are replaced while they are looked up.

use std::{
    env,
    ffi::OsStr,
    fmt::Write,
    process::{Command, Output},
    sync::{
        Barrier,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use corsac::{Origins, OriginsError};

const NONE: [&str; 0] = [];

/// How many are refused, by what `replace` says.
fn refused(result: Result<(), OriginsError>) -> usize {
    match result {
        Err(OriginsError::Refused(refused)) => refused.len(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn origins_are_empty_at_first() {
    static ORIGINS: Origins = Origins::new();

    assert!(!ORIGINS.allows(b"https://a.example"));
    assert!(!ORIGINS.allows(b"null"));
    assert_eq!(format!("{ORIGINS:?}"), "Origins { len: 0, .. }");
}

#[test]
fn replacing_leaves_nothing_of_what_was_there() {
    let origins = Origins::new();

    origins.replace(["https://a.example"]).unwrap();
    origins.replace(["https://*.b.example"]).unwrap();

    assert!(!origins.allows(b"https://a.example"));
    assert!(origins.allows(b"https://www.b.example"));
}

#[test]
fn replacing_by_nothing_leaves_nothing_allowed() {
    let origins = Origins::new();
    origins.replace(["https://a.example"]).unwrap();

    origins.replace(NONE).unwrap();

    assert!(!origins.allows(b"https://a.example"));
    assert_eq!(format!("{origins:?}"), "Origins { len: 0, .. }");
}

#[test]
fn if_any_is_refused_all_are_listed_and_the_old_ones_stay() {
    let origins = Origins::new();
    origins.replace(["https://old.example"]).unwrap();

    let error = origins
        .replace([
            "https://new.example",
            "https://A.example",
            "*",
            "https://new.example",
            "http://b.example",
            "https://*.github.io",
            "null",
            "https://*.new.example",
            "https://www.new.example",
        ])
        .unwrap_err();

    let expected = r#"the origins were not replaced, because these are refused:
  origin 2, "https://A.example": origins are lowercase; write `https://a.example`
  origin 3, "*": `*` matches any origin; list the origins
  origin 4, "https://new.example": duplicate entry; remove it
  origin 5, "http://b.example": network attackers can pose as this origin and get the user's credentials; use an `https` origin
  origin 6, "https://*.github.io": anyone can own a site below `github.io` and get the user's credentials; list the origins instead
  origin 7, "null": any site can send the origin `null`; list the origins
  origin 9, "https://www.new.example": `https://*.new.example` already covers this origin; remove it"#;
    assert_eq!(error.to_string(), expected);
    assert_eq!(format!("{error:?}"), expected);
    assert!(origins.allows(b"https://old.example"));
    assert!(!origins.allows(b"https://new.example"));
    assert_eq!(format!("{origins:?}"), "Origins { len: 1, .. }");
}

#[test]
fn each_step_of_the_chain_lifts_only_what_its_name_says() {
    let texts = [
        "http://a.example",
        "https://*.github.io",
        "null",
        "moz-extension://*",
    ];
    let rows = [
        (Origins::default(), [false, false, false, false]),
        (Origins::new(), [false, false, false, false]),
        (
            Origins::new().dangerously_insecure_origins(),
            [true, false, false, false],
        ),
        (
            Origins::new().dangerously_public_suffixes(),
            [false, true, false, false],
        ),
        (
            Origins::new().dangerously_null_origin(),
            [false, false, true, false],
        ),
        (
            Origins::new().dangerously_unchecked_origins(),
            [false, false, false, true],
        ),
        (
            Origins::new()
                .dangerously_insecure_origins()
                .dangerously_public_suffixes(),
            [true, true, false, false],
        ),
        (
            Origins::new()
                .dangerously_null_origin()
                .dangerously_null_origin()
                .dangerously_public_suffixes()
                .dangerously_null_origin()
                .dangerously_insecure_origins()
                .dangerously_unchecked_origins()
                .dangerously_insecure_origins(),
            [true, true, true, true],
        ),
    ];
    for (i, (origins, expected)) in rows.into_iter().enumerate() {
        let accepted = texts.map(|text| origins.replace([text]).is_ok());

        assert_eq!(accepted, expected, "row {i}");
        assert_eq!(refused(origins.replace(["*"])), 1, "row {i}");
    }
}

#[test]
fn a_mebibyte_of_garbage_makes_a_short_message() {
    let origins = Origins::new();
    origins.replace(["https://old.example"]).unwrap();
    let garbage = [
        "\u{1}".repeat(1 << 20),
        "\u{10ffff}".repeat(1 << 18),
        "https://".to_owned() + &"*.".repeat(1 << 19),
        "://".repeat(1 << 18),
    ];
    let words: Vec<_> = (0..1 << 18).map(|i| format!("{i:x}")).collect();

    let long = origins.replace(&garbage).unwrap_err();
    let many = origins.replace(&words).unwrap_err();

    for message in [
        long.to_string(),
        format!("{long:?}"),
        many.to_string(),
        format!("{many:#?}"),
    ] {
        assert!(message.len() < 20_000, "{} bytes", message.len());
    }
    assert!(many.to_string().ends_with("\n  ... and 262044 more"));
    assert_eq!(refused(Err(long)), garbage.len());
    assert_eq!(refused(Err(many)), words.len());
    assert!(origins.allows(b"https://old.example"));
}

/// Prints what came of `ORIGINS`, a variable that the tests below set.
#[test]
#[ignore = "the tests of environment variables run it, in a process of its own"]
fn child_that_reads_the_environment() {
    let origins = Origins::new();
    origins.replace(["https://old.example"]).unwrap();
    let mut report = match origins.replace_from_env("ORIGINS") {
        Ok(()) => String::from("replaced"),
        Err(OriginsError::Refused(refused)) => format!("{} refused", refused.len()),
        Err(OriginsError::MissingVariable(name)) => format!("no {name}"),
        Err(OriginsError::VariableNotUnicode(name)) => format!("{name} is not Unicode"),
        Err(OriginsError::EmptyVariable(name)) => format!("{name} is empty"),
        Err(_) => String::from("another error"),
    };
    for probe in ["old", "a", "b", "c"] {
        if origins.allows(format!("https://{probe}.example").as_bytes()) {
            write!(report, ", {probe}").unwrap();
        }
    }
    println!("<{report}>");
}

fn report_for(variable: Option<&OsStr>) -> String {
    let mut child = Command::new(env::current_exe().unwrap());
    child.args([
        "origins::replace::child_that_reads_the_environment",
        "--exact",
        "--ignored",
        "--nocapture",
    ]);
    match variable {
        Some(value) => child.env("ORIGINS", value),
        None => child.env_remove("ORIGINS"),
    };
    let Output { stdout, .. } = child.output().unwrap();
    let stdout = String::from_utf8(stdout).unwrap();
    let report = stdout
        .split_once('<')
        .and_then(|(_, rest)| rest.split_once('>'));
    report.map(|(report, _)| report.to_owned()).expect(&stdout)
}

#[test]
fn an_environment_variable_is_split_at_commas_and_white_space() {
    let rows = [
        ("https://a.example", "replaced, a"),
        ("https://a.example,https://b.example", "replaced, a, b"),
        ("https://a.example https://b.example", "replaced, a, b"),
        (
            "\n https://a.example,\thttps://b.example\r\n,, https://c.example,",
            "replaced, a, b, c",
        ),
        ("https://a.example;https://b.example", "1 refused, old"),
        ("https://a.example,HTTPS://B.EXAMPLE,*", "2 refused, old"),
        ("https://a.example,https://a.example", "1 refused, old"),
        ("\"https://a.example\"", "1 refused, old"),
        ("", "ORIGINS is empty, old"),
        (" ,\t\n, ", "ORIGINS is empty, old"),
    ];
    for (value, expected) in rows {
        assert_eq!(report_for(Some(value.as_ref())), expected, "{value:?}");
    }
}

#[test]
fn a_variable_that_is_missing_or_no_text_leaves_the_old_origins() {
    assert_eq!(report_for(None), "no ORIGINS, old");
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;

        let value = OsStr::from_bytes(b"https://a.example\xff");
        assert_eq!(report_for(Some(value)), "ORIGINS is not Unicode, old");
    }
}

#[test]
fn a_name_that_no_variable_has_is_missing() {
    for name in ["", "A=B", "A\0B", "\n"] {
        let error = Origins::new().replace_from_env(name).unwrap_err();

        assert_eq!(error, OriginsError::MissingVariable(name.to_owned()));
        assert!(!error.to_string().contains(['\0', '\n']), "{error}");
    }
}

#[test]
fn each_error_of_a_variable_says_what_to_do() {
    let name = || String::from("CORS_ORIGINS");
    let rows = [
        (
            OriginsError::MissingVariable(name()),
            r#"the environment variable "CORS_ORIGINS" is not set; set it to the allowed origins"#,
        ),
        (
            OriginsError::VariableNotUnicode(name()),
            r#"the environment variable "CORS_ORIGINS" is not Unicode; set it to the allowed origins"#,
        ),
        (
            OriginsError::EmptyVariable(name()),
            r#"the environment variable "CORS_ORIGINS" contains no origins; set it to the allowed origins"#,
        ),
    ];
    for (error, message) in rows {
        assert_eq!(error.to_string(), message);
    }
}

/// Two sets that allow the same by different means. If a look-up met the exact
/// origins of one and the patterns of the other, or neither, it would show.
#[test]
fn a_look_up_during_a_reload_sees_the_old_or_the_new_origins() {
    static ORIGINS: Origins = Origins::new();
    let old = [
        "https://x.a.example",
        "https://*.b.example",
        "https://old.example",
    ];
    let new = [
        "https://*.a.example",
        "https://x.b.example",
        "https://new.example",
    ];
    let in_both = ["https://x.a.example", "https://x.b.example"];
    let in_neither = [
        "https://a.example",
        "https://b.example",
        "https://x.c.example",
    ];
    let start = Barrier::new(4 + 1);
    let done = AtomicBool::new(false);
    let look_up = || {
        let (mut saw_old, mut saw_new) = (false, false);
        start.wait();
        // Until it is sure that replacements and look-ups have met.
        while !(done.load(Ordering::Acquire) && saw_old && saw_new) {
            for origin in in_both {
                assert!(ORIGINS.allows(origin.as_bytes()), "{origin}");
            }
            for origin in in_neither {
                assert!(!ORIGINS.allows(origin.as_bytes()), "{origin}");
            }
            saw_old |= ORIGINS.allows(b"https://old.example");
            saw_new |= ORIGINS.allows(b"https://new.example");
        }
    };
    ORIGINS.replace(old).unwrap();

    thread::scope(|scope| {
        let readers = [(); 4].map(|()| scope.spawn(look_up));
        start.wait();
        let mut rounds = 0;
        // A reader that has failed is finished, too.
        while rounds < 1000 || readers.iter().any(|reader| !reader.is_finished()) {
            let next = if rounds % 2 == 0 { new } else { old };
            ORIGINS.replace(next).unwrap();
            rounds += 1;
            done.store(rounds >= 1000, Ordering::Release);
        }
    });
}
