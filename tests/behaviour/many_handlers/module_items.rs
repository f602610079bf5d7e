//! What is in a module besides route handlers: it is left alone, and modules in
//! it are entered.

use actix_web::{App, web};
use corsac::cors;

use crate::support::spies::{note, who_sees};
use crate::support::{Row, call, check, row};

/// What `GET path` says to every request, with a policy of one origin.
fn one_origin(path: &str, origin: &str) -> Row {
    row(
        path,
        call("GET", path).origin("https://elsewhere.example"),
        200,
        &[&format!("Access-Control-Allow-Origin: {origin}")],
    )
}

fn no_cors(path: &str) -> Row {
    let call = call("GET", path).origin("https://elsewhere.example");
    row(path, call, 200, &[])
}

#[cors(allow_origins("https://outer.example"))]
mod outer {
    use actix_web::{Responder, get};
    use corsac::cors;

    #[get("/outer")]
    pub(super) async fn handler() -> impl Responder {
        "outer"
    }

    pub(super) mod plain {
        use actix_web::{Responder, get};
        use corsac::cors;

        #[get("/plain")]
        pub(crate) async fn handler() -> impl Responder {
            "plain"
        }

        #[cors(allow_origins("https://own.example"))]
        #[get("/plain/own")]
        pub(crate) async fn own() -> impl Responder {
            "own"
        }

        #[cors(none)]
        #[get("/plain/none")]
        pub(crate) async fn none() -> impl Responder {
            "none"
        }

        pub(crate) mod deeper {
            use actix_web::{Responder, get};

            #[get("/plain/deeper")]
            pub(crate) async fn handler() -> impl Responder {
                "deeper"
            }
        }
    }

    #[cors(allow_origins("https://inner.example"))]
    pub(super) mod of_its_own {
        use actix_web::{Responder, get};

        #[get("/of_its_own")]
        pub(crate) async fn handler() -> impl Responder {
            "of its own"
        }

        pub(crate) mod deeper {
            use actix_web::{Responder, get};

            #[get("/of_its_own/deeper")]
            pub(crate) async fn handler() -> impl Responder {
                "deeper"
            }
        }
    }

    #[cors(none)]
    pub(super) mod opted_out {
        use actix_web::{Responder, get};
        use corsac::cors;

        #[get("/opted_out")]
        pub(crate) async fn handler() -> impl Responder {
            "opted out"
        }

        #[cors(allow_origins("https://own.example"))]
        #[get("/opted_out/own")]
        pub(crate) async fn own() -> impl Responder {
            "own"
        }

        pub(crate) mod deeper {
            use actix_web::{Responder, get};

            #[get("/opted_out/deeper")]
            pub(crate) async fn handler() -> impl Responder {
                "deeper"
            }
        }
    }
}

#[test]
fn the_nearest_module_with_a_word_on_it_decides() {
    let app = App::new()
        .service(outer::handler)
        .service(outer::plain::handler)
        .service(outer::plain::own)
        .service(outer::plain::none)
        .service(outer::plain::deeper::handler)
        .service(outer::of_its_own::handler)
        .service(outer::of_its_own::deeper::handler)
        .service(outer::opted_out::handler)
        .service(outer::opted_out::own)
        .service(outer::opted_out::deeper::handler);

    check(
        app,
        [
            one_origin("/outer", "https://outer.example"),
            one_origin("/plain", "https://outer.example"),
            one_origin("/plain/own", "https://own.example"),
            no_cors("/plain/none"),
            one_origin("/plain/deeper", "https://outer.example"),
            one_origin("/of_its_own", "https://inner.example"),
            one_origin("/of_its_own/deeper", "https://inner.example"),
            no_cors("/opted_out"),
            one_origin("/opted_out/own", "https://own.example"),
            no_cors("/opted_out/deeper"),
        ],
    );
}

/// Its documentation and visibility stay.
#[cors(allow_origins("https://a.example"))]
pub(super) mod of_many_kinds {
    use std::{fmt, fmt::Write as _};

    use actix_web::{HttpResponse, Responder, get, web::Path};

    pub(super) const ANSWER: u8 = 42;
    pub(super) static GREETING: &str = "hello";

    pub(super) type Name = Path<String>;

    macro_rules! shout {
        ($text:expr) => {
            $text.to_uppercase()
        };
    }

    #[derive(Clone, Debug, PartialEq)]
    pub(super) struct Guest {
        pub(super) name: String,
    }

    pub(super) enum Mood {
        Glad,
    }

    pub(super) trait Greets {
        fn greet(&self) -> String;
    }

    impl Greets for Guest {
        fn greet(&self) -> String {
            let mut text = String::new();
            write!(text, "{GREETING}, {self}").expect("no error for strings");
            text
        }
    }

    impl fmt::Display for Guest {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(&self.name)
        }
    }

    impl Guest {
        /// A method is no handler, whatever it is called.
        pub(super) fn get(&self) -> &str {
            &self.name
        }
    }

    pub(super) fn helper(name: &str) -> Guest {
        Guest { name: shout!(name) }
    }

    /// A handler without a route attribute, to be registered by hand.
    #[allow(clippy::unused_async)]
    pub(super) async fn by_hand(name: Name) -> HttpResponse {
        super::note("by hand");
        HttpResponse::Ok().body(helper(&name).greet())
    }

    #[get("/annotated/{name}")]
    pub(super) async fn annotated(name: Name) -> impl Responder {
        super::note("annotated");
        helper(&name).greet()
    }

    #[test]
    fn a_test_in_such_a_module_runs() {
        assert_eq!(helper("fox").get(), "FOX");
    }
}

#[test]
fn items_that_are_no_route_handlers_are_as_ever() {
    use of_many_kinds::{ANSWER, Greets as _, Guest, Mood, annotated, by_hand, helper};

    let app = || {
        App::new()
            .service(annotated)
            .route("/by_hand/{name}", web::get().to(by_hand))
    };

    assert_eq!(ANSWER, 42);
    assert!(matches!(Mood::Glad, Mood::Glad));
    assert_eq!(
        helper("fox"),
        Guest {
            name: "FOX".to_owned()
        }
    );
    assert_eq!(helper("fox").greet(), "hello, FOX");
    check(
        app(),
        [
            one_origin("/annotated/fox", "https://a.example"),
            no_cors("/by_hand/fox"),
        ],
    );
    assert_eq!(who_sees(app(), call("GET", "/by_hand/fox")), ["by hand"]);
    assert_eq!(
        who_sees(app(), call("GET", "/annotated/fox")),
        ["annotated"]
    );
}
