//! Handlers of every kind: what they take, and what they answer with.

use std::{
    convert::Infallible,
    fmt::{self, Display},
    future::{Future, Ready, ready},
    sync::Arc,
};

use actix_web::{
    Either, Error, FromRequest, HttpRequest, HttpResponse, Responder, ResponseError,
    body::{MessageBody, SizedStream},
    dev::Payload,
    error::ErrorImATeapot,
    http::{StatusCode, header::ContentType},
    post, put,
    test::TestRequest,
    web::{self, Bytes, Data, Form, Json, Path, Query},
};
use futures_util::{StreamExt as _, stream};
use serde::{Deserialize, Serialize};

use super::twins::{Twins, ask, pair, request, twins};

#[derive(Serialize, Deserialize)]
struct Page<T> {
    items: Vec<T>,
}

#[derive(Deserialize)]
struct Filter {
    word: String,
}

trait Store {
    fn get(&self, key: &str) -> String;
}

struct Echo;

impl Store for Echo {
    fn get(&self, key: &str) -> String {
        format!("value of {key}")
    }
}

/// Something of the user's own that is taken from a request.
struct Caller<const FALLBACK: u8>(u8);

impl<const FALLBACK: u8> FromRequest for Caller<FALLBACK> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let caller = req.headers().get("X-Caller");
        ready(match caller.map(|name| name.to_str()) {
            None => Ok(Self(FALLBACK)),
            Some(Ok("1")) => Ok(Self(1)),
            Some(_) => Err(ErrorImATeapot("unknown caller")),
        })
    }
}

#[derive(Debug)]
struct OutOfStock {
    left: u32,
}

impl Display for OutOfStock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "only {} left", self.left)
    }
}

impl ResponseError for OutOfStock {
    fn status_code(&self) -> StatusCode {
        StatusCode::CONFLICT
    }
}

twins! {
    #[actix_web::get("/path/{id}/{name}")]
    pub(crate) async fn by_path(path: Path<(u32, String)>) -> impl Responder {
        let (id, name) = path.into_inner();
        format!("{id} {name}")
    }

    #[actix_web::get("/search/{id}")]
    pub(crate) async fn by_query(id: Path<u32>, Query(filter): Query<Filter>) -> String {
        format!("{id} {}", filter.word)
    }

    #[post("/form")]
    pub(crate) async fn by_form(Form(filter): Form<Filter>) -> Result<String, Infallible> {
        Ok(filter.word)
    }

    #[post("/json")]
    pub(crate) async fn by_json(mut page: Json<Page<u32>>) -> Json<Page<u32>> {
        page.items.reverse();
        page
    }

    #[put("/either")]
    pub(crate) async fn by_either(body: Either<Json<Filter>, Form<Filter>>) -> Result<String, Error> {
        Ok(match body {
            Either::Left(Json(filter)) => format!("JSON {}", filter.word),
            Either::Right(Form(filter)) => format!("form {}", filter.word),
        })
    }

    #[actix_web::get("/optional")]
    pub(crate) async fn by_option(
        query: Option<Query<Filter>>,
        caller: Result<Caller<9>, Error>,
    ) -> impl Responder {
        format!("{} {}", query.is_some(), caller.is_ok())
    }

    #[actix_web::get("/caller")]
    pub(crate) async fn by_own_extractor(#[allow(unused_variables)] req: HttpRequest, caller: Caller<9>) -> String {
        caller.0.to_string()
    }

    #[actix_web::get("/store/{key}")]
    pub(crate) async fn by_data(store: Data<dyn Store>, key: Path<String>) -> impl Responder {
        store.get(&key)
    }

    #[post("/payload")]
    pub(crate) async fn by_payload(mut payload: web::Payload) -> Result<HttpResponse, Error> {
        let mut length = 0;
        while let Some(chunk) = payload.next().await {
            length += chunk?.len();
        }
        Ok(HttpResponse::Ok().body(length.to_string()))
    }

    #[actix_web::get("/where")]
    pub(crate) async fn by_where() -> Json<Vec<Option<u8>>>
    where
        Vec<Option<u8>>: Serialize,
    {
        Json(vec![Some(1), None])
    }

    // No `async`: what Actix asks for is a function that returns a future.
    #[actix_web::get("/future")]
    pub(crate) fn by_future() -> impl Future<Output = &'static str> + use<> {
        ready("from a future")
    }

    #[actix_web::get("/built")]
    pub(crate) async fn built() -> HttpResponse {
        HttpResponse::Created()
            .insert_header(("Location", "/built/1"))
            .insert_header(ContentType::html())
            .body("<p>built</p>")
    }

    #[actix_web::get("/customized")]
    pub(crate) async fn customized() -> impl Responder {
        "made".customize().with_status(StatusCode::ACCEPTED).insert_header(("X-Made", "1"))
    }

    #[actix_web::get("/tuple")]
    pub(crate) async fn tuple() -> (&'static str, StatusCode) {
        ("no coffee", StatusCode::IM_A_TEAPOT)
    }

    #[actix_web::get("/nothing")]
    pub(crate) async fn nothing() -> Option<&'static str> { None }

    #[actix_web::get("/fails")]
    pub(crate) async fn fails() -> Result<&'static str, OutOfStock> {
        Err(OutOfStock { left: 3 })
    }

    #[actix_web::get("/fails-by-actix")]
    pub(crate) async fn fails_by_actix() -> actix_web::Result<&'static str> {
        Err(ErrorImATeapot("short and stout"))
    }

    #[actix_web::get("/streamed")]
    pub(crate) async fn streamed() -> HttpResponse {
        let chunks = ["one ", "two ", "three"];
        let chunks = chunks.map(|chunk| Ok::<_, Infallible>(Bytes::from_static(chunk.as_bytes())));
        HttpResponse::Ok().streaming(stream::iter(chunks))
    }

    #[actix_web::get("/sized")]
    pub(crate) async fn sized() -> HttpResponse<impl MessageBody> {
        let chunks = stream::iter([Ok::<_, Infallible>(Bytes::from_static(b"sized"))]);
        HttpResponse::Ok().message_body(SizedStream::new(5, chunks)).unwrap()
    }
}

