//! A browser of each engine without a window, driven through its own program.

mod chromium;
mod driver;
mod firefox;
mod network;
mod process;
pub(crate) mod webkit;

use std::path::Path;

use corsac::testing::Engine;
use thirtyfour::{WebDriver, extensions::addons::firefox::FirefoxTools};

use self::driver::Driver;
pub(crate) use self::{
    network::{DIRECT_HOST, Network},
    process::Process,
};

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
        Self::run(engine, network, None).await
    }

    /// The same, with an extension that `write` puts into a folder.
    pub(crate) async fn with_extension(
        engine: Engine,
        network: &Network,
        write: fn(&Path),
    ) -> Self {
        Self::run(engine, network, Some(write)).await
    }

    async fn run(engine: Engine, network: &Network, write: Option<fn(&Path)>) -> Self {
        let driver = Driver::start(match engine {
            Engine::Chromium => chromium::command,
            Engine::Firefox => firefox::command,
            Engine::WebKit => webkit::command,
        });
        let extension = write.map(|write| {
            let folder = driver.folder().join("extension");
            write(&folder);
            folder
        });
        let capabilities = match engine {
            Engine::Chromium => {
                chromium::capabilities(driver.folder(), network, extension.as_deref())
            }
            Engine::Firefox => firefox::capabilities(network.proxy().await, network),
            Engine::WebKit => webkit::capabilities(network.proxy().await, network),
        };
        let session = WebDriver::new(driver.url(), capabilities)
            .await
            .unwrap_or_else(|error| panic!("{engine} does not start: {error}"));
        if let (Engine::Firefox, Some(extension)) = (engine, extension) {
            let path = extension.to_str().unwrap();
            let firefox = FirefoxTools::new(session.handle().clone());
            firefox.install_addon(path, Some(true)).await.unwrap();
        }
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
