//! For a WebSocket that trusts the user's cookies: handshakes from pages of
//! other origins are refused before the handler.
//!
//! Browsers don't apply CORS to WebSockets: any page can open one, with the
//! user's cookies, and read what arrives (cross-site WebSocket hijacking). But
//! browsers do send `Origin`, and `block_on_origin_mismatch` checks it. That
//! keeps foreign *pages* out, but it isn't authorization: a program that isn't a
//! browser can send any `Origin`.
//!
//! Run it with `cargo run --example websocket`. Set `PORT` to change the port
//! from 8080.

use actix_web::{App, Error, HttpRequest, HttpResponse, HttpServer, get, rt, web};
use actix_ws::Message;
use corsac::cors;
use futures_util::StreamExt as _;

#[cors(
    allow_origins("https://frontend.com"),
    // A WebSocket gets no header from this option. But it applies the rules for
    // credentials to the origins, as they should if you trust cookies.
    allow_credentials,
    block_on_origin_mismatch
)]
#[get("/echo")]
async fn echo(req: HttpRequest, body: web::Payload) -> Result<HttpResponse, Error> {
    let (response, mut session, mut messages) = actix_ws::handle(&req, body)?;
    rt::spawn(async move {
        while let Some(Ok(message)) = messages.next().await {
            let sent = match message {
                Message::Text(text) => session.text(text).await,
                Message::Ping(bytes) => session.pong(&bytes).await,
                Message::Close(reason) => {
                    let _ = session.close(reason).await;
                    return;
                }
                _ => Ok(()),
            };
            if sent.is_err() {
                return;
            }
        }
    });
    Ok(response)
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let port = std::env::var("PORT").unwrap_or_else(|_| "8080".to_owned());
    let server = HttpServer::new(|| App::new().service(echo)).bind(format!("127.0.0.1:{port}"))?;
    println!("Listening on {:?}", server.addrs());
    server.run().await
}
