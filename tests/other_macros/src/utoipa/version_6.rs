//! utoipa 6.

use utoipa_actix_web6 as utoipa_actix_web;
use utoipa6 as utoipa;

#[path = "cases.rs"]
mod cases;
