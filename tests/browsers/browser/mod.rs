//! A browser of each engine without a window, driven through its own program.

mod chromium;
mod driver;
mod firefox;
mod network;
mod process;
pub(crate) mod webkit;

use corsac::testing::Engine;
use thirtyfour::WebDriver;

use self::driver::Driver;
pub(crate) use self::network::Network;

/// A running browser with a profile of its own; it ends with this value, also
/// when the test fails.
#[expect(dead_code, reason = "the process is only dropped")]
pub(crate) struct Browser {
    session: WebDriver,
    driver: Driver,
}

impl Browser {
    /// Starts a browser, which finds all hosts as `network` says.
    pub(crate) async fn start(engine: Engine, network: &Network) -> Self {
        let driver = Driver::start(match engine {
            Engine::Chromium => chromium::command,
            Engine::Firefox => firefox::command,
            Engine::WebKit => webkit::command,
        });
        let capabilities = match engine {
            Engine::Chromium => chromium::capabilities(driver.folder(), network),
            Engine::Firefox => firefox::capabilities(network.proxy().await, network),
            Engine::WebKit => webkit::capabilities(network.proxy().await, network),
        };
        let session = WebDriver::new(driver.url(), capabilities)
            .await
            .unwrap_or_else(|error| panic!("{engine} does not start: {error}"));

        Self { session, driver }
    }

    pub(crate) fn driver(&self) -> &WebDriver {
        &self.session
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The session ends with its processes, and needs no farewell, for which
        // the driver would wait. It fails if there was one already.
        let _ = self.session.clone().leak();
    }
}
