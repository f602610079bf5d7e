//! `fastrace`: its `trace` is not Actix's, and the span is there.

use std::sync::{Arc, Mutex};

use fastrace::{
    collector::{Config, Reporter, SpanContext, SpanRecord},
    prelude::Span,
};

use crate::orders::{Answer, get, ok};

mod bare {
    in_every_order! {
        { use actix_web::get; use fastrace::trace; }
        #[trace]
        #[get("/")]
        (pub(crate) async fn handler() -> &'static str { "traced" })
    }
}

mod with_arguments {
    in_every_order! {
        { use actix_web::get; use fastrace::trace; }
        #[trace(short_name = true)]
        #[get("/")]
        (pub(crate) async fn handler() -> &'static str { "traced" })
    }
}

#[corsac::cors(allow_origins("https://a.example"))]
mod with_a_helper {
    use actix_web::get;
    use fastrace::trace;

    #[get("/")]
    pub(super) async fn handler() -> String {
        helper(1).to_string()
    }

    // No handler, so it takes no default.
    #[trace]
    fn helper(number: u8) -> u8 {
        number + 1
    }
}

#[derive(Clone, Default)]
struct Names(Arc<Mutex<Vec<String>>>);

impl Reporter for Names {
    fn report(&mut self, spans: Vec<SpanRecord>) {
        let names = spans.into_iter().map(|span| span.name.into_owned());
        self.0.lock().unwrap().extend(names);
    }
}

/// What is answered, and how many spans of a handler there are.
fn traced(call: impl FnOnce() -> Answer) -> (Answer, usize) {
    let names = Names::default();
    fastrace::set_reporter(names.clone(), Config::default());
    let root = Span::root("root", SpanContext::random());
    let answer = {
        let _guard = root.set_local_parent();
        call()
    };
    drop(root);
    fastrace::flush();
    let names = names.0.lock().unwrap();
    let is_handler = |name: &&String| name.contains("handler");
    (answer, names.iter().filter(is_handler).count())
}

#[test]
fn the_handler_runs_in_its_span() {
    let (plain, allowed) = ((ok("traced", false), 1), (ok("traced", true), 1));

    assert_eq!(traced(|| get(bare::without::handler, "/")), plain);
    assert_eq!(traced(|| get(bare::cors_first::handler, "/")), allowed);
    assert_eq!(traced(|| get(bare::cors_second::handler, "/")), allowed);
    assert_eq!(traced(|| get(bare::by_default::handler, "/")), allowed);
    assert_eq!(traced(|| get(with_arguments::without::handler, "/")), plain);
    assert_eq!(
        traced(|| get(with_arguments::cors_first::handler, "/")),
        allowed
    );
    assert_eq!(
        traced(|| get(with_arguments::cors_second::handler, "/")),
        allowed
    );
    assert_eq!(
        traced(|| get(with_arguments::by_default::handler, "/")),
        allowed
    );
}

#[test]
fn what_is_no_handler_takes_no_default() {
    assert_eq!(get(with_a_helper::handler, "/"), ok("2", true));
}
