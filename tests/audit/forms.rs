//! Which handlers take a form: however that is written, and wherever the handler is.

use actix_multipart::{
    Field, Multipart, MultipartError,
    form::{Limits, MultipartCollect, MultipartForm, State},
};
use actix_web::{
    Either, HttpRequest, Responder, post,
    web::{self, Form as Renamed, Json, Path, Query},
};
use corsac::{Policy, audit::FindingKind, cors, policy};
use futures_util::future::LocalBoxFuture;

static CREDENTIALED: Policy = policy!(
    allow_origins("https://a.example"),
    allow_headers("Content-Type"),
    allow_credentials
);

type Fields = Vec<(String, String)>;
type Alias<T> = web::Form<T>;

/// A form whose fields are ignored.
struct Upload;

impl MultipartCollect for Upload {
    fn limit(_: &str) -> Option<usize> {
        None
    }

    fn handle_field<'t>(
        _: &'t HttpRequest,
        _: Field,
        _: &'t mut Limits,
        _: &'t mut State,
    ) -> LocalBoxFuture<'t, Result<(), MultipartError>> {
        Box::pin(async { Ok(()) })
    }

    fn from_state(_: State) -> Result<Self, MultipartError> {
        Ok(Self)
    }
}

/// Has the name of the extractor.
#[derive(serde::Deserialize)]
struct Form {
    #[allow(dead_code)]
    name: Option<String>,
}

#[cors(policy(super::CREDENTIALED))]
mod with_form {
    use super::*;

    #[post("/forms/renamed")]
    async fn renamed(_: HttpRequest, _: Path<()>, _: Renamed<Fields>) -> impl Responder {
        "form"
    }

    #[post("/forms/alias")]
    async fn alias(_: Alias<Form>) -> impl Responder {
        "form"
    }

    #[post("/forms/either")]
    async fn either(_: Either<Json<Fields>, Option<web::Form<Fields>>>) -> impl Responder {
        "form"
    }

    #[post("/forms/multipart")]
    async fn multipart(_: Multipart) -> impl Responder {
        "form"
    }

    #[post("/forms/multipart-form")]
    async fn multipart_form(_: MultipartForm<Upload>) -> impl Responder {
        "form"
    }

    #[post("/forms/raw")]
    async fn r#type(_: web::Form<Fields>) -> impl Responder {
        "form"
    }
}

macro_rules! handler {
    ($name:ident, $form:ty) => {
        #[cors(policy(CREDENTIALED))]
        #[post("/forms/by-a-macro")]
        async fn $name(_: $form) -> impl Responder {
            "form"
        }
    };
}
handler!(by_a_macro, web::Form<Fields>);

struct Generic<T>(T);

#[allow(dead_code)]
impl<T> Generic<T> {
    fn method<U>(_: U) {
        #[cors(policy(CREDENTIALED))]
        #[post("/forms/in-a-method")]
        async fn in_a_method(_: web::Form<Fields>) -> impl Responder {
            "form"
        }
    }
}

#[cors(policy(super::CREDENTIALED))]
mod without_form {
    use super::*;

    #[post("/forms/not/json")]
    async fn json(_: Json<Form>) -> impl Responder {
        "json"
    }

    #[post("/forms/not/query")]
    async fn query(_: Query<Form>, _: web::Bytes) -> impl Responder {
        "query"
    }

    #[post("/forms/not/nothing")]
    async fn nothing() -> impl Responder {
        "nothing"
    }
}

#[test]
fn a_form_is_found_by_its_type() {
    let findings = super::findings::of_module(module_path!()).into_iter();

    let found: Vec<_> = findings
        .map(|finding| {
            assert_eq!(finding.kind(), FindingKind::UnblockedForm);
            finding.route().handler()
        })
        .collect();

    assert_eq!(
        found,
        [
            "renamed",
            "alias",
            "either",
            "multipart",
            "multipart_form",
            "r#type",
            "by_a_macro",
            "in_a_method"
        ]
    );
}
