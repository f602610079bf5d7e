//! What surrounds a handler does not change what `#[cors]` means, whatever the
//! names are that stand there.

use actix_web::{
    App,
    dev::HttpServiceFactory,
    http::Method,
    rt::System,
    test::{TestRequest, call_service, init_service, read_body},
};

/// Checks that `route` serves `GET` at `uri`, and answers the preflight for it.
#[track_caller]
fn serves(description: &str, uri: &str, route: impl HttpServiceFactory + 'static) {
    let (status, body, allow_methods) = System::new().block_on(async {
        let app = init_service(App::new().service(route)).await;
        let get = TestRequest::with_uri(uri).insert_header(("Origin", "https://a.example"));
        let preflight = TestRequest::with_uri(uri)
            .method(Method::OPTIONS)
            .insert_header(("Origin", "https://a.example"))
            .insert_header(("Access-Control-Request-Method", "GET"));

        let actual = call_service(&app, get.to_request()).await;
        let preflight = call_service(&app, preflight.to_request()).await;

        let allow_methods = preflight
            .headers()
            .get("Access-Control-Allow-Methods")
            .cloned();
        let origin = actual.headers().get("Access-Control-Allow-Origin");
        assert_eq!(origin.unwrap(), "https://a.example", "{description}");
        (preflight.status(), read_body(actual).await, allow_methods)
    });

    assert_eq!(body, "as ever", "{description}");
    assert_eq!(status, 204, "{description}");
    assert_eq!(allow_methods.unwrap(), "GET", "{description}");
}

/// Every name that generated code might reach for is something else here.
mod taken_names {
    #![allow(dead_code, non_camel_case_types, unused_macros)]

    use ::actix_web::get;

    mod std {}
    mod core {}
    mod alloc {}
    mod actix_web {}
    mod corsac_runtime {}
    mod corsac {}
    mod inventory {}
    mod audit {}
    mod __private {}

    struct Result;
    struct Option;
    struct String;
    struct Vec;
    struct Box;
    struct Some;
    struct None;
    struct Ok;
    struct Err;
    struct Policy;
    struct Route;
    struct Resource;
    struct Cors;
    struct HeaderValue;
    struct AppService;
    struct AllowHeaders;
    struct AllowOrigin;
    struct Danger;
    struct Location;
    struct Node;
    type bool = ();
    type usize = ();
    type str = ();
    type u32 = ();

    trait HttpServiceFactory {}
    trait Into {}
    trait Iterator {}
    trait Default {}

    /// In scope for every value.
    trait Methods: Sized {
        fn name(self, _: &::core::primitive::str) {}
        fn guard(self, (): ()) {}
        fn and(self, (): ()) {}
        fn wrap(self, (): ()) {}
        fn to(self, (): ()) {}
        fn register(self, (): ()) {}
    }

    impl<T> Methods for T {}

    fn drop() {}

    macro_rules! vec {
        () => {
            compile_error!("the user's own `vec!`")
        };
    }
    macro_rules! format {
        () => {
            compile_error!("the user's own `format!`")
        };
    }
    macro_rules! submit {
        () => {
            compile_error!("the user's own `submit!`")
        };
    }
    macro_rules! module_path {
        () => {
            compile_error!("the user's own `module_path!`")
        };
    }

    fn admit(_: &::actix_web::guard::GuardContext<'_>) -> ::core::primitive::bool {
        true
    }

    #[::corsac::cors(
        allow_origins("https://a.example", "https://*.b.example"),
        allow_headers("Content-Type", "X-A"),
        expose_headers("X-B"),
        allow_credentials,
        max_age = 600,
        block_on_origin_mismatch
    )]
    #[get(
        "/all-options",
        name = "taken",
        guard = "admit",
        wrap = "::actix_web::middleware::Compress::default()"
    )]
    pub(crate) async fn all_options() -> &'static ::core::primitive::str {
        "as ever"
    }

    #[::corsac::cors(
        allow_origins("https://a.example", dev("http://localhost:*"), "null"),
        allow_headers(mirror_request),
        dangerously(null_origin)
    )]
    #[get("/mirrored")]
    pub(crate) async fn mirrored() -> &'static ::core::primitive::str {
        "as ever"
    }
}

