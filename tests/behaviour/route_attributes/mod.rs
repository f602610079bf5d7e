//! `#[cors]` above each form of Actix's route attributes: the route answers as
//! its twin without `#[cors]` does, and its preflight is answered.

mod twins;

mod handlers;
mod methods;
mod options;
mod other_attributes;
mod registration;
mod urls;
