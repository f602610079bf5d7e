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
#![forbid(unsafe_code, clippy::items_after_statements, clippy::wildcard_imports)]

use actix_web::{App, rt::System, test::init_service};

/// A library's handlers, of which its users see the generated items.
pub mod documented {
    use actix_web::{
        Error, HttpRequest, HttpResponse, Responder, get, guard::GuardContext,
        middleware::Compress, query, route, routes, web,
    };
    use corsac::{Origin, Policy, cors, policy};
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

    #[expect(clippy::unused_async, reason = "the option takes nothing else")]
    async fn is_partner(_: &Origin<'_>, _: &HttpRequest) -> bool {
        true
    }

    /// Asks, and takes more than a hundred lines.
    #[cors(
        allow_origins(
            predicate(async is_partner),
            "https://1.example",
            "https://2.example",
            "https://3.example",
            "https://4.example",
            "https://5.example",
            "https://6.example",
            "https://7.example",
            "https://8.example",
            "https://9.example",
            "https://10.example",
            "https://11.example",
            "https://12.example",
            "https://13.example",
            "https://14.example",
            "https://15.example",
            "https://16.example",
            "https://17.example",
            "https://18.example",
            "https://19.example",
            "https://20.example",
            "https://21.example",
            "https://22.example",
            "https://23.example",
            "https://24.example",
            "https://25.example",
            "https://26.example",
            "https://27.example",
            "https://28.example",
            "https://29.example",
            "https://30.example",
            "https://31.example",
            "https://32.example",
            "https://33.example",
            "https://34.example",
            "https://35.example",
            "https://36.example",
            "https://37.example",
            "https://38.example",
            "https://39.example",
            "https://40.example",
            "https://41.example",
            "https://42.example",
            "https://43.example",
            "https://44.example",
            "https://45.example",
            "https://46.example",
            "https://47.example",
            "https://48.example",
            "https://49.example",
            "https://50.example",
            "https://51.example",
            "https://52.example",
            "https://53.example",
            "https://54.example",
            "https://55.example",
            "https://56.example",
            "https://57.example",
            "https://58.example",
            "https://59.example",
            "https://60.example",
            "https://61.example",
            "https://62.example",
            "https://63.example",
            "https://64.example",
            "https://65.example",
            "https://66.example",
            "https://67.example",
            "https://68.example",
            "https://69.example",
            "https://70.example",
            "https://71.example",
            "https://72.example",
            "https://73.example",
            "https://74.example",
            "https://75.example",
            "https://76.example",
            "https://77.example",
            "https://78.example",
            "https://79.example",
            "https://80.example",
            "https://81.example",
            "https://82.example",
            "https://83.example",
            "https://84.example",
            "https://85.example",
            "https://86.example",
            "https://87.example",
            "https://88.example",
            "https://89.example",
            "https://90.example",
            "https://91.example",
            "https://92.example",
            "https://93.example",
            "https://94.example",
            "https://95.example",
            "https://96.example",
            "https://97.example",
            "https://98.example",
            "https://99.example",
        )
    )]
    #[get("/long")]
    pub async fn long() -> impl Responder {
        "long"
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