/// The handlers of `by_data`, with what it takes.
const WITH_DATA: Twins = Twins {
    plain: |config| {
        config.app_data(store()).service(plain::by_data);
    },
    annotated: |config| {
        config.app_data(store()).service(annotated::by_data);
    },
};

fn store() -> Data<dyn Store> {
    Data::from(Arc::new(Echo) as Arc<dyn Store>)
}

fn get(uri: &str) -> TestRequest {
    request("GET", uri)
}

fn form(method: &str, uri: &str) -> TestRequest {
    request(method, uri).set_form([("word", "fox")])
}

#[test]
fn a_handler_takes_what_it_does_without_the_attribute() {
    type Row = (&'static str, Twins, fn() -> TestRequest, &'static str);
    let rows: [Row; 12] = [
        ("path", pair!(by_path), || get("/path/7/fox"), "7 fox"),
        (
            "query",
            pair!(by_query),
            || get("/search/7?word=fox"),
            "7 fox",
        ),
        ("form", pair!(by_form), || form("POST", "/form"), "fox"),
        (
            "JSON, generic",
            pair!(by_json),
            || request("POST", "/json").set_json(Page { items: vec![1, 2] }),
            r#"{"items":[2,1]}"#,
        ),
        (
            "either",
            pair!(by_either),
            || form("PUT", "/either"),
            "form fox",
        ),
        (
            "optional, given",
            pair!(by_option),
            || get("/optional?word=fox"),
            "true true",
        ),
        (
            "optional, missing or failed",
            pair!(by_option),
            || get("/optional").insert_header(("X-Caller", "2")),
            "false false",
        ),
        (
            "const generic",
            pair!(by_own_extractor),
            || get("/caller"),
            "9",
        ),
        (
            "trait object",
            WITH_DATA,
            || get("/store/fox"),
            "value of fox",
        ),
        (
            "payload",
            pair!(by_payload),
            || request("POST", "/payload").set_payload("four"),
            "4",
        ),
        (
            "where clause",
            pair!(by_where),
            || get("/where"),
            "[1,null]",
        ),
        (
            "no `async`",
            pair!(by_future),
            || get("/future"),
            "from a future",
        ),
    ];
    for (description, twins, request, body) in rows {
        twins.agree_on(description, request);

        assert_eq!(ask(twins.annotated, request()).body, body, "{description}");
    }
}

#[test]
fn a_handler_answers_what_it_does_without_the_attribute() {
    let rows = [
        (
            "built response",
            pair!(built),
            "/built",
            201,
            "<p>built</p>",
        ),
        (
            "customized responder",
            pair!(customized),
            "/customized",
            202,
            "made",
        ),
        ("tuple", pair!(tuple), "/tuple", 418, "no coffee"),
        ("nothing", pair!(nothing), "/nothing", 404, ""),
        ("own error", pair!(fails), "/fails", 409, "only 3 left"),
        (
            "error of Actix",
            pair!(fails_by_actix),
            "/fails-by-actix",
            418,
            "short and stout",
        ),
        (
            "streamed body",
            pair!(streamed),
            "/streamed",
            200,
            "one two three",
        ),
        ("sized stream", pair!(sized), "/sized", 200, "sized"),
    ];
    for (description, twins, uri, status, body) in rows {
        twins.agree_on(description, || get(uri));

        let answer = ask(twins.annotated, get(uri));
        assert_eq!(answer.status, status, "{description}");
        assert_eq!(answer.body, body, "{description}");
    }
}

#[test]
fn an_extractor_fails_as_it_does_without_the_attribute() {
    type Row = (&'static str, Twins, fn() -> TestRequest, u16);
    let rows: [Row; 6] = [
        ("path", pair!(by_path), || get("/path/seven/fox"), 404),
        ("query", pair!(by_query), || get("/search/7?letter=f"), 400),
        ("form", pair!(by_form), || request("POST", "/form"), 415),
        (
            "JSON",
            pair!(by_json),
            || request("POST", "/json").set_payload("{"),
            400,
        ),
        (
            "own extractor",
            pair!(by_own_extractor),
            || get("/caller").insert_header(("X-Caller", "2")),
            418,
        ),
        ("missing data", pair!(by_data), || get("/store/fox"), 500),
    ];
    for (description, twins, request, status) in rows {
        twins.agree_on(description, request);

        let answer = ask(twins.annotated, request());
        assert_eq!(answer.status, status, "{description}");
    }
}

#[test]
fn no_extractor_runs_for_a_preflight() {
    for (description, twins, method, uri) in [
        ("path", pair!(by_path), "GET", "/path/seven/fox"),
        ("JSON", pair!(by_json), "POST", "/json"),
        ("missing data", pair!(by_data), "GET", "/store/fox"),
        ("stream", pair!(streamed), "GET", "/streamed"),
        ("error", pair!(fails), "GET", "/fails"),
    ] {
        twins.answer_preflight(description, (method, uri), Some(method));
    }
}