#[test]
fn names_of_the_users_own_do_not_get_in_the_way() {
    serves("all options", "/all-options", taken_names::all_options);
    serves("mirrored headers", "/mirrored", taken_names::mirrored);
}

mod without_prelude {
    #![no_implicit_prelude]

    #[::corsac::cors(allow_origins("https://a.example"), max_age = 600)]
    #[::actix_web::get("/no-prelude")]
    pub(crate) async fn no_prelude() -> &'static str {
        "as ever"
    }
}

#[test]
fn the_prelude_is_not_needed() {
    serves("no prelude", "/no-prelude", without_prelude::no_prelude);
}

/// Handlers named like their attributes, like what they call, and like what
/// generated code is made of.
mod named_like_others {
    use ::actix_web::{get, route, routes};
    use ::corsac::cors;

    macro_rules! handlers {
        ($($name:ident)*) => {
            $(
                #[cors(allow_origins("https://a.example"))]
                #[get("/")]
                pub(crate) async fn $name() -> &'static str {
                    "as ever"
                }
            )*
        };
    }
    handlers!(get delete resource register config handler policy std core corsac actix_web);

    #[cors(allow_origins("https://a.example"))]
    #[route("/", method = "GET")]
    pub(crate) async fn route() -> &'static str {
        "as ever"
    }

    #[cors(allow_origins("https://a.example"))]
    #[routes]
    #[get("/")]
    pub(crate) async fn routes() -> &'static str {
        "as ever"
    }

    #[cors(allow_origins("https://a.example"))]
    #[get("/")]
    pub(crate) async fn cors() -> &'static str {
        "as ever"
    }

    #[cors(allow_origins("https://a.example"))]
    #[get("/")]
    pub(crate) async fn r#type() -> &'static str {
        "as ever"
    }
}

#[test]
fn a_handler_may_be_named_like_anything() {
    use named_like_others as named;

    serves("get", "/", named::get);
    serves("delete", "/", named::delete);
    serves("resource", "/", named::resource);
    serves("register", "/", named::register);
    serves("config", "/", named::config);
    serves("handler", "/", named::handler);
    serves("policy", "/", named::policy);
    serves("std", "/", named::std);
    serves("core", "/", named::core);
    serves("corsac", "/", named::corsac);
    serves("actix_web", "/", named::actix_web);
    serves("route", "/", named::route);
    serves("routes", "/", named::routes);
    serves("cors", "/", named::cors);
    serves("r#type", "/", named::r#type);
}

mod by_macro_use {
    // `get` comes from `#[macro_use]` in `main.rs`, which puts it into no module.
    #[corsac::cors(allow_origins("https://a.example"))]
    #[get("/macro-use")]
    pub(crate) async fn handler() -> &'static str {
        "as ever"
    }
}

#[test]
fn the_route_attribute_may_come_from_macro_use() {
    serves("macro use", "/macro-use", by_macro_use::handler);
}

/// Another crate's face, which has the attribute among its own names.
mod facade {
    pub(crate) mod web {
        pub(crate) use corsac::{__private, cors};
    }
}

mod through_a_facade {
    use crate::hygiene::facade::web::cors;

    /// What is found if the option is not heeded.
    mod corsac {}

    #[cors(
        crate = "crate::hygiene::facade::web",
        allow_origins("https://a.example")
    )]
    #[actix_web::get("/absolute")]
    pub(crate) async fn absolute() -> &'static str {
        "as ever"
    }

    #[cors(allow_origins("https://a.example"), crate = "super::facade::web")]
    #[actix_web::get("/relative")]
    pub(crate) async fn relative() -> &'static str {
        "as ever"
    }

    #[cors(crate = "::corsac", allow_origins("https://a.example"))]
    #[actix_web::get("/extern")]
    pub(crate) async fn from_extern() -> &'static str {
        "as ever"
    }
}

mod renamed {
    extern crate corsac as fox;

    #[fox::cors(
        crate = "fox",
        allow_origins("https://a.example", "https://*.b.example"),
        max_age = 1
    )]
    #[actix_web::get("/renamed")]
    pub(crate) async fn renamed() -> &'static str {
        "as ever"
    }
}

