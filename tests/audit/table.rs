//! The list for people.

use corsac::audit;
use expect_test::expect;

#[test]
fn the_table_is_aligned_and_has_a_line_for_each_route() {
    let table = audit::routes().to_string();

    let lines: Vec<_> = table.lines().collect();
    assert_eq!(lines.len(), 1 + audit::routes().iter().len());
    let starts: Vec<_> = ["path", "handler", "policy"]
        .iter()
        .map(|it| lines[0].find(it))
        .collect();
    for line in &lines {
        for start in starts.iter().flatten() {
            assert_eq!(line.get(start - 2..*start), Some("  "), "{line}");
            assert_ne!(line.get(*start..=*start), Some(" "), "{line}");
        }
        assert_eq!(line.trim_end(), *line);
    }
}

#[test]
fn a_line_says_methods_path_handler_and_policy() {
    let line = |path: &str| super::policy::route(path).to_string();

    expect![[r#"GET  /policy/smallest  audit::audit::policy::smallest  allow_origins("*")"#]]
        .assert_eq(&line("/policy/smallest"));
    expect![[r#"PURGE, GET, PUT  /methods/{id}  audit::audit::routes::several_methods  allow_origins("*"), allow_methods("PUT", "PURGE")"#]].assert_eq(&line("/methods/{id}"));
    expect![[r#"GET  /shared  audit::audit::routes::shared  policy = SHARED: allow_origins("https://shared.example")"#]].assert_eq(&line("/shared"));
    expect![[r#"PUT, DELETE  /narrowed  audit::audit::routes::narrowed  policy = self::SHARED, allow_methods("PUT"): allow_origins("https://shared.example")"#]].assert_eq(&line("/narrowed"));
}

#[test]
fn the_place_is_added_on_request() {
    let route = super::policy::route("/policy/smallest");
    let place = route.location();
    let place = format!("  {}:{}  ", place.file(), place.line());

    assert!(format!("{route:#}").contains(&place), "{route:#}");
    assert!(!route.to_string().contains(".rs"), "{route}");
    assert!(format!("{:#}", audit::routes()).contains(&place));
    assert!(!audit::routes().to_string().contains(".rs:"));
}
