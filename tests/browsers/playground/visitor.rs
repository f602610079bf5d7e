//! Somebody who uses the playground without a mouse.

use std::{
    io::BufRead as _,
    time::{Duration, Instant},
};

use corsac::testing::Engine;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};
use thirtyfour::{Key, WebDriver};

use crate::{
    browser::{Browser, Network},
    support::example::Example,
};

/// Many more than there are places for the focus.
const MAX_TABS: usize = 60;
/// With a page that is asked for; arbitrary, as long as scripts may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// The playground and its visitor; both end with this value.
pub(crate) struct Visitor {
    browser: Browser,
    /// What serves the pages.
    example: Option<Example>,
    pub(crate) api: String,
    pub(crate) shop: String,
    pub(crate) administration: String,
    pub(crate) stranger: String,
}

impl Visitor {
    pub(crate) async fn start() -> Self {
        Self::visit(Example::start("playground")).await
    }

    /// A visitor of `example`, on which the shop has, besides the port that it
    /// took, also the one that the policy of `/stock` names.
    pub(crate) async fn visit(mut example: Example) -> Self {
        let api = example
            .address()
            .replace("127.0.0.1", "http://api.shop.localhost");
        let [shop, administration, stranger] = std::array::from_fn(|_| {
            let mut line = String::new();
            example.stdout.read_line(&mut line).unwrap();
            let (origin, _) = line.split_once("/  ").expect("a page's address");
            origin.to_owned()
        });
        let port = shop.rsplit(':').next().unwrap();
        let port = port.parse().unwrap();
        let browser = Browser::start(Engine::Chromium, &Network::new([(8081, port)])).await;
        Self {
            browser,
            example: Some(example),
            api,
            shop,
            administration,
            stranger,
        }
    }

    pub(crate) fn stop_the_servers(&mut self) {
        self.example = None;
    }

    pub(crate) fn driver(&self) -> &WebDriver {
        self.browser.driver()
    }

    pub(crate) async fn open(&self, url: &str) {
        self.driver().goto(url).await.unwrap();
        self.wait_until_it_is_ready().await;
    }

    pub(crate) async fn reload(&self) {
        self.driver().refresh().await.unwrap();
        self.wait_until_it_is_ready().await;
    }

    async fn wait_until_it_is_ready(&self) {
        self.wait_for("document.getElementById('about')?.textContent")
            .await;
    }

    /// Has the browser take itself for another one.
    pub(crate) async fn emulate(&self, command: &str, parameters: &Value) {
        let cdp = self.driver().cdp();
        cdp.send_raw(command, parameters).await.unwrap();
    }

    /// What `script` calls its last argument with.
    pub(crate) async fn run<T: DeserializeOwned>(&self, script: &str, arguments: Value) -> T {
        let Value::Array(arguments) = arguments else {
            panic!("{arguments} is no list of arguments");
        };
        let answer = self.driver().execute_async(script, arguments).await;
        answer.unwrap().convert().unwrap()
    }

    /// Waits until `expression` is true of the page, at most as long as scripts
    /// may take.
    pub(crate) async fn wait_for(&self, expression: &str) {
        let script = format!(
            "const done = arguments[0];
             const look = () => {expression} ? done(true) : requestAnimationFrame(look);
             look();"
        );
        let _: bool = self.run(&script, json!([])).await;
    }

    pub(crate) async fn press(&self, keys: &str) {
        let keys = self.driver().action_chain().send_keys(keys);
        keys.perform().await.unwrap();
    }

    async fn press_key(&self, key: Key) {
        self.press(&char::from(key).to_string()).await;
    }

    /// Goes on to the element of `selector`, and sees on the way where the focus
    /// is.
    pub(crate) async fn tab_to(&self, selector: &str) {
        let script = "const [selector, done] = arguments;
            const focused = document.activeElement;
            const style = getComputedStyle(focused);
            const isSeen = focused.matches(':focus-visible')
                && style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 2;
            done([focused.matches(selector), isSeen, focused.outerHTML.slice(0, 80)]);";
        for _ in 0..MAX_TABS {
            self.press_key(Key::Tab).await;
            let (is_there, is_seen, element): (bool, bool, String) =
                self.run(script, json!([selector])).await;
            if is_there {
                assert!(is_seen, "nobody sees that the focus is on {element}");
                return;
            }
        }
        panic!("no tab leads to {selector}");
    }

