//! Behaviour on the wire, in tables: a policy, requests, and the whole of what
//! each answer says of CORS.

mod blocking;
mod errors;
mod layers;
mod methods;
mod options;
mod origins;
mod outer_layers;
mod own_headers;
mod policies;
mod request_headers;
mod vary;
