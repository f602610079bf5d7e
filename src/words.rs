//! What rust-analyzer takes the words of an attribute for.

/// Each word is the constant that has its documentation, and each path a value of the
/// type that it has to have, so that an editor offers those first.
#[doc(hidden)]
#[macro_export]
macro_rules! __words {
    ($($option:ident)*; $($place:ident($($entry:tt)*))*) => {
        use $crate::__private::words::options::{$($option as _),*};
        $($crate::__words!(@$place $($entry)*);)*
    };
    (@origins $($word:ident)*) => {
        use $crate::__private::words::origins::{$($word as _),*};
    };
    (@headers $($word:ident)*) => {
        use $crate::__private::words::headers::{$($word as _),*};
    };
    (@dangers $($word:ident)*) => {
        use $crate::__private::words::dangers::{$($word as _),*};
    };
    (@policy $($path:tt)*) => {
        // In a tuple it need not be of this type: it may be a `ConfiguredPolicy`, too.
        let _: &'static $crate::Policy = (&$($path)*, loop {}).1;
    };
    (@from $($path:tt)*) => {
        let _: &'static $crate::Origins = &$($path)*;
    };
    (@predicate async $($path:tt)*) => {
        let _: fn(&$crate::Origin<'_>, &$crate::__private::HttpRequest) -> _ = $($path)*;
    };
    (@predicate $($path:tt)*) => {
        let _: fn(&$crate::Origin<'_>, &$crate::__private::RequestHead) -> bool = $($path)*;
    };
}
