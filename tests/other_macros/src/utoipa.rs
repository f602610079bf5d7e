//! utoipa: the path is in the document, by `#[derive(OpenApi)]` and by
//! utoipa-actix-web.

mod version_5;
mod version_6;
