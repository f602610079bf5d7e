//! Arguments of `#[cors(...)]` with the right shape: few mutations of a text
//! give any that are accepted.

/// Options, and what may stand in their lists.
const OPTIONS: [(&str, &[&str]); 12] = [
    (
        "allow_origins",
        &[
            r#""https://a.example""#,
            r#""https://a.example:8443""#,
            r#""https://b.a.example""#,
            r#""https://*.a.example""#,
            r#""https://*.c.example:*""#,
            r#""http://localhost:*""#,
            r#""http://[::1]:8080""#,
            r#""tauri://localhost""#,
            r#""app://.""#,
            r#""moz-extension://*""#,
            r#""http://a.example""#,
            r#""http://*.a.example""#,
            r#""https://*.github.io""#,
            r#""https://*.co.uk:*""#,
            r#""null""#,
            r#""*""#,
            r#""https://A.example/""#,
            r#""https://\x62.example""#,
        ],
    ),
    (
        "allow_methods",
        &[
            r#""GET""#,
            r#""POST""#,
            r#""PUT""#,
            r#""DELETE""#,
            r#""PATCH""#,
            r#""PURGE""#,
            r#""TRACE""#,
            r#""*""#,
            r#""put""#,
        ],
    ),
    (
        "allow_headers",
        &[
            r#""Content-Type""#,
            r#""Authorization""#,
            r##"r#"X-A"#"##,
            r#""!#$%&'*+-.^_`|~""#,
            r#""*""#,
            "mirror_request",
            r#""content-type""#,
            r#""Cookie""#,
            r#""X-A\r\nX-B""#,
        ],
    ),
    (
        "expose_headers",
        &[
            r#""X-Total-Count""#,
            r#""ETag""#,
            r#""!#$%&'*+-.^_`|~""#,
            r#""*""#,
            r#""Set-Cookie""#,
            r#""Origin""#,
            r#""x-total-count""#,
            r#""é""#,
        ],
    ),
    (
        "dangerously",
        &[
            "insecure_origins",
            "public_suffixes",
            "null_origin",
            "unchecked_origins",
        ],
    ),
    ("allow_credentials", &[]),
    ("block_on_origin_mismatch", &[]),
    ("max_age = 0", &[]),
    ("max_age = 86_400", &[]),
    ("max_age = 0xffff_ffff_f", &[]),
    (r#"crate = "::a::b""#, &[]),
    (r#"crate = "self""#, &[]),
];

/// Has `bytes` choose, for each option in turn: up to three entries of a list,
/// or whether to write a word.
pub(super) fn compose(bytes: &[u8]) -> String {
    let mut bytes = bytes.iter().map(|byte| usize::from(*byte));
    let mut next = || bytes.next().unwrap_or_default();
    let mut options = Vec::new();
    for (name, words) in OPTIONS {
        if words.is_empty() {
            options.extend((next() % 4 == 1).then(|| name.to_owned()));
            continue;
        }
        // Most numbers stand for no entry, since every further one may be refused.
        let choices = [next(), next(), next()];
        let entries = choices.map(|choice| words.get((choice % (4 * words.len())).wrapping_sub(1)));
        let entries: Vec<_> = entries.into_iter().flatten().copied().collect();
        if !entries.is_empty() {
            options.push(format!("{name}({})", entries.join(", ")));
        }
    }
    options.join(", ")
}
