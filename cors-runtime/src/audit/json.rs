//! `Serialize`, with the names of the attribute.

use corsac_policy::MIRROR_REQUEST;
use serde::{Serialize, Serializer, ser::SerializeStruct as _};

use super::{AllowHeaders, AllowOrigin, Finding, Findings, Kind, Policy, Route, Routes, words};

/// A list of its routes.
impl Serialize for Routes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self)
    }
}

/// Contains its policy in `policy`, and that policy's path, if it has one, in
/// `policy_path`.
impl Serialize for Route {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut route = serializer.serialize_struct("Route", 10)?;
        route.serialize_field("path", self.path())?;
        route.serialize_field("methods", self.methods())?;
        route.serialize_field("allow_methods", self.allow_methods())?;
        let several = self.path_has_several_policies();
        route.serialize_field("path_has_several_policies", &several)?;
        route.serialize_field("handler", self.handler())?;
        route.serialize_field("module", self.module())?;
        route.serialize_field("file", self.location().file())?;
        route.serialize_field("line", &self.location().line())?;
        route.serialize_field("policy_path", &self.policy_path())?;
        route.serialize_field("policy", &self.policy())?;
        route.end()
    }
}

/// Contains its options, and in `source` the text of the attribute. That of
/// `policy!` includes its `allow_methods`. `allow_headers` is a list of names, or
/// `"mirror_request"`.
impl Serialize for Policy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut policy = serializer.serialize_struct("Policy", 8)?;
        policy.serialize_field("source", &self.source)?;
        policy.serialize_field("allow_origins", self.allow_origins())?;
        match self.allow_headers() {
            AllowHeaders::Names(names) => policy.serialize_field("allow_headers", names)?,
            AllowHeaders::MirrorRequest => {
                policy.serialize_field("allow_headers", MIRROR_REQUEST)?;
            }
        }
        policy.serialize_field("expose_headers", self.expose_headers())?;
        policy.serialize_field("allow_credentials", &self.allow_credentials())?;
        policy.serialize_field("max_age", &self.max_age())?;
        policy.serialize_field("block_on_origin_mismatch", &self.block_on_origin_mismatch())?;
        policy.serialize_field("dangerously", &words(self.dangerously()))?;
        policy.end()
    }
}

/// `kind` is its [`Kind`], and `text` the text without the keyword around it. For
/// `from(...)`, `dangerously` contains the prohibitions that it lifts.
impl Serialize for AllowOrigin {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let is_set = self.kind() == Kind::From;
        let mut entry = serializer.serialize_struct("AllowOrigin", 2 + usize::from(is_set))?;
        entry.serialize_field("kind", self.kind().as_str())?;
        entry.serialize_field("text", self.text())?;
        if is_set {
            entry.serialize_field("dangerously", &words(self.dangerously()))?;
        }
        entry.end()
    }
}

/// A list of its findings.
impl Serialize for Findings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self)
    }
}

/// Contains what identifies its route, but not the policy.
impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (kind, route) = (self.kind(), self.route());
        let mut finding = serializer.serialize_struct("Finding", 12)?;
        finding.serialize_field("kind", kind.id())?;
        finding.serialize_field("severity", kind.severity().as_str())?;
        finding.serialize_field("path", route.path())?;
        finding.serialize_field("methods", route.methods())?;
        finding.serialize_field("handler", route.handler())?;
        finding.serialize_field("module", route.module())?;
        finding.serialize_field("file", self.location().file())?;
        finding.serialize_field("line", &self.location().line())?;
        finding.serialize_field("column", &self.location().column())?;
        finding.serialize_field("subjects", self.subjects())?;
        finding.serialize_field("reason", &self.reason())?;
        finding.serialize_field("help_uri", kind.help_uri())?;
        finding.end()
    }
}
