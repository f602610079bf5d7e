//! Start here: an API that pages of another origin may call.
//!
//! `cargo run --example quickstart`, then try the `curl` lines that it prints.

use std::{env, process::ExitCode};

use actix_web::{App, HttpResponse, HttpServer, Responder, get, post, route, web};
use corsac::cors;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Data {
    message: String,
}

/// Only pages of `https://frontend.com` may save.
#[cors(
    allow_origins("https://frontend.com"),
    allow_headers("Content-Type"),
    max_age = 86400
)]
#[route("/api/data", method = "POST", method = "PUT")]
async fn save(data: web::Json<Data>) -> impl Responder {
    data
}

/// Any page may ask for the time.
#[cors(allow_origins("*"))]
#[get("/api/status")]
async fn status() -> impl Responder {
    "up and running"
}

/// Pages of two origins may act for the logged-in user.
#[cors(
    allow_origins("https://frontend.com", "https://admin.frontend.com"),
    expose_headers("X-Request-Id"),
    allow_credentials
)]
#[post("/api/logout")]
async fn logout() -> impl Responder {
    HttpResponse::Ok()
        .insert_header(("X-Request-Id", "42"))
        .body("logged out")
}

#[actix_web::main]
async fn main() -> ExitCode {
    let port = env::var("PORT").unwrap_or_else(|_| "8080".to_owned());
    let Ok(port) = port.parse::<u16>() else {
        eprintln!("PORT isn't a port number: {port:?}");
        return ExitCode::FAILURE;
    };
    let app = || App::new().service(save).service(status).service(logout);
    let server = match HttpServer::new(app).bind(("127.0.0.1", port)) {
        Ok(server) => server,
        Err(error) => {
            eprintln!("cannot listen on 127.0.0.1:{port}: {error}; set PORT to a free port");
            return ExitCode::FAILURE;
        }
    };
    for address in server.addrs() {
        print_requests_to_try(&address.to_string());
    }
    match server.run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("the server stopped: {error}");
            ExitCode::FAILURE
        }
    }
}

fn print_requests_to_try(address: &str) {
    println!(
        "Listening on http://{address}. Try:

# The preflight of a POST with a JSON body: 204, and what is allowed.
curl -i -X OPTIONS http://{address}/api/data \\
     -H 'Origin: https://frontend.com' \\
     -H 'Access-Control-Request-Method: POST' \\
     -H 'Access-Control-Request-Headers: Content-Type'

# The actual requests.
curl -i -X POST http://{address}/api/data -H 'Origin: https://frontend.com' \\
     -H 'Content-Type: application/json' -d '{{\"message\":\"hello\"}}'
curl -i -X PUT http://{address}/api/data -H 'Origin: https://frontend.com' \\
     -H 'Content-Type: application/json' -d '{{\"message\":\"hello\"}}'

# A route that is open to any origin.
curl -i http://{address}/api/status -H 'Origin: https://anyone.example'

# A route with credentials.
curl -i -X POST http://{address}/api/logout -H 'Origin: https://admin.frontend.com'

# The preflight of a page that is not allowed: 403, and no CORS headers.
curl -i -X OPTIONS http://{address}/api/data \\
     -H 'Origin: https://evil.example' \\
     -H 'Access-Control-Request-Method: POST'"
    );
}
