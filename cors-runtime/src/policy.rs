use std::{
    collections::BTreeMap,
    fmt, ptr,
    sync::{Mutex, PoisonError},
};

use corsac_policy::{AllowHeaders, AllowOrigins, Danger};

use crate::{
    run_time_origin::{AllowOrigin, Checked, PolicyParts},
    serving::Serving,
};

/// What one or more routes allow pages of other origins to do.
///
/// It only contains data that the rules of [`corsac_policy`] permit: `#[cors]` and
/// `policy!` check it before they write it out. `Display` and `Debug` print it as
/// an attribute.
// Nothing but data: there is a `static` for each annotated handler, and the compiler
// would look through every type inside a lock several times for each of them.
#[must_use]
pub struct Policy(PolicyParts);

/// The serving form of each policy, by the policy's address. Made when the first route
/// is registered.
static SERVING: Mutex<BTreeMap<usize, &'static Serving>> = Mutex::new(BTreeMap::new());

impl Policy {
    /// The policy that a checked one becomes in a program.
    #[doc(hidden)]
    pub const fn new(parts: PolicyParts) -> Self {
        Self(parts)
    }

    pub(crate) fn checked(&self) -> Checked {
        Checked::of_checked(self.0.clone())
    }

    pub(crate) fn serving(&'static self) -> &'static Serving {
        let mut serving = SERVING.lock().unwrap_or_else(PoisonError::into_inner);
        let address = ptr::from_ref(self).addr();
        (serving.entry(address)).or_insert_with(|| Box::leak(Serving::new(&self.checked()).into()))
    }
}

/// What generated code writes out. Each method sets the option of its name.
#[doc(hidden)]
#[allow(missing_docs, reason = "documented above")]
impl Policy {
    /// `allow_origins("*")`
    pub const fn any_origin() -> Self {
        Self(PolicyParts::of_origins(AllowOrigins::Any))
    }

    /// `allow_origins(...)`
    pub const fn listed(origins: &'static [AllowOrigin]) -> Self {
        Self(PolicyParts::of_origins(AllowOrigins::Listed {
            origins,
            allow_credentials: false,
            block_on_origin_mismatch: false,
        }))
    }

    pub const fn allow_methods(mut self, methods: &'static [&'static str]) -> Self {
        self.0.allow_methods = Some(methods);
        self
    }

    pub const fn allow_headers(mut self, names: &'static [&'static str]) -> Self {
        self.0.allow_headers = AllowHeaders::Names(names);
        self
    }

    /// `allow_headers(mirror_request)`
    pub const fn mirror_request(mut self) -> Self {
        self.0.allow_headers = AllowHeaders::MirrorRequest;
        self
    }

    pub const fn expose_headers(mut self, names: &'static [&'static str]) -> Self {
        self.0.expose_headers = names;
        self
    }

    pub const fn allow_credentials(mut self) -> Self {
        match &mut self.0.allow_origins {
            AllowOrigins::Any => {}
            AllowOrigins::Listed {
                allow_credentials, ..
            } => *allow_credentials = true,
        }
        self
    }

    pub const fn max_age(mut self, seconds: u32) -> Self {
        self.0.max_age = Some(seconds);
        self
    }

    pub const fn block_on_origin_mismatch(mut self) -> Self {
        match &mut self.0.allow_origins {
            AllowOrigins::Any => {}
            AllowOrigins::Listed {
                block_on_origin_mismatch,
                ..
            } => *block_on_origin_mismatch = true,
        }
        self
    }

    pub const fn dangerously(mut self, dangers: &'static [Danger]) -> Self {
        self.0.dangerously = dangers;
        self
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#[cors({})]", self.checked())
    }
}

impl fmt::Debug for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
