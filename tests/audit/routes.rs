//! Every route of this program, and nothing else.

use actix_web::{
    App, Responder, get,
    http::Method,
    rt::System,
    scope,
    test::{TestRequest, call_service, init_service},
};
use corsac::{
    Policy,
    audit::{self, Route},
    cors, policy,
};
use expect_test::expect;

static SHARED: Policy = policy!(allow_origins("https://shared.example"));
/// For wrapping, which is no route.
static AROUND: Policy = policy!(allow_origins("https://around.example"));

#[cors(allow_origins("*"))]
#[get("/own")]
async fn own() -> impl Responder {
    "own"
}

/// For a test further down: the line of the handler's name.
const LINE_OF_BELOW: u32 = line!() + 9;

#[cors(
    allow_origins("https://a.example"),
    // Neither here, nor at the route attribute.
    max_age = 600,
)]
#[get("/below")]
#[allow(clippy::unused_async)]
async fn below() -> impl Responder {
    "below"
}

#[cors(allow_origins("*"), allow_methods("PUT", "PURGE"))]
#[actix_web::route("/methods/{id}", method = "PURGE", method = "GET", method = "PUT")]
async fn several_methods() -> impl Responder {
    "several methods"
}

#[cors(allow_origins("*"))]
#[actix_web::routes]
#[get("/paths/b")]
#[put("/paths/a")]
#[get("/paths/a")]
async fn several_paths() -> impl Responder {
    "several paths"
}

#[cors(allow_origins("*"))]
#[actix_web::connect("/never-allowed")]
async fn never_allowed() -> impl Responder {
    "never allowed"
}

#[cors(policy(SHARED))]
#[get("/shared")]
async fn shared() -> impl Responder {
    "shared"
}

#[cors(policy(self::SHARED), allow_methods("PUT"))]
#[actix_web::route("/narrowed", method = "PUT", method = "DELETE")]
async fn narrowed() -> impl Responder {
    "narrowed"
}

#[cors(allow_origins("*"))]
#[get("/raw")]
async fn r#type() -> impl Responder {
    "raw"
}

#[cors(policy(super::SHARED))]
mod by_module {
    use actix_web::{Responder, get};
    use corsac::cors;

    pub(super) const LINE_OF_DEFAULT: u32 = line!() + 3;

    #[get("/default")]
    pub(super) async fn with_default() -> impl Responder {
        "default"
    }

    #[cors(allow_origins("https://own.example"))]
    #[get("/exception")]
    pub(super) async fn with_exception() -> impl Responder {
        "exception"
    }

    #[cors(none)]
    #[get("/not-listed/none")]
    pub(super) async fn without() -> impl Responder {
        "none"
    }
}

#[scope("/scope")]
mod scoped {
    use actix_web::{Responder, get};
    use corsac::cors;

    #[cors(allow_origins("*"))]
    #[get("/in-scope")]
    pub async fn in_scope() -> impl Responder {
        "in scope"
    }
}

#[get("/not-listed/plain")]
async fn plain() -> impl Responder {
    "plain"
}

#[cfg(any())]
#[cors(allow_origins("*"))]
#[get("/not-listed/cfg")]
async fn left_out() -> impl Responder {
    "left out"
}

#[cors(allow_origins("*"))]
#[get("/unregistered")]
#[allow(dead_code)]
async fn unregistered() -> impl Responder {
    "unregistered"
}

macro_rules! two_in_a_line {
    ($($name:ident $path:literal)*) => {
        $(
            #[cors(allow_origins("*"))]
            #[get($path)]
            async fn $name() -> impl Responder {
                "from a macro"
            }
        )*
    };
}
two_in_a_line!(z "/macro/1" a "/macro/2");

#[allow(dead_code)]
fn inside<T>(_: T) {
    #[cors(allow_origins("*"))]
    #[get("/inside")]
    async fn in_function() -> impl Responder {
        "inside"
    }
}

fn here() -> impl Iterator<Item = &'static Route> {
    audit::routes()
        .into_iter()
        .filter(|route| route.module().starts_with(module_path!()))
}

