//! The examples, each as a program of its own, over a socket. The quickstart
//! has a file of its own.

mod support;

use support::example;

mod examples {
    mod auth;
    mod client;
    mod playground;
    mod shared_policy;
    mod tenants;
    mod websocket;
}
