//! `examples/quickstart.rs`, the README's first command.

use std::{io::BufRead as _, net::TcpListener};

use actix_web::rt::System;
use reqwest::{Client, Version};

use crate::support::{example::Example, exchange};

#[test]
fn it_serves_the_exchange_that_it_promises() {
    let quickstart = start("0");
    let address = quickstart.address();
    let client = Client::builder().http1_only().no_proxy().build().unwrap();

    System::new().block_on(exchange::check(&client, address, Version::HTTP_11));
}

#[test]
fn it_prints_requests_to_try() {
    let mut quickstart = start("0");
    let address = quickstart.address().to_owned();

    assert_eq!(
        quickstart.greeting,
        format!("Listening on http://{address}. Try:\n")
    );
    let printed = printed_before_the_last_request_to_try(&mut quickstart);

    for request in [
        format!("curl -i -X OPTIONS http://{address}/api/data "),
        format!("curl -i -X POST http://{address}/api/data "),
        format!("curl -i -X PUT http://{address}/api/data "),
        format!("curl -i http://{address}/api/status "),
        format!("curl -i -X POST http://{address}/api/logout "),
    ] {
        assert!(printed.contains(&request), "{request} is not in {printed}");
    }
}

#[test]
fn a_port_that_is_taken_gives_a_clear_message_and_a_failure() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();

    let (success, message) = start(&port).end();

    assert!(!success);
    assert!(
        message.starts_with(&format!("cannot listen on 127.0.0.1:{port}: ")),
        "{message}"
    );
    assert!(
        message.ends_with("; set PORT to a free port\n"),
        "{message}"
    );
    assert_eq!(message.lines().count(), 1, "{message}");
}

#[test]
fn a_port_that_is_none_gives_a_clear_message_and_a_failure() {
    for (port, expected) in [
        ("fox", "PORT isn't a port number: \"fox\"\n"),
        ("65536", "PORT isn't a port number: \"65536\"\n"),
        ("", "PORT isn't a port number: \"\"\n"),
    ] {
        let (success, message) = start(port).end();

        assert!(!success, "{port:?}");
        assert_eq!(message, expected, "{port:?}");
    }
}

fn start(port: &str) -> Example {
    Example::run(Example::command("quickstart").env("PORT", port))
}

fn printed_before_the_last_request_to_try(quickstart: &mut Example) -> String {
    let mut printed = String::new();
    while !printed.contains("https://evil.example") {
        let length = quickstart.stdout.read_line(&mut printed).unwrap();
        assert_ne!(length, 0, "{printed}");
    }
    printed
}
