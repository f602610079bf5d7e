// Rustdoc uses the first definition of a link; the pages' own lead to files.
#![doc = include_str!("../docs/rustdoc-links.md")]
#![doc = include_str!("../docs/guide.md")]

#[doc = include_str!("../docs/rustdoc-links.md")]
#[cfg_attr(feature = "config", doc = include_str!("../docs/guide/cookbook.md"))]
#[cfg_attr(not(feature = "config"), doc = "To be read with the feature `config`.")]
pub mod cookbook {}

#[doc = include_str!("../docs/rustdoc-links.md")]
#[doc = include_str!("../docs/guide/faq.md")]
pub mod faq {}

#[doc = include_str!("../docs/rustdoc-links.md")]
#[doc = include_str!("../docs/guide/options.md")]
pub mod options {}

#[doc = include_str!("../docs/rustdoc-links.md")]
#[doc = include_str!("../docs/guide/many-handlers.md")]
pub mod many_handlers {}

#[doc = include_str!("../docs/rustdoc-links.md")]
#[doc = include_str!("../docs/guide/credentials.md")]
pub mod credentials {}

#[doc = include_str!("../docs/rustdoc-links.md")]
#[doc = include_str!("../docs/guide/caches.md")]
pub mod caches {}

#[doc = include_str!("../docs/rustdoc-links.md")]
#[doc = include_str!("../docs/guide/run-time-origins.md")]
pub mod run_time_origins {}

#[doc = include_str!("../docs/rustdoc-links.md")]
#[cfg_attr(feature = "config", doc = include_str!("../docs/guide/configuration.md"))]
#[cfg_attr(not(feature = "config"), doc = "To be read with the feature `config`.")]
pub mod configuration {}

#[doc = include_str!("../docs/rustdoc-links.md")]
#[doc = include_str!("../docs/guide/websockets.md")]
pub mod websockets {}

#[doc = include_str!("../docs/rustdoc-links.md")]
// Its snippets are tests in `tests/other_macros`, which has utoipa.
#[cfg_attr(not(doctest), doc = include_str!("../docs/guide/openapi.md"))]
pub mod openapi {}

#[doc = include_str!("../docs/rustdoc-links.md")]
#[cfg_attr(feature = "testing", doc = include_str!("../docs/guide/testing.md"))]
#[cfg_attr(
    not(feature = "testing"),
    doc = "To be read with the feature `testing`."
)]
pub mod testing {}

#[doc = include_str!("../docs/rustdoc-links.md")]
#[cfg_attr(feature = "audit", doc = include_str!("../docs/guide/audit.md"))]
#[cfg_attr(not(feature = "audit"), doc = "To be read with the feature `audit`.")]
pub mod audit {}

#[doc = include_str!("../docs/rustdoc-links.md")]
#[doc = include_str!("../docs/guide/messages.md")]
pub mod messages {}

#[doc = include_str!("../docs/promise.md")]
pub mod promise {}

#[doc = include_str!("../docs/rustdoc-links.md")]
#[doc = include_str!("../docs/guide/compared.md")]
pub mod compared {}

#[doc = include_str!("../docs/rustdoc-links.md")]
#[doc = include_str!("../docs/migrating-from-actix-cors.md")]
pub mod migrating_from_actix_cors {}

#[doc = include_str!("../docs/rustdoc-links.md")]
#[doc = include_str!("../docs/migrating-from-headers-by-hand.md")]
pub mod migrating_from_headers_by_hand {}
