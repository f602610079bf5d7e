//! Whom a kept page is given to.

use super::{
    cache::{Start, varnish},
    site::text,
    visits::{Answers, VISITORS, orders, through, visit},
};
use crate::support::Answer;

const ALLOW_A: &str = "Access-Control-Allow-Origin: https://a.shop.example";
const ALLOW_B: &str = "Access-Control-Allow-Origin: https://b.shop.example";
const CREDENTIALS: &str = "Access-Control-Allow-Credentials: true";
const EXPOSE: &str = "Access-Control-Expose-Headers: X-Total-Count";
const VARY: &str = "Vary: Origin";

/// Where two origins may call.
const TWO: Answers = [
    (200, &[ALLOW_A, VARY]),
    (200, &[ALLOW_B, VARY]),
    (200, &[VARY]),
    (200, &[VARY]),
];

through_each_cache! {
    any_origin_has_one_entry_for_all
    one_origin_has_one_entry_for_all
    one_origin_with_credentials_has_one_entry_for_all
    several_origins_have_an_entry_each
    several_origins_with_credentials_have_an_entry_each
    the_origins_of_a_pattern_have_an_entry_each
    the_origins_of_a_policy_around_a_scope_have_an_entry_each
    an_error_to_one_origin_has_one_entry_for_all
    errors_to_several_origins_have_an_entry_each
    a_refusal_is_for_nobody_else
    a_refusal_of_the_outermost_of_three_policies_is_for_nobody_else
    a_refusal_of_the_one_between_is_for_nobody_else
    a_refusal_of_the_innermost_is_for_nobody_else
    compressed_pages_are_for_their_origin_and_readable
}

fn any_origin_has_one_entry_for_all(start: Start) {
    check(
        start,
        "/any",
        [(200, &["Access-Control-Allow-Origin: *"]); 4],
        1,
    );
}

fn one_origin_has_one_entry_for_all(start: Start) {
    check(start, "/one", [(200, &[ALLOW_A]); 4], 1);
}

fn one_origin_with_credentials_has_one_entry_for_all(start: Start) {
    let answers = [(200, &[ALLOW_A, CREDENTIALS, EXPOSE][..]); 4];
    check(start, "/one-with-credentials", answers, 1);
}

fn several_origins_have_an_entry_each(start: Start) {
    check(start, "/list", TWO, 4);
}

fn several_origins_with_credentials_have_an_entry_each(start: Start) {
    let answers = [
        (200, &[ALLOW_A, CREDENTIALS, EXPOSE, VARY][..]),
        (200, &[ALLOW_B, CREDENTIALS, EXPOSE, VARY]),
        (200, &[VARY]),
        (200, &[VARY]),
    ];
    check(start, "/list-with-credentials", answers, 4);
}

fn the_origins_of_a_pattern_have_an_entry_each(start: Start) {
    check(start, "/pattern", TWO, 4);
}

fn the_origins_of_a_policy_around_a_scope_have_an_entry_each(start: Start) {
    check(start, "/wrap", TWO, 4);
}

fn an_error_to_one_origin_has_one_entry_for_all(start: Start) {
    check(start, "/missing/one", [(404, &[ALLOW_A]); 4], 1);
}

fn errors_to_several_origins_have_an_entry_each(start: Start) {
    let answers = TWO.map(|(_, headers)| (404, headers));
    check(start, "/missing/list", answers, 4);
}

/// Has all visitors ask twice, in every order: each sees what `answers` say for
/// it, made for it where there are several entries, and made once.
fn check(start: Start, folder: &str, answers: Answers, entries: usize) {
    through(start, async |site, cache| {
        for (n, order) in orders().enumerate() {
            let path = format!("{folder}/{n}");
            let first = order[0];
            for (round, visitor) in rounds(order) {
                let author = if entries == 1 { first } else { visitor };
                let is_made_now = round == 1 && author == visitor;

                let reply = visit(cache, &path, visitor, "identity").await;

                let about = format!("{path}, {order:?}, round {round}, visitor {visitor}");
                let (status, headers) = answers[visitor];
                assert_eq!(reply.answer, Answer::expected(status, headers), "{about}");
                let outcome = if is_made_now { "MISS" } else { "HIT" };
                assert_eq!(reply.outcome.as_deref(), Some(outcome), "{about}");
                let text = text(&path, VISITORS[author]);
                assert_eq!(reply.text().await, text, "{about}");
            }
            assert_eq!(site.count("GET", &path), entries, "{path}, {order:?}");
        }
    });
}

