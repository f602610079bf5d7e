//! What Actix knows of a route by its name and its pattern.

use actix_web::{HttpRequest, Responder, get, route, routes, web};

use super::twins::{ask, pair, request, twins};

/// The resource that serves `req`, as Actix knows it.
fn describe(req: &HttpRequest) -> String {
    let name = req.match_name().unwrap_or("no name");
    let pattern = req.match_pattern().unwrap_or_default();
    format!("{name}: {pattern}")
}

twins! {
    #[get("/functions/{id}")]
    pub(crate) async fn by_function(req: HttpRequest) -> impl Responder { describe(&req) }

    #[get("/names/{id}", name = "a name")]
    pub(crate) async fn by_name(req: HttpRequest) -> impl Responder { describe(&req) }

    #[route(
        "/{letters:[a-z]{2,}}/{number:\\d+}/{tail:.*}",
        method = "GET",
        method = "PURGE",
        name = "by regex"
    )]
    pub(crate) async fn by_regex(req: HttpRequest) -> impl Responder { describe(&req) }

    #[routes]
    #[get("/new/{id}", name = "new")]
    #[get("/old/{id}")]
    pub(crate) async fn moved(req: HttpRequest) -> impl Responder { describe(&req) }

    #[get("/links")]
    pub(crate) async fn links(req: HttpRequest) -> impl Responder {
        let link = |name: &str, elements: &[&str]| {
            req.url_for(name, elements)
                .map_or_else(|error| error.to_string(), |url| url.to_string())
        };
        [
            link("by_function", &["7"]),
            link("a name", &["8"]),
            link("by regex", &["ab", "9", "c/d"]),
            link("new", &["10"]),
            link("moved", &["11"]),
            link("links", &[]),
            link("by_name", &["12"]),
        ]
        .join("\n")
    }
}

#[test]
fn a_handler_sees_the_name_and_the_pattern_of_its_route() {
    for (description, twins, uri, expected) in [
        (
            "the function's name",
            pair!(by_function),
            "/functions/7",
            "by_function: /functions/{id}",
        ),
        (
            "a name of its own",
            pair!(by_name),
            "/names/8",
            "a name: /names/{id}",
        ),
        (
            "a pattern with expressions",
            pair!(by_regex),
            "/ab/9/c/d",
            "by regex: /{letters:[a-z]{2,}}/{number:\\d+}/{tail:.*}",
        ),
        (
            "`routes`, a name of its own",
            pair!(moved),
            "/new/10",
            "new: /new/{id}",
        ),
        (
            "`routes`, the function's name",
            pair!(moved),
            "/old/11",
            "moved: /old/{id}",
        ),
    ] {
        twins.agree_on(description, || request("GET", uri));

        let answer = ask(twins.annotated, request("GET", uri));
        assert_eq!(answer.body, expected, "{description}");
    }
}

#[test]
fn url_for_finds_every_route_by_its_name() {
    let all = pair!(by_function, by_name, by_regex, moved, links);

    all.agree_on("links", || request("GET", "/links"));

    let answer = ask(all.annotated, request("GET", "/links"));
    let expected = "http://localhost:8080/functions/7\n\
                    http://localhost:8080/names/8\n\
                    http://localhost:8080/ab/9/c/d\n\
                    http://localhost:8080/new/10\n\
                    http://localhost:8080/old/11\n\
                    http://localhost:8080/links\n\
                    Resource not found";
    assert_eq!(answer.body, expected);
}

#[test]
fn a_scope_goes_before_the_pattern() {
    let in_scope = super::twins::Twins {
        plain: |config| {
            config.service(web::scope("/v{version}").service(plain::by_name));
        },
        annotated: |config| {
            config.service(web::scope("/v{version}").service(annotated::by_name));
        },
    };

    in_scope.agree_on("in a scope", || request("GET", "/v2/names/8"));
    in_scope.answer_preflight("in a scope", ("GET", "/v2/names/8"), Some("GET"));

    let answer = ask(in_scope.annotated, request("GET", "/v2/names/8"));
    assert_eq!(answer.body, "a name: /v{version}/names/{id}");
}
