//! The consoles of the engines.

use std::{
    fs::{self, File},
    sync::Arc,
    time::{Duration, Instant},
};

use actix_web::rt::time::sleep;
use corsac::testing::Engine;
use reqwest::Method;
use serde_json::{Value, json};
use thirtyfour::{
    WebDriver,
    common::command::{Command, ExtensionCommand},
};

use super::blocker;
use crate::browser::{Browser, Network, Process, webkit};

/// A console, and whose it is; both end with this value.
pub(crate) enum Console {
    /// With what it has printed.
    Chromium(Browser, String),
    Firefox(Browser),
    /// Where a driver is at work, WebKit prints nothing. So it does without.
    WebKit(Network, Option<Process>),
}

impl Console {
    pub(crate) async fn of(engine: Engine, network: &Network) -> Self {
        match engine {
            Engine::Chromium => Self::Chromium(start(engine, network).await, String::new()),
            Engine::Firefox => Self::Firefox(start(engine, network).await),
            Engine::WebKit => Self::WebKit(network.clone(), None),
        }
    }

    /// Opens a page, and forgets what was printed before.
    pub(crate) async fn open(&mut self, url: &str) {
        match self {
            Self::Chromium(browser, printed) => {
                let session = browser.driver();
                session.browser_log().await.unwrap();
                printed.clear();
                // The first page after a start sometimes hangs, until the driver gives up.
                if session.goto(url).await.is_err() {
                    session.goto(url).await.unwrap();
                }
            }
            Self::Firefox(browser) => {
                let session = browser.driver();
                in_firefox_itself(session, "Services.console.reset()").await;
                session.goto(url).await.unwrap();
            }
            Self::WebKit(network, process) => {
                let proxy = network.proxy().await;
                *process = Some(Process::start(|folder| {
                    let rules = folder.join("rules.json");
                    blocker::write_rules(&rules);
                    let mut command = webkit::with_console(proxy, network, &rules, url);
                    command.stderr(File::create(folder.join(PRINTED)).unwrap());
                    command
                }));
            }
        }
    }

    /// Waits until all `quotes` are printed; tells what is, if that takes too long.
    pub(crate) async fn wait_for(&mut self, quotes: &[&str]) -> Result<(), String> {
        /// Arbitrary, and plenty.
        const LIMIT: Duration = Duration::from_secs(20);

        let start = Instant::now();
        loop {
            let printed = self.printed().await;
            if quotes.iter().all(|quote| contains(&printed, quote)) {
                return Ok(());
            }
            if start.elapsed() > LIMIT {
                return Err(printed);
            }
            // Not to take the processor away from it.
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// What was printed since then.
    async fn printed(&mut self) -> String {
        match self {
            Self::Chromium(browser, printed) => {
                let entries = browser.driver().browser_log().await.unwrap();
                printed.extend(entries.into_iter().map(|entry| entry.message + "\n"));
                printed.clone()
            }
            Self::Firefox(browser) => {
                const MESSAGES: &str =
                    "return Services.console.getMessageArray().map(it => it.message)";
                let messages = in_firefox_itself(browser.driver(), MESSAGES).await;
                let messages: Vec<String> = serde_json::from_value(messages).unwrap();
                messages.join("\n")
            }
            Self::WebKit(_, process) => {
                let process = process.as_ref().expect("a page");
                fs::read_to_string(process.folder().join(PRINTED)).unwrap()
            }
        }
    }
}

const PRINTED: &str = "printed";

/// Starts a browser in which something blocks requests.
async fn start(engine: Engine, network: &Network) -> Browser {
    Browser::with_extension(engine, network, blocker::write_extension).await
}

/// Whether some line has `quote`, in which `...` stands for anything.
fn contains(printed: &str, quote: &str) -> bool {
    printed.lines().any(|line| {
        let mut rest = Some(line);
        for part in quote.split("...") {
            rest = rest.and_then(|rest| Some(rest.split_once(part)?.1));
        }
        rest.is_some()
    })
}

/// What `script` returns that runs with the rights of Firefox itself: only there are all
/// messages.
async fn in_firefox_itself(session: &WebDriver, script: &str) -> Value {
    set_context(session, "chrome").await;
    let returned = session.execute(script, vec![]).await.unwrap();
    set_context(session, "content").await;
    returned.json().clone()
}

async fn set_context(session: &WebDriver, context: &'static str) {
    let command = Command::ExtensionCommand(Box::new(SetContext(context)));
    session.cmd(command).await.unwrap();
}

/// A command of geckodriver's own.
#[derive(Debug)]
struct SetContext(&'static str);

impl ExtensionCommand for SetContext {
    fn parameters_json(&self) -> Option<Value> {
        Some(json!({ "context": self.0 }))
    }

    fn method(&self) -> Method {
        Method::POST
    }

    fn endpoint(&self) -> Arc<str> {
        "/moz/context".into()
    }
}