    /// Chooses by the first letters of an option, as selects take them.
    pub(crate) async fn choose(&self, id: &str, option: &str) {
        self.tab_to(&format!("#{id}")).await;
        self.press(option).await;
        let chosen = "arguments[1](document.getElementById(arguments[0]).value)";
        let chosen: String = self.run(chosen, json!([id])).await;
        assert_eq!(chosen, option, "of {id}");
    }

    /// Writes header lines in place of those that are there.
    pub(crate) async fn write_headers(&self, headers: &str) {
        self.write("#headers", headers).await;
    }

    /// Writes a text in place of the one that is there.
    pub(crate) async fn write(&self, selector: &str, text: &str) {
        self.tab_to(selector).await;
        self.press_with_control("a").await;
        self.press_key(Key::Delete).await;
        let enter = char::from(Key::Enter).to_string();
        self.press(&text.replace('\n', &enter)).await;
    }

    pub(crate) async fn press_with_control(&self, key: &str) {
        let keys = self.driver().action_chain().key_down(Key::Control);
        let keys = keys.send_keys(key).key_up(Key::Control);
        keys.perform().await.unwrap();
    }

    /// Presses the button that comes next of those that `selector` has.
    pub(crate) async fn press_button(&self, selector: &str) {
        self.tab_to(selector).await;
        self.press_key(Key::Enter).await;
    }

    pub(crate) async fn send(&self) -> Shown {
        self.tab_to("form button").await;
        self.press_key(Key::Enter).await;
        self.shown().await
    }

    /// Follows a link to the playground of `origin`.
    ///
    /// Until the browser is there, no script may be running: it would end with
    /// the page that is left.
    pub(crate) async fn follow(&self, selector: &str, origin: &str) {
        self.tab_to(selector).await;
        self.press_key(Key::Enter).await;
        let started = Instant::now();
        while !self
            .driver()
            .current_url()
            .await
            .unwrap()
            .as_str()
            .starts_with(origin)
        {
            assert!(
                started.elapsed() < PATIENCE,
                "{selector} does not lead to {origin}"
            );
        }
        self.wait_until_it_is_ready().await;
    }

    /// What the page shows, as soon as there is a verdict.
    pub(crate) async fn shown(&self) -> Shown {
        self.wait_for("document.getElementById('verdict').className")
            .await;
        self.run(include_str!("shown.js"), json!([])).await
    }

    /// What the console complains of, but for what the visitor is here to see:
    /// that the API's answers are kept from pages, or are errors.
    pub(crate) async fn complaints(&self) -> Vec<String> {
        let entries = self.driver().browser_log().await.unwrap();
        let is_expected = |message: &str| {
            message.contains(" has been blocked by CORS policy: ")
                || message.starts_with(&format!("{}/", self.api))
                    && message.contains(" - Failed to load resource: ")
        };
        let messages = entries.into_iter().map(|entry| entry.message);
        messages.filter(|message| !is_expected(message)).collect()
    }
}

/// The page after a request.
#[derive(Debug, Deserialize)]
pub(crate) struct Shown {
    pub(crate) title: String,
    pub(crate) sentences: Vec<String>,
    pub(crate) preflight: Option<Exchange>,
    pub(crate) actual: Option<Exchange>,
    pub(crate) script: Vec<String>,
    pub(crate) body: Option<String>,
}

/// Lines, the first of each is no header.
#[derive(Debug, Deserialize)]
pub(crate) struct Exchange {
    pub(crate) request: Vec<String>,
    pub(crate) response: Vec<String>,
    /// Which of the response are marked as hidden.
    pub(crate) hidden: Vec<String>,
}
