use std::fmt;

use crate::{ConfiguredPolicy, OwnPolicy, Policy, configured_policy::Configured};

/// What `policy(PATH)` can name: a `static` [`Policy`] or [`ConfiguredPolicy`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` isn't a policy; name a `static` of the type `Policy` or `ConfiguredPolicy`",
    label = "not a policy"
)]
pub trait AnyPolicy: fmt::Debug + Sync + sealed::Sealed {
    #[doc(hidden)]
    fn source(&'static self) -> Source;
}

/// Where each request finds its policy.
#[doc(hidden)]
#[derive(Clone)]
pub enum Source {
    /// The same policy for all requests.
    Fixed(&'static OwnPolicy),
    /// The policy in force.
    Configured(Configured),
}

impl AnyPolicy for Policy {
    fn source(&'static self) -> Source {
        Source::Fixed(self.own())
    }
}

impl AnyPolicy for OwnPolicy {
    fn source(&'static self) -> Source {
        Source::Fixed(self)
    }
}

impl AnyPolicy for ConfiguredPolicy {
    fn source(&'static self) -> Source {
        Source::Configured(Configured::Static(self))
    }
}

mod sealed {
    use crate::{ConfiguredPolicy, OwnPolicy, Policy};

    pub trait Sealed {}

    impl Sealed for Policy {}
    impl Sealed for OwnPolicy {}
    impl Sealed for ConfiguredPolicy {}
}
