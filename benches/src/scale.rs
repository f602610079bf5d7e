//! The cases of the tables of scale: how the cost of a request grows with the
//! routes of an app, the origins of a policy, and the length of a header.

use actix_web::{App, http::header, web::ServiceConfig};
use corsac::Origins;

use crate::{
    apps::{self, FRONTEND},
    case::Case,
    server::{Question, Server},
};

/// How many routes an app has.
pub const ROUTES: [usize; 4] = [1, 100, 1000, 10_000];
/// How many origins a policy has.
pub const ORIGINS: [usize; 5] = [1, 10, 100, 1000, 10_000];
/// How long, in bytes, `Access-Control-Request-Headers` is. Actix reads 128 KiB of
/// headers.
pub const REQUEST_HEADERS_LENGTHS: [usize; 5] = [12, 1024, 8 * 1024, 64 * 1024, 127 * 1024];
/// How long, in bytes, `Origin` is.
pub const ORIGIN_LENGTHS: [usize; 5] = [28, 256, 8 * 1024, 64 * 1024, 127 * 1024];

/// The requests to apps of many routes.
pub const ROUTE_REQUESTS: [&str; 4] = ["first route", "last route", "unknown path", "preflight"];
/// Where a policy has its origins.
pub const ORIGIN_PLACES: [&str; 2] = ["in the attribute", "in `Origins`"];
/// A policy without a look-up, in place of a number of origins.
pub const ANY_ORIGIN: &str = "any origin";
/// The apps that get a preflight with a long `Access-Control-Request-Headers`.
pub const REQUEST_HEADERS_APPS: [&str; 4] =
    ["names listed", "names mirrored", "by hand", "actix-cors"];
/// The apps that get a request with a long `Origin`.
pub const ORIGIN_APPS: [&str; 4] = [
    "one origin",
    "three, one a pattern",
    "by hand",
    "actix-cors",
];

/// The request to an app with `routes` routes.
#[must_use]
pub fn routes_request(request: &str, routes: usize) -> String {
    format!("{request} of {routes}")
}

/// The request to a policy with `origins` origins.
#[must_use]
pub fn origins_request(origins: usize) -> String {
    format!("preflight, {origins} origins")
}

/// The request with a header of `length` bytes.
#[must_use]
pub fn length_request(header: &str, length: usize) -> String {
    format!("{header} of {length} bytes")
}

/// All cases, in the order of the tables.
#[must_use]
pub fn cases() -> Vec<Case> {
    let routes = ROUTES.into_iter().flat_map(routes);
    let origins = ORIGINS.into_iter().flat_map(origins);
    let request_headers = REQUEST_HEADERS_LENGTHS
        .into_iter()
        .flat_map(request_headers);
    let origin_headers = ORIGIN_LENGTHS.into_iter().flat_map(origin_headers);
    routes
        .chain([any_origin()])
        .chain(origins)
        .chain(request_headers)
        .chain(origin_headers)
        .collect()
}

fn routes(routes: usize) -> Vec<Case> {
    type Register = fn(&mut ServiceConfig, usize);

    let last = format!("/{}", routes - 1);
    let questions = [
        Question::get("/0").from(FRONTEND),
        Question::get(&last).from(FRONTEND),
        Question::get("/unknown").from(FRONTEND),
        Question::preflight(&last, FRONTEND),
    ];
    let apps: [(&str, Register, _); 2] = [
        (
            "plain",
            many::plain::register,
            [(200, None), (200, None), (404, None), (404, None)],
        ),
        (
            "annotated",
            many::annotated::register,
            [
                (200, Some(FRONTEND)),
                (200, Some(FRONTEND)),
                (404, None),
                (204, Some(FRONTEND)),
            ],
        ),
    ];
    let mut cases = Vec::new();
    for (app, register, answers) in apps {
        for (i, request) in ROUTE_REQUESTS.into_iter().enumerate() {
            let (status, allow_origin) = answers[i];
            cases.push(Case::new(
                (&routes_request(request, routes), app),
                move || Server::of(|config| register(config, routes)),
                &questions[i],
                status,
                allow_origin,
            ));
        }
    }
    cases
}

