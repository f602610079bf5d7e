//! The words of the attribute as items, each with its documentation: what an editor
//! completes and explains. A module has those of one place.

/// Makes constants of words. One is a keyword, and so can't have one.
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

/// The words of `allow_origins`.
pub mod origins {
    pub use self::words::*;

    super::words! {
        /// Origins of development servers: `dev("http://localhost:5173")`. They are allowed
        /// only in builds with `debug_assertions`.
        dev
        /// The path of a `static` set of the type `Origins`, which the program fills and
        /// replaces at run time.
        from
        /// The path of a function that says which origins are allowed:
        /// `fn(&Origin, &RequestHead) -> bool`; or `predicate(async PATH)`, of an
        /// `async fn(&Origin, &HttpRequest) -> bool`.
        ///
        /// Nobody checks what it allows, so with `allow_credentials` it needs
        /// `dangerously(unchecked_origins)`.
        predicate
    }
}

/// The word of `allow_headers`.
pub mod headers {
    pub use self::words::*;

    super::words! {
        /// Any header, also with credentials: the answer names those that the preflight
        /// asks for.
        mirror_request
    }
}
