//! Annotated routes behind the caches that stand before servers: whatever the
//! order in which pages ask, each gets what was made for its origin, and no more
//! is made than has to be. And behind a proxy that keeps nothing: whether the server
//! knows its own pages.

// The caches are reached through Unix sockets: no other program can take one
// away, as it could a free port.
#![cfg(unix)]

#[path = "../support/mod.rs"]
mod support;

/// Tests that each promise is kept behind each cache.
macro_rules! through_each_cache {
    ($($promise:ident)*) => {
        mod varnish {
            $(
                #[test]
                #[ignore = "needs varnish"]
                fn $promise() {
                    super::$promise(crate::cache::varnish);
                }
            )*
        }

        mod nginx {
            $(
                #[test]
                #[ignore = "needs nginx"]
                fn $promise() {
                    super::$promise(crate::cache::nginx);
                }
            )*
        }
    };
}

mod cache;
mod own_origin;
mod pages;
mod preflights;
mod site;
mod visits;
