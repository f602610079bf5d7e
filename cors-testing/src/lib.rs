//! A page that fetches from an Actix Web app as a browser does.

#![forbid(unsafe_code)]

mod blocked;
mod page;
mod response;

pub use self::{
    blocked::{Blocked, Stage},
    page::{Credentials, Page},
    response::Response,
};
