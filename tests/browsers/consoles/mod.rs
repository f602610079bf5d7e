//! What consoles print: provoked, and compared with what the guide quotes.

mod blocker;
mod console;
mod guide;
mod provocations;

use actix_web::rt::System;
use corsac::testing::Engine;

use self::{console::Console, guide::Guide};
use crate::agreement::site::Servers;

#[test]
fn every_quoted_message_is_provoked() {
    let guide = Guide::read();

    let mut quoted: Vec<_> = guide.names().collect();
    let mut provoked: Vec<_> = provocations::all().map(|it| it.name).collect();

    quoted.sort_unstable();
    provoked.sort_unstable();
    assert_eq!(quoted, provoked);
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn chromium_prints_what_the_guide_quotes() {
    prints_what_the_guide_quotes(Engine::Chromium);
}

#[test]
#[ignore = "needs firefox-esr and geckodriver"]
fn firefox_prints_what_the_guide_quotes() {
    prints_what_the_guide_quotes(Engine::Firefox);
}

#[test]
#[ignore = "needs MiniBrowser and Xvfb"]
fn webkit_prints_what_the_guide_quotes() {
    prints_what_the_guide_quotes(Engine::WebKit);
}

#[track_caller]
fn prints_what_the_guide_quotes(engine: Engine) {
    let guide = Guide::read();

    let failures = System::new().block_on(async {
        let servers = Servers::start(provocations::configure);
        let trusting = servers.network().with_public_port(servers.http_port);
        let suspicious = servers.network().trusting_nobody();
        let mut failures = Vec::new();
        for (network, provocations) in [
            (trusting, provocations::TRUSTED),
            (suspicious, provocations::UNTRUSTED),
        ] {
            let mut console = Console::of(engine, &network).await;
            for provocation in provocations {
                let quotes = guide.quotes(provocation.name, engine);
                if quotes.is_empty() {
                    continue;
                }
                console.open(&provocation.url(&servers)).await;
                if let Err(printed) = console.wait_for(&quotes).await {
                    failures.push(format!("{quotes:?} is not in\n{printed}"));
                }
            }
        }
        failures
    });

    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