#[test]
fn each_annotated_route_is_listed_in_the_order_of_the_source() {
    let listed = here().map(|route| {
        let methods = route.methods().join(", ");
        format!(
            "{methods} {} {}::{}\n",
            route.path(),
            route.module(),
            route.handler()
        )
    });

    let listed: String = listed.collect();

    expect![[r#"
        GET /own audit::routes::own
        GET /below audit::routes::below
        PURGE, GET, PUT /methods/{id} audit::routes::several_methods
        GET /paths/a audit::routes::several_paths
        PUT /paths/a audit::routes::several_paths
        GET /paths/b audit::routes::several_paths
        CONNECT /never-allowed audit::routes::never_allowed
        GET /shared audit::routes::shared
        PUT, DELETE /narrowed audit::routes::narrowed
        GET /raw audit::routes::r#type
        GET /default audit::routes::by_module::with_default
        GET /exception audit::routes::by_module::with_exception
        GET /scope/in-scope audit::routes::scoped::in_scope
        GET /unregistered audit::routes::unregistered
        GET /macro/1 audit::routes::z
        GET /macro/2 audit::routes::a
        GET /inside audit::routes::in_function
    "#]]
    .assert_eq(&listed);
}

#[test]
fn a_route_says_where_its_handler_stands() {
    let by_attribute = here().find(|route| route.path() == "/below").unwrap();
    let of_module = here().find(|route| route.path() == "/default").unwrap();
    let of_macro: Vec<_> = here()
        .filter(|route| route.path().starts_with("/macro/"))
        .collect();

    assert_eq!(by_attribute.location().file(), file!());
    assert_eq!(by_attribute.location().line(), LINE_OF_BELOW);
    assert_eq!(of_module.location().line(), by_module::LINE_OF_DEFAULT);
    assert_eq!(of_macro[0].location().line(), of_macro[1].location().line());
}

#[test]
fn the_path_of_a_shared_policy_is_the_one_written() {
    let path = |at: &str| {
        here()
            .find(|route| route.path() == at)
            .unwrap()
            .policy_path()
    };

    assert_eq!(path("/shared"), Some("SHARED"));
    assert_eq!(path("/narrowed"), Some("self::SHARED"));
    assert_eq!(path("/default"), Some("super::SHARED"));
    assert_eq!(path("/own"), None);
}

#[test]
fn a_shared_policy_is_the_static_itself() {
    let policy = |at: &str| here().find(|route| route.path() == at).unwrap().policy();

    assert_eq!(policy("/shared").to_string(), SHARED.to_string());
    assert_eq!(policy("/narrowed").to_string(), SHARED.to_string());
    assert_eq!(policy("/default").to_string(), SHARED.to_string());
}

#[test]
fn a_policy_around_an_app_is_no_route_but_may_be_asked() {
    let app = App::new().wrap(&AROUND);
    drop(app);

    assert!(here().all(|route| route.policy().to_string() != AROUND.to_string()));
    assert_eq!(
        AROUND.audit().allow_origins()[0].to_string(),
        r#""https://around.example""#
    );
}

#[test]
fn preflights_are_answered_with_the_methods_listed() {
    System::new().block_on(async {
        let app = App::new()
            .service((own, below, several_methods, several_paths, never_allowed))
            .service((shared, narrowed, r#type, plain, z, a))
            .service((
                by_module::with_default,
                by_module::with_exception,
                by_module::without,
                scoped::in_scope,
            ));
        let app = init_service(app).await;
        let registered =
            here().filter(|route| !["/unregistered", "/inside"].contains(&route.path()));
        let mut checked = 0;
        for route in registered {
            let method = route.methods()[0];
            let preflight = TestRequest::with_uri(route.path())
                .method(Method::OPTIONS)
                .insert_header(("Origin", origin_of(route)))
                .insert_header(("Access-Control-Request-Method", method));

            let answer = call_service(&app, preflight.to_request()).await;

            let allowed = answer.headers().get("Access-Control-Allow-Methods");
            let allowed = allowed.map_or("", |value| value.to_str().unwrap());
            assert_eq!(allowed, route.allow_methods().join(", "), "{route}");
            checked += 1;
        }
        assert_eq!(checked, 15);
    });
}

/// An origin that the route allows.
fn origin_of(route: &Route) -> String {
    let policy = route.policy();
    match policy.allow_origins() {
        [origin] if origin.kind() == audit::Kind::Exact => origin.text().to_owned(),
        [origin] if origin.kind() == audit::Kind::Any => "https://any.example".to_owned(),
        origins => panic!("{origins:?}"),
    }
}

#[test]
fn the_list_is_the_same_each_time() {
    let list = || format!("{:?}", audit::routes());

    assert_eq!(list(), list());
}
