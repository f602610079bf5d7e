use std::{fmt, ops::Deref, sync::Arc};

use crate::ConfiguredPolicy;

/// A [`ConfiguredPolicy`] for one of several servers in a program, such as those
/// that its tests start. Its clones share the same policy.
///
/// ```
/// use actix_web::{App, HttpResponse, web};
/// use corsac_runtime::{ConfiguredPolicy, PolicyConfig};
///
/// let policy = ConfiguredPolicy::new().owned();
/// policy.replace(PolicyConfig::new().allow_origins(["https://a.example"]))?;
///
/// // What `HttpServer::new` takes.
/// let factory = move || {
///     App::new()
///         .route("/", web::get().to(HttpResponse::Ok))
///         .wrap(policy.clone())
/// };
/// # factory();
/// # Ok::<(), corsac_runtime::PolicyConfigError>(())
/// ```
#[derive(Clone)]
pub struct OwnedPolicy(Arc<ConfiguredPolicy>);

impl ConfiguredPolicy {
    /// A policy for one of several servers in a program, since all servers would
    /// share a `static`.
    #[must_use]
    pub fn owned(self) -> OwnedPolicy {
        OwnedPolicy(Arc::new(self))
    }
}

impl Deref for OwnedPolicy {
    type Target = ConfiguredPolicy;

    fn deref(&self) -> &ConfiguredPolicy {
        &self.0
    }
}

impl fmt::Display for OwnedPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for OwnedPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
