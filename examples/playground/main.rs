//! For whoever wants to see CORS at work: an API with one route for each kind of
//! policy, pages of several origins that call it, and, side by side, what went
//! over the wire and what the browser made of it. One route has the visitor's own
//! policy: the page takes it in TOML, and shows each mistake while you type.
//!
//! `cargo run --example playground`, then open the page that it prints. The API
//! takes the port 8080, or `PORT`, and the pages the three after it; with
//! `PORT=0` each takes a free one. The names are below `.localhost`, which
//! browsers take for this machine.

mod own;
mod pages;
mod recorder;
mod routes;

use std::{
    env,
    io::{Error, Result},
    net::TcpListener,
    process::ExitCode,
};

use actix_web::{App, HttpServer, middleware::from_fn, web::Data};
use futures_util::future::try_join;

use crate::{
    pages::{Page, Settings},
    recorder::Recorder,
};

/// Whose pages there are, and their hosts. The first is the API, which serves
/// the page too: on its own origin there is no CORS.
const HOSTS: [(&str, &str); 4] = [
    ("The API itself", "api.shop.localhost"),
    ("The shop", "shop.localhost"),
    ("The shop's administration", "admin.shop.localhost"),
    ("A stranger", "stranger.localhost"),
];

#[actix_web::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<()> {
    let mut listeners = listen()?;
    let origins = origins(&listeners)?;
    let settings = Data::new(Settings::new(&origins));
    let recorder = Data::new(Recorder::default());

    let pages = settings.clone();
    let pages = HttpServer::new(move || {
        App::new()
            .app_data(pages.clone())
            .configure(pages::configure)
    });
    let api = HttpServer::new(move || {
        App::new()
            .app_data(settings.clone())
            .app_data(recorder.clone())
            .wrap(from_fn(recorder::record))
            .configure(pages::configure)
            .configure(recorder::configure)
            .configure(routes::configure)
            .configure(own::configure)
    });

    let api = api.workers(1).listen(listeners.remove(0))?;
    let pages = listeners
        .into_iter()
        .try_fold(pages.workers(1), HttpServer::listen)?;
    for address in api.addrs() {
        println!("The API listens on {address}. Open one of these pages:");
    }
    for Page { name, origin } in &origins[1..] {
        println!("{origin}/  {name}");
    }
    if origins[1].origin != routes::STOCK_PAGE {
        println!(
            "/stock allows {} alone, which none of these is; leave PORT out to see it allowed",
            routes::STOCK_PAGE
        );
    }
    try_join(api.run(), pages.run()).await?;
    Ok(())
}

/// A listener for each host.
fn listen() -> Result<Vec<TcpListener>> {
    let first = env::var("PORT").unwrap_or_else(|_| "8080".to_owned());
    let not_ports = || {
        Error::other(format!(
            "PORT and the three after it are no ports: {first:?}"
        ))
    };
    let first = first.parse::<u16>().map_err(|_| not_ports())?;
    let port = |distance| match first {
        0 => Ok(0),
        first => first.checked_add(distance).ok_or_else(not_ports),
    };
    let bind = |port| {
        TcpListener::bind(("127.0.0.1", port)).map_err(|error| {
            Error::other(format!(
                "cannot listen on 127.0.0.1:{port}: {error}; set PORT to the first of four free ports"
            ))
        })
    };
    (0..)
        .zip(HOSTS)
        .map(|(distance, _)| bind(port(distance)?))
        .collect()
}

fn origins(listeners: &[TcpListener]) -> Result<Vec<Page>> {
    let page = |((name, host), listener): (_, &TcpListener)| {
        let port = listener.local_addr()?.port();
        Ok(Page {
            name,
            origin: format!("http://{host}:{port}"),
        })
    };
    HOSTS.into_iter().zip(listeners).map(page).collect()
}