#[test]
fn the_option_crate_says_where_the_facade_lives() {
    serves("an absolute path", "/absolute", through_a_facade::absolute);
    serves("a relative path", "/relative", through_a_facade::relative);
    serves("another crate", "/extern", through_a_facade::from_extern);
    serves("a renamed crate", "/renamed", renamed::renamed);
}

#[test]
fn a_handler_may_stand_inside_a_function() {
    use actix_web::get;
    use corsac::cors;

    const BODY: &str = "as ever";

    #[cors(allow_origins("https://a.example"))]
    #[get("/inside")]
    async fn inside() -> &'static str {
        BODY
    }

    serves("inside a function", "/inside", inside);
}

#[test]
fn a_handler_may_stand_inside_a_generic_function() {
    fn factory<T>(_: T) -> impl HttpServiceFactory {
        use actix_web::get;
        use corsac::cors;

        #[cors(allow_origins("https://a.example"))]
        #[get("/generic")]
        async fn generic() -> &'static str {
            "as ever"
        }

        generic
    }

    serves("of a number", "/generic", factory(1));
    serves("of a string", "/generic", factory("one"));
}

macro_rules! handler {
    ($name:ident, $origin:literal, $path:literal, $method:literal, $body:expr) => {
        #[corsac::cors(allow_origins($origin), max_age = 600)]
        #[actix_web::route($path, method = $method)]
        pub(crate) async fn $name() -> &'static str {
            $body
        }
    };
    (
        $(#[$attribute:meta])* $visibility:vis $name:ident($($parameter:tt)*) -> $returned:ty
        $body:block
    ) => {
        #[corsac::cors(allow_origins("https://a.example"), allow_headers("Content-Type"))]
        $(#[$attribute])*
        $visibility fn $name($($parameter)*) -> $returned $body
    };
}

macro_rules! option_list {
    ($name:ident, $attribute:ident($path:literal), $($option:tt)*) => {
        #[corsac::cors($($option)*)]
        #[$attribute($path)]
        pub(crate) async fn $name() -> &'static str {
            "as ever"
        }
    };
}

macro_rules! whole_item {
    ($handler:item) => {
        #[corsac::cors(allow_origins("https://a.example"))]
        $handler
    };
}

mod from_macros {
    use actix_web::get;

    handler!(from_parts, "https://a.example", "/parts", "GET", "as ever");
    handler! {
        /// Its visibility, type, and body are one token each.
        #[get("/fragments")]
        pub(crate) from_fragments() -> impl Future<Output = &'static str> {
            async { "as ever" }
        }
    }
    handler! {
        #[get("/private")]
        private() -> impl Future<Output = &'static str> {
            async { "as ever" }
        }
    }

    handler! {
        #[get("/json")]
        pub(crate) from_json(_: Option<actix_web::web::Json<u8>>) -> impl Future<Output = &'static str> {
            async { "as ever" }
        }
    }

    pub(crate) fn from_private() -> impl actix_web::dev::HttpServiceFactory {
        private
    }

    option_list!(
        from_options,
        get("/options"),
        allow_origins("https://a.example"),
        max_age = 600
    );

    #[expect(clippy::unused_async, reason = "the option takes nothing else")]
    async fn is_a(origin: &corsac::Origin<'_>, _: &actix_web::HttpRequest) -> bool {
        origin.to_string() == "https://a.example"
    }

    option_list!(
        from_predicate,
        get("/predicate"),
        allow_origins(predicate(async is_a))
    );

    whole_item! {
        #[get("/item")]
        pub(crate) async fn from_item() -> &'static str {
            "as ever"
        }
    }
}

#[test]
fn a_handler_may_come_out_of_a_macro() {
    serves("from parts", "/parts", from_macros::from_parts);
    serves("from fragments", "/fragments", from_macros::from_fragments);
    serves(
        "without a visibility",
        "/private",
        from_macros::from_private(),
    );
    serves("from options", "/options", from_macros::from_options);
    serves(
        "with a predicate",
        "/predicate",
        from_macros::from_predicate,
    );
    serves("from an item", "/item", from_macros::from_item);
}
