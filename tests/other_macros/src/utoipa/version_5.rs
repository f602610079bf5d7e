//! utoipa 5.

use utoipa_actix_web5 as utoipa_actix_web;
use utoipa5 as utoipa;

#[path = "cases.rs"]
mod cases;
