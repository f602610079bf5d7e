//! What real Chromium says.

#[path = "support/browser.rs"]
mod browser;

use actix_web::rt::System;

use browser::Browser;

#[test]
#[ignore = "needs chromium and chromedriver"]
fn the_browser_is_chromium() {
    System::new().block_on(async {
        let browser = Browser::start("MAP *.test 127.0.0.1").await;

        let script = "arguments[0](navigator.userAgent)";
        let answer = browser.driver().execute_async(script, vec![]).await;
        let user_agent: String = answer.unwrap().convert().unwrap();

        assert!(user_agent.contains("HeadlessChrome/"), "{user_agent}");
    });
}
