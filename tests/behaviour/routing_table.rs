//! How much an annotated route adds to the app's routing table: one resource.

use actix_web::{
    App, HttpRequest, Responder, delete, get, options, post, put,
    rt::System,
    test::{TestRequest, call_and_read_body, call_service, init_service},
    web::{self, ServiceConfig},
};
use corsac::cors;

macro_rules! handlers {
    ($($attribute:ident $name:ident $path:literal),*) => {
        $(
            #[cors(allow_origins("https://a.example"), max_age = 600)]
            #[$attribute($path)]
            async fn $name() -> impl Responder {
                stringify!($name)
            }
        )*

        fn ten_handlers(config: &mut ServiceConfig) {
            config$(.service($name))*;
        }
    };
}

handlers! {
    get list "/", post create "/", delete clear "/", options describe "/",
    get read "/{id}", put replace "/{id}", delete remove "/{id}",
    get history "/{id}/history", post tag "/{id}/tags", get search "/find/{word:.*}"
}

/// What else is in the app: the resource that tells what the others are.
#[get("/routing-table")]
async fn routing_table(req: HttpRequest) -> impl Responder {
    format!("{:#?}", req.resource_map())
}

/// A hundred scopes with ten annotated handlers each.
fn thousand_routes(config: &mut ServiceConfig) {
    for i in 0..100 {
        config.service(web::scope(&format!("/collection-{i}")).configure(ten_handlers));
    }
}

/// The number of scopes and resources in an app of these routes, as Actix knows
/// them, the one that is asked for it not counted.
fn count_nodes(routes: fn(&mut ServiceConfig)) -> usize {
    let table = System::new().block_on(async {
        let app = init_service(App::new().configure(routes).service(routing_table)).await;
        let request = TestRequest::with_uri("/routing-table").to_request();
        call_and_read_body(&app, request).await
    });
    let table = String::from_utf8(table.to_vec()).unwrap();

    // A node stands on a line of its own, except the root at the start of the
    // text, and where it is listed once more by its name: behind that name.
    let nodes = table
        .lines()
        .filter(|line| line.trim_start() == "ResourceMap {");
    let (root, asked) = (1, 1);
    nodes.count() - root - asked
}

#[test]
fn a_thousand_annotated_routes_are_a_thousand_resources() {
    let scopes = 100;

    assert_eq!(count_nodes(thousand_routes) - scopes, 1000);
}

/// The count itself is right where the answer is known.
#[test]
fn every_resource_is_counted() {
    let nothing = count_nodes(|_| {});
    let by_hand = count_nodes(|config| {
        let options = || web::resource("/same").name("options");
        config
            .service(options())
            .service(options())
            .service(web::resource("/other"))
            .service(web::scope("/scope").service(options()));
    });

    assert_eq!(nothing, 0);
    assert_eq!(by_hand, 5, "three resources, a scope, and a resource in it");
}

#[test]
fn each_of_a_thousand_routes_answers_its_preflight() {
    System::new().block_on(async {
        let app = init_service(App::new().configure(thousand_routes)).await;

        for (method, path) in [
            ("GET", "/collection-0/"),
            ("OPTIONS", "/collection-0/"),
            ("DELETE", "/collection-57/8"),
            ("POST", "/collection-99/8/tags"),
            ("GET", "/collection-99/find/a/fox"),
        ] {
            let preflight = TestRequest::with_uri(path)
                .method(actix_web::http::Method::OPTIONS)
                .insert_header(("Origin", "https://a.example"))
                .insert_header(("Access-Control-Request-Method", method));

            let response = call_service(&app, preflight.to_request()).await;

            let methods = response.headers().get("Access-Control-Allow-Methods");
            assert_eq!(methods.unwrap(), method, "{path}");
        }
    });
}
