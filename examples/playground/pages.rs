//! The page and its parts, the same on each origin.

use actix_web::{
    HttpResponse, Responder, get,
    http::header,
    web::{Data, Json, ServiceConfig},
};
use serde::Serialize;

use crate::own;

/// A page, as the others link to it.
#[derive(Clone, Serialize)]
pub(crate) struct Page {
    pub(crate) name: &'static str,
    pub(crate) origin: String,
}

/// What the page has to know.
#[derive(Serialize)]
pub(crate) struct Settings {
    /// The API's origin.
    api: String,
    pages: Vec<Page>,
    routes: Vec<Route>,
}

impl Settings {
    /// The first of `pages` is the API's own.
    pub(crate) fn new(pages: &[Page]) -> Self {
        Self {
            api: pages[0].origin.clone(),
            pages: pages.to_vec(),
            routes: Route::all(),
        }
    }
}

/// What the page shows of a route.
#[derive(Serialize)]
struct Route {
    path: &'static str,
    /// Its comment.
    about: String,
    /// Its attributes and the handler's first line; none for the visitor's own policy.
    source: Option<&'static str>,
}

impl Route {
    /// The routes, in the words of their file.
    fn all() -> Vec<Self> {
        let items = include_str!("routes.rs").split("\n\n");
        let routes = items.filter_map(Self::from_item);
        routes.chain([Self::own()]).collect()
    }

    fn from_item(item: &'static str) -> Option<Self> {
        let attributes = item.find("#[")?;
        let (comment, code) = item.split_at(attributes);
        let (source, _) = code.split_at(code.find(" {\n")?);
        let path = source.split('"').find(|word| word.starts_with('/'))?;
        let words = comment.lines().map(|line| line.trim_start_matches("/// "));
        Some(Self {
            path,
            about: words.collect::<Vec<_>>().join(" "),
            source: Some(source),
        })
    }

    /// The route with the visitor's own policy.
    fn own() -> Self {
        Self {
            path: own::PATH,
            about: "Your own policy. Write it in TOML, as in a configuration file. The API \
                    uses it as soon as it has no mistakes."
                .to_owned(),
            source: None,
        }
    }
}

#[get("/")]
async fn page(settings: Data<Settings>) -> impl Responder {
    let content_security_policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
         connect-src 'self' {}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        settings.api
    );
    file("text/html", include_str!("page.html"))
        .customize()
        .insert_header((header::CONTENT_SECURITY_POLICY, content_security_policy))
}

#[get("/page.css")]
async fn style() -> impl Responder {
    file("text/css", include_str!("page.css"))
}

#[get("/page.js")]
async fn script() -> impl Responder {
    file("text/javascript", include_str!("page.js"))
}

#[get("/elements.js")]
async fn elements() -> impl Responder {
    file("text/javascript", include_str!("elements.js"))
}

#[get("/explain.js")]
async fn explain() -> impl Responder {
    file("text/javascript", include_str!("explain.js"))
}

#[get("/own.js")]
async fn own_policy() -> impl Responder {
    file("text/javascript", include_str!("own.js"))
}

#[get("/icon.svg")]
async fn icon() -> impl Responder {
    file("image/svg+xml", include_str!("icon.svg"))
}

#[get("/settings.json")]
async fn page_settings(settings: Data<Settings>) -> impl Responder {
    Json(settings)
}

fn file(media_type: &str, content: &'static str) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(format!("{media_type}; charset=utf-8"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .body(content)
}

pub(crate) fn configure(config: &mut ServiceConfig) {
    config
        .service(page)
        .service(style)
        .service(script)
        .service(elements)
        .service(explain)
        .service(own_policy)
        .service(icon)
        .service(page_settings)
        .configure(own::configure_page);
}