static TENANTS: Origins = Origins::new();

#[corsac::cors(allow_origins(from(TENANTS)))]
#[actix_web::get("/")]
async fn of_tenants() -> &'static str {
    "hello"
}

#[corsac::cors(allow_origins("*"))]
#[actix_web::get("/")]
async fn of_anyone() -> &'static str {
    "hello"
}

fn tenant(number: usize) -> String {
    format!("https://tenant-{number}.example")
}

fn any_origin() -> Case {
    Case::new(
        (ANY_ORIGIN, ORIGIN_PLACES[0]),
        || {
            Server::of(|config| {
                config.service(of_anyone);
            })
        },
        &Question::preflight("/", &tenant(0)),
        204,
        Some("*"),
    )
}

fn origins(origins: usize) -> [Case; 2] {
    let request = origins_request(origins);
    let last = tenant(origins - 1);
    let question = Question::preflight("/", &last);
    let starts: [Box<dyn Fn() -> Server>; 2] = [
        Box::new(move || Server::of(|config| many::origins(config, origins))),
        Box::new(move || {
            let tenants = (0..origins).map(tenant);
            TENANTS.replace(tenants).expect("permitted origins");
            Server::of(|config| {
                config.service(of_tenants);
            })
        }),
    ];
    let mut places = ORIGIN_PLACES.into_iter();
    starts.map(|start| {
        let place = places.next().unwrap_or_default();
        Case::new((&request, place), start, &question, 204, Some(&last))
    })
}

fn request_headers(length: usize) -> Vec<Case> {
    let name = header::ACCESS_CONTROL_REQUEST_HEADERS;
    let request = length_request(name.as_str(), length);
    // Different names, the worst case for an app that looks up each of them;
    // "content-type" fills the first twelve bytes.
    let mut value = String::from("content-type");
    let more = (length - value.len()).div_ceil(",x-0000".len());
    value.extend((0..more).map(|i| format!(",x-{i:04}")));
    value.truncate(length);
    let question = Question::preflight("/", FRONTEND).with(name, &value);

    let starts: [(fn() -> Server, u16); 4] = [
        (|| Server::of(apps::corsac), 204),
        (|| Server::of(apps::corsac_that_mirrors), 204),
        (|| Server::of(apps::by_hand), 204),
        (actix_cors, if length > 12 { 400 } else { 200 }),
    ];
    let mut apps = REQUEST_HEADERS_APPS.into_iter();
    starts
        .map(|(start, status)| {
            let allow_origin = (status != 400).then_some(FRONTEND);
            let app = apps.next().unwrap_or_default();
            Case::new((&request, app), start, &question, status, allow_origin)
        })
        .into()
}

fn origin_headers(length: usize) -> Vec<Case> {
    let request = length_request(header::ORIGIN.as_str(), length);
    // The domain of the pattern, which it does not cover itself; a name below it,
    // nearly as long as DNS allows; and longer ones.
    let domain = "preview.frontend.com";
    let labels = length.saturating_sub("https://".len() + domain.len()) / 2;
    let origin = format!("https://{}{domain}", "a.".repeat(labels));
    let question = Question::get("/").from(&origin);
    let of_pattern = (length == 256).then_some(&*origin);

    let starts: [(fn() -> Server, _); 4] = [
        (|| Server::of(apps::corsac), Some(FRONTEND)),
        (|| Server::of(apps::corsac_with_a_pattern), of_pattern),
        (|| Server::of(apps::by_hand), None),
        (actix_cors, None),
    ];
    let mut apps = ORIGIN_APPS.into_iter();
    starts
        .map(|(start, allow_origin)| {
            let app = apps.next().unwrap_or_default();
            Case::new((&request, app), start, &question, 200, allow_origin)
        })
        .into()
}

fn actix_cors() -> Server {
    Server::new(App::new().wrap(apps::actix_cors()).configure(apps::plain))
}
