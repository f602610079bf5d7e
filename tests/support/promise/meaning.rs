//! What policies mean, written once more: without a matcher, and without the runtime.

use corsac_policy::AllowOrigin;
use corsac_runtime::PredicateFn;

use super::{
    fetch::Fetch,
    written::{Entry, FRIEND, PARTNER, TENANTS_LIST, Written},
};
use crate::reference;

pub(crate) const SAFELISTED_METHODS: [&str; 3] = ["GET", "HEAD", "POST"];

/// <https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name>, of those that
/// handlers here send.
const SAFELISTED_RESPONSE_HEADERS: [&str; 1] = ["cache-control"];

impl Written {
    pub(crate) fn lists_origin(&self, origin: &str) -> bool {
        self.origins.iter().any(|entry| match entry {
            Entry::Literal(text) | Entry::Dev(text) => stands_for(text, origin),
            Entry::From(_) => TENANTS_LIST.iter().any(|text| stands_for(text, origin)),
            AllowOrigin::Predicate(PredicateFn::Sync(..)) => origin == PARTNER,
            AllowOrigin::Predicate(PredicateFn::Async(..)) => origin == FRIEND,
        })
    }

    fn lists_header(&self, name: &str) -> bool {
        self.headers.iter().any(|it| match *it {
            "mirror_request" => true,
            "*" => name != "Authorization",
            it => it.eq_ignore_ascii_case(name),
        })
    }

    fn exposes(&self, name: &str) -> bool {
        let is_it = |it: &&str| *it == "*" || it.eq_ignore_ascii_case(name);
        SAFELISTED_RESPONSE_HEADERS.iter().any(is_it) || self.exposed.iter().any(is_it)
    }
}

fn stands_for(text: &str, origin: &str) -> bool {
    let is_pattern = text.contains('*');
    text == "*" || text == origin || is_pattern && reference::matches(text, origin)
}

/// The policies on the way of a request, the outermost first.
pub(crate) struct Way<'a> {
    pub(crate) policies: Vec<&'a Written>,
    /// What the outermost has a preflight ask about.
    pub(crate) methods: &'a [&'static str],
}

impl Way<'_> {
    fn every_policy(&self, lists: impl Fn(&Written) -> bool) -> bool {
        self.policies.iter().all(|policy| lists(policy))
    }

    /// Whether the browser sends the request: it asks the outermost policy first where
    /// the request is of a kind that needs that.
    pub(crate) fn permits(&self, fetch: &Fetch) -> bool {
        let outermost = self.policies[0];
        let lists_method = |it: &str| {
            SAFELISTED_METHODS.contains(&it)
                || self.methods.contains(&it)
                || self.methods.contains(&"*")
        };
        !fetch.needs_permission()
            || outermost.lists_origin(fetch.origin)
                && lists_method(fetch.method)
                && fetch.unsafe_headers().all(|it| outermost.lists_header(it))
                && (outermost.allows_credentials || !fetch.includes_credentials())
    }

    /// Whether the handler runs: no policy turns the origin away. Those inside of others
    /// do, and the outermost one if it blocks.
    pub(crate) fn lets_in(&self, fetch: &Fetch) -> bool {
        let (outermost, inside) = self.policies.split_first().expect("one, at least");
        let is_let_in = (!outermost.blocks || outermost.lists_origin(fetch.origin))
            && inside.iter().all(|it| it.lists_origin(fetch.origin));
        fetch.is_same_origin() || self.permits(fetch) && is_let_in
    }

    /// Whether the page reads the answer.
    pub(crate) fn shows(&self, fetch: &Fetch) -> bool {
        let is_listed = self.every_policy(|policy| {
            policy.lists_origin(fetch.origin)
                && (policy.allows_credentials || !fetch.includes_credentials())
        });
        fetch.is_same_origin() || self.permits(fetch) && is_listed
    }

    /// Whether a page that reads the answer sees this header of it.
    pub(crate) fn shows_header(&self, fetch: &Fetch, name: &str) -> bool {
        let innermost = self.policies.last().expect("one, at least");
        fetch.is_same_origin() || innermost.exposes(name)
    }
}
