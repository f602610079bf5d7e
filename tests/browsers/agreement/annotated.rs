//! Handlers that differ in nothing but their policies.

use actix_web::{Error, HttpRequest, HttpResponse, dev::RequestHead, route, web};
use corsac::{Origin, Origins, Policy, cors, policy};

use super::{policies::answer, site::Wanted};

static TENANTS: Origins = Origins::new();

pub(crate) fn fill_tenants() {
    let origins = [
        "https://frontend.test",
        "https://pr-1.preview.frontend.test",
    ];
    TENANTS.replace(origins).expect("good origins");
}

static SHARED: Policy = policy!(
    allow_origins("https://frontend.test", "https://*.preview.frontend.test"),
    allow_headers("X-A", "Content-Type"),
    expose_headers("X-Parts"),
    allow_credentials,
    max_age = 600,
);

fn is_test_frontend(origin: &Origin<'_>, _: &RequestHead) -> bool {
    origin.host() == "frontend.test"
}

/// Handlers that serve every method, each with its policy.
macro_rules! routes {
    ($($name:ident $path:literal $policy:tt;)*) => {
        $(
            #[cors $policy]
            #[route(
                $path,
                method = "GET",
                method = "HEAD",
                method = "POST",
                method = "PUT",
                method = "PATCH",
                method = "DELETE",
                method = "PURGE"
            )]
            async fn $name(
                req: HttpRequest,
                wanted: web::Query<Wanted>,
            ) -> Result<HttpResponse, Error> {
                answer(req, wanted).await
            }
        )*

        pub(crate) fn configure(config: &mut web::ServiceConfig) {
            $(config.service($name);)*
        }

        /// Paths and policies.
        pub(crate) const ROUTES: &[(&str, &str)] = &[$(($path, stringify!($policy))),*];
    };
}