fn rounds(order: [usize; 4]) -> impl Iterator<Item = (u8, usize)> {
    let round = move |round| order.into_iter().map(move |visitor| (round, visitor));
    round(1).chain(round(2))
}

fn a_refusal_is_for_nobody_else(start: Start) {
    check_refusals(start, "/block");
}

fn a_refusal_of_the_outermost_of_three_policies_is_for_nobody_else(start: Start) {
    check_refusals(start, "/blocked/outside");
}

fn a_refusal_of_the_one_between_is_for_nobody_else(start: Start) {
    check_refusals(start, "/blocked/between");
}

fn a_refusal_of_the_innermost_is_for_nobody_else(start: Start) {
    check_refusals(start, "/blocked/inside");
}

/// Whether a refusal is kept is up to the cache, and how often the pages are made
/// beside it, whose `Vary` names less.
fn check_refusals(start: Start, folder: &str) {
    const BLOCKED: &[&str] = &["Vary: Origin, Sec-Fetch-Site"];
    let mut answers = TWO;
    answers[2] = (403, BLOCKED);

    through(start, async |_, cache| {
        for (n, order) in orders().enumerate() {
            let path = format!("{folder}/{n}");
            for (round, visitor) in rounds(order) {
                let reply = visit(cache, &path, visitor, "identity").await;

                let about = format!("{path}, {order:?}, round {round}, visitor {visitor}");
                let (status, headers) = answers[visitor];
                assert_eq!(reply.answer, Answer::expected(status, headers), "{about}");
                let text = match visitor {
                    2 => "this origin is not allowed".to_owned(),
                    _ => text(&path, VISITORS[visitor]),
                };
                assert_eq!(reply.text().await, text, "{about}");
            }
        }
    });
}

fn compressed_pages_are_for_their_origin_and_readable(start: Start) {
    check_compressed(start, "/compressed/inside", "accept-encoding, Origin");
}

/// Actix's compression puts a line of its own after ours, and nginx before 1.23
/// heeds only the last one; so there it has to stand further in.
#[test]
#[ignore = "needs varnish"]
fn pages_of_a_compressed_scope_are_for_their_origin_and_readable() {
    check_compressed(varnish, "/compressed/outside", "Origin, accept-encoding");
}

/// Has all visitors ask, in every order, for a compressed page, the page as it
/// is, and a compressed one again. Which of them is kept is up to the cache, and
/// Actix names the encoding in `Vary` only where it compresses.
fn check_compressed(start: Start, folder: &str, vary: &str) {
    let vary = format!("Vary: {vary}");

    through(start, async |_, cache| {
        for (n, order) in orders().enumerate() {
            let path = format!("{folder}/{n}");
            for accepted in ["gzip", "identity", "gzip"] {
                for visitor in order {
                    let (status, plain) = TWO[visitor];
                    let compressed = [&plain[..plain.len() - 1], &[&*vary]].concat();

                    let reply = visit(cache, &path, visitor, accepted).await;

                    let about = format!("{path}, {order:?}, {accepted}, visitor {visitor}");
                    let right =
                        [plain, &compressed].map(|headers| Answer::expected(status, headers));
                    assert!(right.contains(&reply.answer), "{about}: {:?}", reply.answer);
                    let encoding = reply.encoding.as_deref();
                    assert!(encoding.is_none_or(|it| it == accepted), "{about}");
                    let text = text(&path, VISITORS[visitor]);
                    assert_eq!(reply.text().await, text, "{about}");
                }
            }
        }
    });
}
