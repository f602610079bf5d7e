//! `tracing`: the span is there.

use std::sync::{Arc, Mutex};

use tracing::{Subscriber, span, subscriber::with_default};
use tracing_subscriber::{Layer, Registry, layer::Context, layer::SubscriberExt as _};

use crate::orders::{Answer, get, ok};

in_every_order! {
    { use actix_web::get; use tracing::instrument; }
    #[instrument(name = "span of the handler", skip_all)]
    #[get("/")]
    (pub(crate) async fn handler() -> &'static str { "traced" })
}

/// The names of all spans.
#[derive(Clone, Default)]
struct Names(Arc<Mutex<Vec<&'static str>>>);

impl<S: Subscriber> Layer<S> for Names {
    fn on_new_span(&self, attributes: &span::Attributes<'_>, _: &span::Id, _: Context<'_, S>) {
        self.0.lock().unwrap().push(attributes.metadata().name());
    }
}

fn traced(call: impl FnOnce() -> Answer) -> (Answer, Vec<&'static str>) {
    let names = Names::default();
    let answer = with_default(Registry::default().with(names.clone()), call);
    let names = names.0.lock().unwrap().clone();
    (answer, names)
}

#[test]
fn the_handler_runs_in_its_span() {
    let span = vec!["span of the handler"];

    assert_eq!(
        traced(|| get(without::handler, "/")),
        (ok("traced", false), span.clone())
    );
    assert_eq!(
        traced(|| get(cors_first::handler, "/")),
        (ok("traced", true), span.clone())
    );
    assert_eq!(
        traced(|| get(cors_second::handler, "/")),
        (ok("traced", true), span.clone())
    );
    assert_eq!(
        traced(|| get(by_default::handler, "/")),
        (ok("traced", true), span)
    );
}
