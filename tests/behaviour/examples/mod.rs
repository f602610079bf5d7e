//! The examples, each as a program of its own, over a socket.

mod auth;
mod client;
mod playground;
mod quickstart;
mod shared_policy;
mod tenants;
mod websocket;
