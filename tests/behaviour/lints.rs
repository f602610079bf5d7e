//! What `#[cors]` expands into keeps the strictest lints: this file compiles,
//! and `cargo clippy --tests` has nothing to say of it.

#![deny(
    warnings,
    missing_copy_implementations,
    missing_debug_implementations,
    missing_docs,
    unreachable_pub,
    rust_2018_idioms,
    unused_imports,
    unused_qualifications,
    clippy::pedantic,
    clippy::allow_attributes
)]
#![forbid(unsafe_code)]

use actix_web::{App, rt::System, test::init_service};

/// A library's handlers, of which its users see the generated items.
pub mod documented {
    use actix_web::{
        Error, HttpRequest, HttpResponse, Responder, get, guard::GuardContext,
        middleware::Compress, query, route, routes, web,
    };
    use corsac::{Policy, cors, policy};
    // Its full path in generated code is no qualification too many.
    use std::panic::Location;

    /// To share.
    pub static SHARED: Policy = policy!(
        allow_origins("http://a.example", dev("http://localhost:*")),
        allow_credentials,
        dangerously(insecure_origins),
    );

    /// With a policy from elsewhere.
    #[cors(policy(SHARED))]
    #[get("/shared")]
    pub async fn shared() -> impl Responder {
        Location::caller().to_string()
    }

    fn has_key(ctx: &GuardContext<'_>) -> bool {
        ctx.head().headers.contains_key("X-Key")
    }

    /// The smallest policy.
    #[cors(allow_origins("*"))]
    #[get("/")]
    pub async fn smallest() -> impl Responder {
        "smallest"
    }

    /// The largest one.
    ///
    /// In several paragraphs.
    #[cors(
        allow_origins("https://a.example", "https://b.example:8443", "https://*.c.example"),
        allow_methods("PUT", "PURGE"),
        allow_headers("Content-Type", "X-Key"),
        expose_headers("X-Count", "ETag"),
        allow_credentials,
        max_age = 86400,
        block_on_origin_mismatch,
        crate = "corsac"
    )]
    #[route(
        "/items/{id}",
        method = "PUT",
        method = "PURGE",
        method = "GET",
        name = "largest",
        guard = "has_key",
        wrap = "Compress::default()"
    )]
    pub async fn largest(id: web::Path<u64>, body: web::Bytes) -> Result<String, Error> {
        Ok(format!("{id}: {} bytes", body.len()))
    }

    /// Several routes.
    #[cors(allow_origins("http://localhost:3000"), allow_headers(mirror_request))]
    #[routes]
    #[get("/old")]
    #[post("/new", name = "new")]
    pub async fn several(req: HttpRequest) -> HttpResponse {
        HttpResponse::Ok().body(req.path().to_owned())
    }

    /// With `"*"` wherever it may stand.
    #[cors(
        allow_origins("*"),
        allow_headers("*", "Authorization"),
        expose_headers("*")
    )]
    #[query("/anything")]
    pub async fn anything() -> impl Responder {
        "anything"
    }

    // The section that states the policy is documentation enough.
    #[cors(allow_origins("https://a.example"))]
    #[actix_web::delete("/undocumented")]
    pub async fn undocumented() -> impl Responder {
        "undocumented"
    }
}

mod private {
    use actix_web::{HttpRequest, Responder, get};
    use corsac::cors;

    #[cors(allow_origins("https://a.example"))]
    #[get("/crate")]
    pub(crate) async fn for_the_crate() -> impl Responder {
        "for the crate"
    }

    #[cors(allow_origins("https://a.example"))]
    #[get("/parent")]
    pub(super) async fn for_the_parent() -> impl Responder {
        "for the parent"
    }

    /// Actix's own attribute warns, too, of the deprecated function that it
    /// registers.
    pub(super) mod deprecated {
        #![expect(deprecated)]

        use actix_web::{Responder, get};
        use corsac::cors;

        #[deprecated = "ask `/parent`"]
        #[cors(allow_origins("https://a.example"))]
        #[get("/deprecated")]
        pub(crate) async fn deprecated() -> impl Responder {
            "deprecated"
        }
    }

    /// A lint that is expected on a handler is found there, once.
    #[cors(allow_origins("https://a.example"))]
    #[get("/expected")]
    #[expect(unused_variables)]
    pub(super) async fn with_expectation(req: HttpRequest) -> impl Responder {
        "expected"
    }
}

#[test]
fn what_keeps_the_lints_is_registered() {
    System::new().block_on(async {
        let app = App::new()
            .service(documented::smallest)
            .service(documented::largest)
            .service(documented::several)
            .service(documented::anything)
            .service(documented::shared)
            .service(documented::undocumented)
            .service(private::for_the_crate)
            .service(private::for_the_parent)
            .service(private::deprecated::deprecated)
            .service(private::with_expectation);

        init_service(app).await;
    });
}
