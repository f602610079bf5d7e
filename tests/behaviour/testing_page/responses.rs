//! What a script gets to see of a response.

use actix_web::{
    App, Error, HttpResponse,
    error::ErrorImATeapot,
    http::{Method, header::HeaderName},
    test::{TestRequest, init_service},
    web,
};
use corsac::testing::{Blocked, Credentials, Page, Response};
use futures_util::stream;

use super::app::{Answer, fetch_after};

fn page() -> Page {
    Page::at("https://a.example")
}

/// The names of all headers that a script sees, sorted.
fn names(response: &Response) -> Vec<&str> {
    let mut names: Vec<_> = response.headers().keys().map(HeaderName::as_str).collect();
    names.sort_unstable();
    names
}

async fn get(page: &Page, answer: Answer<'static>) -> Result<Response, Blocked> {
    fetch_after(page, answer, answer, TestRequest::get()).await
}

#[actix_web::test]
async fn seven_headers_need_not_be_exposed() -> Result<(), Blocked> {
    const ANSWER: Answer<'_> = (
        200,
        &[
            "Access-Control-Allow-Origin: *",
            "Cache-Control: no-store",
            "Content-Language: de",
            "Content-Length: 5",
            "Content-Type: text/plain",
            "Expires: 0",
            "Last-Modified: 0",
            "Pragma: no-cache",
            "ETag: a",
            "Location: /",
            "Set-Cookie: a=b",
            "X-A: 1",
        ],
    );

    let response = get(&page(), ANSWER).await?;

    assert_eq!(
        names(&response),
        [
            "cache-control",
            "content-language",
            "content-length",
            "content-type",
            "expires",
            "last-modified",
            "pragma",
        ],
    );
    Ok(())
}

#[actix_web::test]
async fn exposed_headers_are_seen_but_no_cookies() -> Result<(), Blocked> {
    const ANSWER: Answer<'_> = (
        200,
        &[
            "Access-Control-Allow-Origin: *",
            "Access-Control-Expose-Headers: x-a, Set-Cookie",
            "Access-Control-Expose-Headers: ETag, Set-Cookie2",
            "ETag: a",
            "Set-Cookie: a=b",
            "Set-Cookie2: a=b",
            "X-A: 1",
            "X-A: 2",
            "X-B: 3",
        ],
    );

    let response = get(&page(), ANSWER).await?;

    assert_eq!(names(&response), ["content-length", "etag", "x-a"]);
    assert_eq!(response.headers().get_all("X-A").count(), 2);
    Ok(())
}

#[actix_web::test]
async fn a_star_exposes_all_but_cookies_unless_there_are_credentials() -> Result<(), Blocked> {
    const ANSWER: Answer<'_> = (
        200,
        &[
            "Access-Control-Allow-Origin: https://a.example",
            "Access-Control-Allow-Credentials: true",
            "Access-Control-Expose-Headers: *",
            "Authorization: a",
            "Set-Cookie: a=b",
            "X-A: 1",
        ],
    );

    let without = get(&page(), ANSWER).await?;
    let with = get(&page().credentials(Credentials::Include), ANSWER).await?;

    assert_eq!(
        names(&without),
        [
            "access-control-allow-credentials",
            "access-control-allow-origin",
            "access-control-expose-headers",
            "authorization",
            "content-length",
            "x-a",
        ],
    );
    assert_eq!(names(&with), ["content-length"]);
    Ok(())
}

#[actix_web::test]
async fn a_malformed_list_exposes_nothing() -> Result<(), Blocked> {
    const ANSWER: Answer<'_> = (
        200,
        &[
            "Access-Control-Allow-Origin: *",
            "Access-Control-Expose-Headers: X-A, X B",
            "X-A: 1",
        ],
    );

    assert_eq!(names(&get(&page(), ANSWER).await?), ["content-length"]);
    Ok(())
}

