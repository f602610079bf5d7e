//! actix-web's introspection reports an annotated app as it reports the same app
//! without CORS.

use actix_web::{
    App,
    guard::GuardContext,
    introspection::IntrospectionTree,
    rt::System,
    test::{TestRequest, call_and_read_body_json, init_service},
    web::{self, Data, ServiceConfig},
};
use serde_json::{Value, json};

/// The handlers, with `$cors` above the module.
macro_rules! handlers {
    ($(#[$cors:meta])? $name:ident) => {
        $(#[$cors])?
        mod $name {
            use actix_web::{
                HttpResponse, Responder, get, guard, patch, post, route, routes,
                web::{self, ServiceConfig},
            };

            #[get("/items")]
            async fn list() -> impl Responder {
                HttpResponse::Ok()
            }

            #[post("/items", name = "items", guard = "crate::is_beta")]
            async fn add() -> impl Responder {
                HttpResponse::Ok()
            }

            #[route("/items/{id}", method = "PUT", method = "PURGE", method = "QUERY")]
            async fn replace() -> impl Responder {
                HttpResponse::Ok()
            }

            #[routes]
            #[get("/all")]
            #[delete("/all")]
            #[delete("/everything", guard = "crate::is_beta", guard = "crate::is_late")]
            async fn all() -> impl Responder {
                HttpResponse::Ok()
            }

            #[patch("/wrapped", wrap = "actix_web::middleware::NormalizePath::trim()")]
            async fn wrapped() -> impl Responder {
                HttpResponse::Ok()
            }

            pub(super) fn configure(services: &mut ServiceConfig) {
                services
                    .service(list)
                    .service(add)
                    .service(
                        web::scope("/v1")
                            .guard(guard::Header("x-version", "1"))
                            .service(replace)
                            .service(all),
                    )
                    .service(wrapped);
            }
        }
    };
}

handlers!(plain);
handlers!(
    #[corsac::cors(allow_origins("https://a.example"))]
    annotated
);

fn is_beta(ctx: &GuardContext<'_>) -> bool {
    ctx.head().headers().contains_key("x-beta")
}

fn is_late(ctx: &GuardContext<'_>) -> bool {
    ctx.head().headers().contains_key("x-late")
}

/// What is reported of an app.
fn report(configure: fn(&mut ServiceConfig)) -> Value {
    System::new().block_on(async {
        let app = App::new()
            .configure(configure)
            .route("/report", web::get().to(tell));
        let app = init_service(app).await;
        let request = TestRequest::with_uri("/report").to_request();
        call_and_read_body_json(&app, request).await
    })
}

async fn tell(tree: Data<IntrospectionTree>) -> String {
    tree.report_as_json()
}

/// In an order of our own: Actix gives the methods of `#[route]` an order that
/// differs from build to build.
fn sorted(report: Value) -> Value {
    match report {
        Value::Array(items) => {
            let mut items: Vec<_> = items.into_iter().map(sorted).collect();
            items.sort_by_key(Value::to_string);
            Value::Array(items)
        }
        Value::Object(fields) => {
            let fields = fields.into_iter();
            Value::Object(fields.map(|(name, value)| (name, sorted(value))).collect())
        }
        Value::String(text) => Value::String(match text.strip_prefix("AnyGuard(") {
            Some(methods) => {
                let mut methods: Vec<_> = methods.trim_end_matches(')').split(", ").collect();
                methods.sort_unstable();
                format!("AnyGuard({})", methods.join(", "))
            }
            None => text,
        }),
        other => other,
    }
}

#[test]
fn an_annotated_app_is_reported_as_the_plain_one() {
    let plain = sorted(report(plain::configure));

    let annotated = sorted(report(annotated::configure));

    assert_eq!(annotated, plain);
}

#[test]
fn the_report_names_methods_and_guards() {
    let report = report(annotated::configure);

    let everything = &report[4];
    assert_eq!(everything["full_path"], "/v1/everything");
    assert_eq!(everything["methods"], json!(["DELETE"]));
    assert_eq!(
        everything["guards"],
        json!([
            "actix_web::guard::FnGuard<introspection::is_beta>",
            "actix_web::guard::FnGuard<introspection::is_late>",
        ])
    );
}