routes! {
    exact "/exact" (allow_origins("https://frontend.test"));
    several "/several" (
        allow_origins("https://frontend.test", "https://other.test", "http://frontend.test"),
    );
    pattern "/pattern" (allow_origins("https://*.preview.frontend.test"));
    exact_and_pattern "/exact-and-pattern" (
        allow_origins("https://frontend.test", "https://*.preview.frontend.test"),
        allow_headers("X-A"),
    );
    any_port "/any-port" (
        allow_origins("https://frontend.test:*", "http://localhost:*"),
        allow_headers("X-A"),
    );
    both_wildcards "/both-wildcards" (allow_origins("https://*.frontend.test:*"));
    loopback "/loopback" (
        allow_origins("http://127.0.0.1:3000", "http://localhost:5173"),
        allow_credentials,
        allow_headers("X-A"),
    );
    any "/any" (allow_origins("*"));
    any_with_a_list "/any-with-a-list" (
        allow_origins("*"),
        allow_headers("X-A", "X-B", "Content-Type"),
        expose_headers("X-Total-Count"),
    );
    any_with_any_header "/any-with-any-header" (allow_origins("*"), allow_headers("*"));
    any_with_every_header "/any-with-every-header" (
        allow_origins("*"),
        allow_headers("*", "Authorization"),
        expose_headers("*"),
    );
    any_mirrored "/any-mirrored" (allow_origins("*"), allow_headers(mirror_request));
    exact_with_any_header "/exact-with-any-header" (
        allow_origins("https://frontend.test"),
        allow_headers("*"),
    );
    exact_with_every_header "/exact-with-every-header" (
        allow_origins("https://frontend.test"),
        allow_headers("*", "Authorization"),
    );
    list "/list" (
        allow_origins("https://frontend.test", "https://other.test"),
        allow_headers("X-A", "X-B"),
    );
    list_of_safelisted "/list-of-safelisted" (
        allow_origins("https://frontend.test", "https://other.test"),
        allow_headers("Accept", "Accept-Language", "Content-Language", "Content-Type", "Range"),
    );
    authorization "/authorization" (
        allow_origins("https://frontend.test", "http://localhost:5173"),
        allow_headers("Authorization"),
    );
    mirrored "/mirrored" (
        allow_origins("https://frontend.test", "https://other.test"),
        allow_headers(mirror_request),
    );
    credentials "/credentials" (allow_origins("https://frontend.test"), allow_credentials);
    credentials_of_several "/credentials-of-several" (
        allow_origins("https://frontend.test", "https://other.test"),
        allow_headers("X-A", "Authorization"),
        allow_credentials,
    );
    credentials_of_pattern "/credentials-of-pattern" (
        allow_origins("https://*.preview.frontend.test", "https://frontend.test"),
        allow_headers("X-A"),
        allow_credentials,
    );
    credentials_mirrored "/credentials-mirrored" (
        allow_origins("https://frontend.test", "https://other.test"),
        allow_headers(mirror_request),
        allow_credentials,
    );
    insecure "/insecure" (
        allow_origins("http://frontend.test", "http://www.plain-api.test"),
        allow_headers("X-A"),
        allow_credentials,
        dangerously(insecure_origins),
    );
    exposing "/exposing" (
        allow_origins("https://frontend.test", "https://other.test"),
        expose_headers("X-Total-Count", "etag", "X-Missing"),
    );
    exposing_all "/exposing-all" (
        allow_origins("https://frontend.test", "https://other.test"),
        expose_headers("*"),
    );
    exposing_with_credentials "/exposing-with-credentials" (
        allow_origins("https://frontend.test", "https://other.test"),
        expose_headers("X-Parts"),
        allow_credentials,
    );
    max_age_0 "/max-age-0" (
        allow_origins("https://frontend.test"),
        allow_headers("X-A"),
        max_age = 0,
    );
    max_age_1 "/max-age-1" (
        allow_origins("https://frontend.test"),
        allow_headers("X-A"),
        max_age = 1,
    );
    max_age_600 "/max-age-600" (
        allow_origins("https://frontend.test"),
        allow_headers("X-A"),
        allow_credentials,
        max_age = 600,
    );
    max_age_of_a_day "/max-age-of-a-day" (
        allow_origins("*"),
        allow_headers("X-A"),
        max_age = 86400,
    );
    methods_put "/methods-put" (allow_origins("https://frontend.test"), allow_methods("PUT"));
    methods_safelisted "/methods-safelisted" (
        allow_origins("https://frontend.test", "https://other.test"),
        allow_methods("GET", "POST"),
        allow_headers("X-A"),
    );
    methods_patch "/methods-patch" (allow_origins("*"), allow_methods("PATCH", "PURGE"));
    blocking "/blocking" (allow_origins("https://frontend.test"), block_on_origin_mismatch);
    blocking_with_credentials "/blocking-with-credentials" (
        allow_origins("https://frontend.test", "https://other.test"),
        allow_headers("X-A"),
        allow_credentials,
        block_on_origin_mismatch,
    );
    blocking_pattern "/blocking-pattern" (
        allow_origins("https://*.preview.frontend.test"),
        expose_headers("X-Secret"),
        block_on_origin_mismatch,
    );
    predicate "/predicate" (allow_origins(predicate(is_test_frontend)), allow_headers("X-A"));
    predicate_with_credentials "/predicate-with-credentials" (
        allow_origins("https://other.test", predicate(is_test_frontend)),
        allow_credentials,
        dangerously(unchecked_origins),
    );
    tenants "/tenants" (allow_origins(from(TENANTS)), allow_headers("X-A"));
    tenants_with_credentials "/tenants-with-credentials" (
        allow_origins("https://other.test", from(TENANTS)),
        expose_headers("X-Secret"),
        allow_credentials,
    );
    dev "/dev" (
        allow_origins("https://frontend.test", dev("http://localhost:5173")),
        allow_headers("X-A"),
    );
    null "/null" (
        allow_origins("https://frontend.test", "null"),
        allow_headers("X-A"),
        dangerously(null_origin),
    );
    null_alone "/null-alone" (allow_origins("null"), dangerously(null_origin));
    shared "/shared" (policy(SHARED));
    shared_methods "/shared-methods" (policy(SHARED), allow_methods("GET", "PATCH"));
}
