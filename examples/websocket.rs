//! For a WebSocket that trusts the user's cookies: handshakes from pages of
//! other origins are refused before the handler.
//!
//! Browsers do not apply CORS to WebSockets: any page may open one, with the
//! user's cookies, and read what comes (cross-site WebSocket hijacking). What
//! they do is to send `Origin`. `block_on_origin_mismatch` looks at it; that
//! keeps foreign *pages* out, and is no authorization: whoever is no browser
//! sends what they like.
//!
//! `cargo run --example websocket`; `PORT` overrides the port 8080.

use actix_web::{App, Error, HttpRequest, HttpResponse, HttpServer, get, rt, web};
use actix_ws::Message;
use corsac::cors;
use futures_util::StreamExt as _;

#[cors(
    allow_origins("https://frontend.com"),
    // No header of it reaches a WebSocket; but the rules for credentials then
    // judge the origins, which is right where cookies are trusted.
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
