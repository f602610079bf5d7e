//! The picture in the README: `docs/playground.png`.

use std::{env, fs, path::Path};

use actix_web::rt::System;
use serde_json::json;

use super::visitor::Visitor;
use crate::support::example::Example;

const WIDTH: u32 = 1280;

/// It is put into the build's directory for temporary files. To make the one of
/// the README again, on the ports that it shows:
///
/// ```sh
/// PORT=8080 cargo test --test browsers -- --ignored the_picture
/// pngquant --force --output docs/playground.png 64 target/tmp/playground.png
/// ```
#[test]
#[ignore = "needs chromium and chromedriver"]
fn the_picture_shows_a_preflight_and_the_actual_request() {
    System::new().block_on(async {
        let port = env::var("PORT").unwrap_or_else(|_| "0".to_owned());
        let example = Example::run(Example::command("playground").env("PORT", port));
        let visitor = Visitor::visit(example).await;
        let height = "arguments[0](document.documentElement.scrollHeight);";
        let mut screen = json!({
            "width": WIDTH, "height": 800, "deviceScaleFactor": 1, "mobile": false,
        });
        visitor
            .emulate("Emulation.setDeviceMetricsOverride", &screen)
            .await;
        visitor.open(&visitor.shop).await;

        let shown = visitor.send().await;
        screen["height"] = visitor.run(height, json!([])).await;
        visitor
            .emulate("Emulation.setDeviceMetricsOverride", &screen)
            .await;
        let picture = visitor.driver().screenshot_as_png().await.unwrap();

        assert!(shown.preflight.is_some() && shown.actual.is_some());
        assert_eq!(size(&picture)[0], WIDTH);
        assert_eq!(json!(size(&picture)[1]), screen["height"]);
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR"));
        fs::write(directory.join("playground.png"), picture).unwrap();
    });
}

/// Width and height of a PNG, which its first chunk has:
/// <https://www.w3.org/TR/png-3/#11IHDR>.
#[track_caller]
fn size(png: &[u8]) -> [u32; 2] {
    assert_eq!(&png[12..16], b"IHDR");
    [&png[16..20], &png[20..24]].map(|bytes| u32::from_be_bytes(bytes.try_into().unwrap()))
}
