//! Preflights are never answered by a cache.

use super::{
    cache::Start,
    visits::{Answers, VISITORS, orders, through, visit},
};
use crate::support::Answer;

through_each_cache! {
    preflights_about_any_origin_reach_the_site
    preflights_about_several_origins_reach_the_site
}

const METHODS: &str = "Access-Control-Allow-Methods: GET";

/// What is no preflight, since it has no `Origin`, finds no route.
const NOBODY: (u16, &[&str]) = (404, &[]);

fn preflights_about_any_origin_reach_the_site(start: Start) {
    const ALLOWED: (u16, &[&str]) = (
        204,
        &[
            "Access-Control-Allow-Origin: *",
            METHODS,
            "Vary: Access-Control-Request-Method",
        ],
    );

    check(start, "/any", [ALLOWED, ALLOWED, ALLOWED, NOBODY]);
}

fn preflights_about_several_origins_reach_the_site(start: Start) {
    const VARY: &str = "Vary: Origin, Access-Control-Request-Method";
    const ALLOW_A: &str = "Access-Control-Allow-Origin: https://a.shop.example";
    const ALLOW_B: &str = "Access-Control-Allow-Origin: https://b.shop.example";

    check(
        start,
        "/list",
        [
            (204, &[ALLOW_A, METHODS, VARY]),
            (204, &[ALLOW_B, METHODS, VARY]),
            (403, &[VARY]),
            NOBODY,
        ],
    );
}

/// Sends the preflights of all visitors twice, in every order, before and after
/// the page is kept.
fn check(start: Start, folder: &str, answers: Answers) {
    through(start, async |site, cache| {
        for (n, order) in orders().enumerate() {
            let path = format!("{folder}/{n}");
            for round in 1..=2 {
                for visitor in order {
                    let method = ("Access-Control-Request-Method", "GET");
                    let origin = VISITORS[visitor].map(|origin| ("Origin", origin));
                    let headers: Vec<_> = [method].into_iter().chain(origin).collect();

                    let reply = cache.ask("OPTIONS", &path, &headers).await;

                    let about = format!("{path}, {order:?}, round {round}, visitor {visitor}");
                    let (status, headers) = answers[visitor];
                    assert_eq!(reply.answer, Answer::expected(status, headers), "{about}");
                    assert_eq!(reply.outcome, None, "{about}");
                }
                for visitor in order {
                    visit(cache, &path, visitor, "identity").await;
                }
            }
            assert_eq!(site.count("OPTIONS", &path), 8, "{path}, {order:?}");
        }
    });
}
