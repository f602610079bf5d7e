//! The words of the attribute as documented items, which editors complete and
//! explain. Each module has the words for one place.

/// Makes constants from words. One word is a Rust keyword, so it can't have one.
macro_rules! words {
    ($($(#[$doc:meta])* $word:ident)*) => {
        #[allow(non_upper_case_globals, reason = "they are written so")]
        #[doc(hidden)]
        pub mod words {
            $(crate::words::word! { $(#[$doc])* $word })*
        }
    };
}
macro_rules! word {
    ($(#[$doc:meta])* crate) => {};
    ($(#[$doc:meta])* $word:ident) => {
        $(#[$doc])*
        pub const $word: () = ();
    };
}
pub(crate) use {word, words};

pub use crate::{danger::words as dangers, option_name::words as options};

/// The keywords of `allow_origins`.
pub mod origins {
    pub use self::words::*;

    super::words! {
        /// Origins of development servers: `dev("http://localhost:5173")`. They are allowed
        /// only in builds with `debug_assertions`.
        dev
        /// The path of a `static` set of the type `Origins`, which the program fills and
        /// replaces at run time.
        from
        /// The path of a function that decides which origins to allow:
        /// `fn(&Origin, &RequestHead) -> bool`; or `predicate(async PATH)`, of an
        /// `async fn(&Origin, &HttpRequest) -> bool`.
        ///
        /// corsac can't check what it allows, so with `allow_credentials` it needs
        /// `dangerously(unchecked_origins)`.
        predicate
    }
}

/// The keyword of `allow_headers`.
pub mod headers {
    pub use self::words::*;

    super::words! {
        /// Any header, even with credentials: the answer lists those that the preflight
        /// asks for.
        mirror_request
    }
}
