use std::panic::Location;

/// One path of a handler, and what is served there.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    /// As in the route attribute.
    pub path: &'static str,
    /// The name of the resource.
    pub name: &'static str,
    /// The methods that the route serves.
    pub methods: &'static [&'static str],
    /// Those that a preflight may ask about.
    pub allow_methods: &'static [&'static str],
}

/// Registers a route as it is written between the braces and, with the feature `audit`
/// of this crate, adds a line to the list of all routes. The macros can't have that
/// feature: Cargo builds them once for the host and the target, so their features can't
/// tell what either has.
///
/// Without `audit`, it adds no token of its own: the compiler would take the function
/// around it for the code of a macro, and check it again after each change above it.
///
/// The policy is written twice with `audit`, so it may have two addresses; only the
/// second one serves.
#[cfg(not(feature = "audit"))]
#[doc(hidden)]
#[macro_export]
macro_rules! route {
    ({ $($registration:tt)* } $($for_audit:tt)*) => { $($registration)* };
}
#[cfg(feature = "audit")]
#[doc(hidden)]
#[macro_export]
macro_rules! route {
    (
        {
            $corsac:ident::RouteResource::new(
                $policy:expr, $path:literal, $name:literal, $methods:expr,
                $allow_methods:expr, $handler:ident
            )
            $($registration:tt)*
        }
        $location:expr, $($policy_path:literal)?
    ) => {
        $crate::inventory::submit! {
            $crate::audit::Route {
                route: $crate::Route {
                    path: $path,
                    name: $name,
                    methods: $methods,
                    allow_methods: $allow_methods,
                },
                policy: $policy,
                handler: ::core::stringify!($handler),
                module: ::core::module_path!(),
                arguments: || $crate::audit::arguments_of(&$handler),
                location: $location,
                policy_path: &[$($policy_path)?],
            }
        }
        $corsac::RouteResource::new($policy, $path, $name, $methods, $allow_methods, $handler)
            $($registration)*
    };
}

/// The place in the source.
#[doc(hidden)]
#[must_use]
#[track_caller]
pub const fn here() -> &'static Location<'static> {
    Location::caller()
}
