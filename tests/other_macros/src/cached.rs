//! `cached`: the body runs once.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::orders::{get, ok};

mod above {
    in_every_order! {
        {
            use actix_web::get;
            use cached::proc_macro::cached;
        }
        #[cached(key = "u8", convert = "{ 1 }")]
        #[get("/")]
        (pub(crate) async fn handler() -> String { super::super::count() })
    }
}

/// Where 4.x goes: above a route attribute it does not compile, without `#[cors]` either.
mod below {
    use actix_web::get;
    use cached4::macros::cached;

    #[get("/")]
    #[cached(key = "u8", convert = "{ 1 }")]
    pub(super) async fn without() -> String {
        super::count()
    }

    #[corsac::cors(allow_origins("https://a.example"))]
    #[get("/")]
    #[cached(key = "u8", convert = "{ 1 }")]
    pub(super) async fn with() -> String {
        super::count()
    }
}

/// The number of the call.
fn count() -> String {
    static CALLS: AtomicU32 = AtomicU32::new(0);
    CALLS.fetch_add(1, Ordering::Relaxed).to_string()
}

#[test]
fn the_body_runs_once() {
    macro_rules! assert_cached {
        ($handler:path, $is_allowed:literal) => {
            let first = get($handler, "/");
            assert_eq!(first, ok(&first.body, $is_allowed));
            assert_eq!(get($handler, "/"), first);
        };
    }

    assert_cached!(above::without::handler, false);
    assert_cached!(above::cors_first::handler, true);
    assert_cached!(above::cors_second::handler, true);
    assert_cached!(above::by_default::handler, true);
    assert_cached!(below::without, false);
    assert_cached!(below::with, true);
}
