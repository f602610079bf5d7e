//! The page of `corsac::testing` fetches as a browser does: what it sends, what it
//! lets through, and what it says of the rest.

mod annotated;
mod app;
mod blocked;
mod blocked_preflights;
mod credentials;
mod differences;
mod guards_of_scopes;
mod opaque_hosts;
mod other_apps;
mod own_origin;
mod preflight_cache;
mod preflights;
mod redirects;
mod responses;
mod scripts;
mod two_policies_on_one_url;
