//! How annotated routes and policies behave, in process and over sockets: all
//! that needs nothing but Rust, and no process of its own.

#[path = "../support/mod.rs"]
mod support;

mod bad_requests;
mod examples;
mod http_versions;
mod hygiene;
mod links;
// Public, for its public items to be reachable.
pub mod lints;
mod many_handlers;
mod migration_from_actix_cors;
mod origins;
mod printed_policies;
mod refusal_log;
mod route_attributes;
mod routing_table;
mod testing_page;
mod wire;

// For `hygiene`: `get` in no module. Only here may `#[macro_use]` put it there. The
// compiler does not count it as a use that `#[cors]` takes `#[get]` over.
#[allow(unused_imports)]
#[macro_use(get)]
extern crate actix_web;
