//! What generated code says for the audit. The feature `audit` of this crate
//! decides what becomes of it: Cargo builds the macros once for the host and the
//! target, so that no feature of theirs can know what either has.

/// What of a policy only the audit asks for.
#[cfg(feature = "audit")]
#[doc(hidden)]
pub type Written = crate::audit::Written;
/// What of a policy only the audit asks for: nothing without that feature.
#[cfg(not(feature = "audit"))]
#[doc(hidden)]
pub type Written = ();

/// The entries of `allow_origins`, then the words of `dangerously`.
#[cfg(feature = "audit")]
#[doc(hidden)]
#[macro_export]
macro_rules! written {
    ([$($entry:ident $(($($field:tt)*))?),*] [$($danger:ident),*]) => {
        $crate::audit::Written {
            allow_origins: &[$($crate::audit::AllowOrigin::$entry $(($($field)*))?),*],
            dangerously: &[$($crate::audit::Danger::$danger),*],
        }
    };
}
#[cfg(not(feature = "audit"))]
#[doc(hidden)]
#[macro_export]
macro_rules! written {
    ($($dropped:tt)*) => {
        ()
    };
}

/// Puts a route into the list: what is served, its path, the handler, where that
/// one stands, and how the route names a shared policy.
#[cfg(feature = "audit")]
#[doc(hidden)]
#[macro_export]
macro_rules! list_route {
    ($route:ident, $path:literal, $handler:literal, $location:expr, $policy_path:expr) => {
        $crate::inventory::submit! {
            $crate::audit::Route {
                route: &$route,
                path: $path,
                handler: $handler,
                module: ::core::module_path!(),
                location: $location,
                policy_path: $policy_path,
            }
        }
    };
}
#[cfg(not(feature = "audit"))]
#[doc(hidden)]
#[macro_export]
macro_rules! list_route {
    ($($dropped:tt)*) => {};
}