/// As Actix's server has it.
#[actix_web::test]
async fn the_length_is_that_of_the_body_where_there_may_be_one() -> Result<(), Blocked> {
    const LINES: &[&str] = &["Access-Control-Allow-Origin: *"];
    const WRONG: &[&str] = &["Access-Control-Allow-Origin: *", "Content-Length: 9"];
    for (status, lines, expected) in [
        (200, LINES, Some("5")),
        (200, WRONG, Some("5")),
        (500, LINES, Some("5")),
        (204, LINES, None),
        (204, WRONG, None),
        (304, LINES, None),
        (304, WRONG, Some("9")),
    ] {
        for method in [Method::GET, Method::HEAD] {
            let request = TestRequest::default().method(method);

            let response = fetch_after(&page(), (200, &[]), (status, lines), request).await?;

            let length = response.headers().get("Content-Length");
            let length = length.map(|it| it.to_str().expect("digits"));
            assert_eq!(length, expected, "{status} {lines:?}");
        }
    }
    Ok(())
}

#[actix_web::test]
async fn a_body_of_unknown_length_has_none() -> Result<(), Blocked> {
    let answer = async || {
        let chunks = stream::iter([Ok::<_, Error>("a".into()), Ok("b".into())]);
        HttpResponse::Ok()
            .insert_header(("Access-Control-Allow-Origin", "*"))
            .streaming(chunks)
    };
    let app = init_service(App::new().route("/", web::get().to(answer))).await;

    let response = page().fetch(&app, TestRequest::get()).await?;

    assert_eq!(response.text(), Ok("ab"));
    assert_eq!(names(&response), ["content-type"]);
    Ok(())
}

#[actix_web::test]
async fn status_and_body_are_those_of_the_app() -> Result<(), Blocked> {
    for status in [200, 201, 400, 404, 500] {
        let lines = &["Access-Control-Allow-Origin: *"];

        let response = get(&page(), (status, lines)).await?;

        assert_eq!(response.status().as_u16(), status);
        assert_eq!(response.body(), "hello");
        assert_eq!(response.text(), Ok("hello"));
    }
    Ok(())
}

#[actix_web::test]
async fn head_and_null_body_statuses_have_no_body() -> Result<(), Blocked> {
    const LINES: &[&str] = &["Access-Control-Allow-Origin: *"];
    let head = TestRequest::default().method(Method::HEAD);

    let response = fetch_after(&page(), (200, LINES), (200, LINES), head).await?;
    assert!(response.body().is_empty());
    for status in [204, 205, 304] {
        assert!(get(&page(), (status, LINES)).await?.body().is_empty());
    }
    Ok(())
}

#[actix_web::test]
async fn json_is_read_as_any_type() -> Result<(), Blocked> {
    let answer = async || {
        HttpResponse::Ok()
            .insert_header(("Access-Control-Allow-Origin", "*"))
            .json([1, 2])
    };
    let app = init_service(App::new().route("/", web::get().to(answer))).await;

    let response = page().fetch(&app, TestRequest::get()).await?;

    assert_eq!(response.json::<Vec<u8>>().ok(), Some(vec![1, 2]));
    assert!(response.json::<String>().is_err());
    Ok(())
}

#[actix_web::test]
async fn a_body_that_is_no_text_is_still_a_body() -> Result<(), Blocked> {
    let answer = async || {
        HttpResponse::Ok()
            .insert_header(("Access-Control-Allow-Origin", "*"))
            .body(&b"\xff"[..])
    };
    let app = init_service(App::new().route("/", web::get().to(answer))).await;

    let response = page().fetch(&app, TestRequest::get()).await?;

    assert!(response.text().is_err());
    assert_eq!(&response.body()[..], b"\xff");
    Ok(())
}

/// As Actix's server answers it, whoever fails, with what mappers add.
#[actix_web::test]
async fn an_err_of_the_app_is_an_answer() -> Result<(), Blocked> {
    let app = App::new().wrap_fn(|_, _| async {
        let mut error = ErrorImATeapot("short and stout");
        error.add_response_mapper(|mut response| {
            let name = "access-control-allow-origin".parse().expect("a name");
            let value = "*".parse().expect("a value");
            response.headers_mut().insert(name, value);
            response
        });
        Err::<actix_web::dev::ServiceResponse, _>(error)
    });
    let app = init_service(app).await;

    let response = page().fetch(&app, TestRequest::get()).await?;

    assert_eq!(response.status().as_u16(), 418);
    assert_eq!(response.text(), Ok("short and stout"));
    Ok(())
}
