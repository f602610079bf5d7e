//! The form of a policy that serves requests.

use std::borrow::Cow;

use actix_web::{HttpRequest, dev::RequestHead, http::header::HeaderValue};
use corsac_policy::{
    AllowHeaders, AllowOrigin, AllowOrigins, Draft, Origin, OriginSet, Policy, PolicyParts,
    SAFELISTED_METHODS,
};

use crate::{
    AsyncPredicate, FromOrigins, Origins, Predicate, PredicateFn, request::single_origin,
    text::Text, vary::Reads,
};

/// A policy as header values that are cheap to copy, and its origins, ready to
/// search. It is made once for the program, or each time that a configured policy
/// is replaced.
#[derive(Debug)]
pub(crate) struct Serving {
    origins: AllowedOrigins,
    /// The `Access-Control-Allow-Origin` of every response, if it doesn't have to depend
    /// on `Origin`. Then caches keep one entry for all; see
    /// <https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches>.
    pub(crate) constant_origin: Option<HeaderValue>,
    pub(crate) allow_credentials: bool,
    pub(crate) block_on_origin_mismatch: bool,
    pub(crate) allow_headers: AllowedHeaders,
    /// Whether pages may send the headers in which a proxy forwards the requested
    /// host and scheme.
    pub(crate) pages_may_forward: bool,
    pub(crate) expose_headers: Option<HeaderValue>,
    pub(crate) max_age: Option<HeaderValue>,
    pub(crate) vary_of_preflights: Option<HeaderValue>,
    /// The methods that a preflight may ask about if no route sets them.
    pub(crate) methods_without_route: Names,
}

#[derive(Debug)]
pub(crate) enum AllowedHeaders {
    Names(Names),
    /// Whatever the preflight asks for.
    MirrorRequest,
}

/// The names in a list header, and its value if there are any.
#[derive(Debug)]
pub(crate) struct Names {
    pub(crate) names: Vec<Cow<'static, str>>,
    pub(crate) value: Option<HeaderValue>,
}

#[derive(Debug)]
enum AllowedOrigins {
    /// Any origin. The value is `*`.
    Any(HeaderValue),
    /// One exact origin, whose value is known before any request.
    One(HeaderValue),
    Listed {
        literal: OriginSet,
        sets: Vec<&'static Origins>,
        predicates: Vec<Predicate>,
        async_predicates: Vec<AsyncPredicate>,
    },
}

impl Serving {
    pub(crate) fn new<T: Text>(policy: &Policy<'_, T, FromOrigins, PredicateFn>) -> Self {
        let PolicyParts {
            allow_origins,
            allow_methods,
            allow_headers,
            expose_headers,
            max_age,
            // It only lifts prohibitions and isn't served.
            dangerously: _,
        } = *policy.parts();
        let origins = AllowedOrigins::new(allow_origins);
        let blocks = policy.block_on_origin_mismatch();
        let allow_headers = match allow_headers {
            AllowHeaders::Names(names) => AllowedHeaders::Names(Names::new(names)),
            AllowHeaders::MirrorRequest => AllowedHeaders::MirrorRequest,
        };
        Self {
            constant_origin: origins.constant(blocks).cloned(),
            vary_of_preflights: reads_of_preflights(&origins, &allow_headers).value(),
            origins,
            allow_credentials: policy.allow_credentials(),
            block_on_origin_mismatch: blocks,
            pages_may_forward: allow_headers.include("X-Forwarded-Host")
                || allow_headers.include("Forwarded"),
            allow_headers,
            expose_headers: Names::new(expose_headers).value,
            max_age: max_age.map(HeaderValue::from),
            methods_without_route: match allow_methods {
                Some(methods) => Names::new(methods),
                None => Names::new(&SAFELISTED_METHODS),
            },
        }
    }

    /// The form for no policy, which allows nothing.
    pub(crate) fn of_nothing() -> Self {
        // The rules refuse a policy without origins, but its form is right.
        Self::new(&Draft::<&'static str, _, _>::EMPTY.of_checked())
    }

    /// The `Access-Control-Allow-Origin` for a request, if its origin is allowed.
    #[inline]
    pub(crate) fn allowed_origin(&self, request: &RequestHead) -> Option<HeaderValue> {
        let origin = || single_origin(&request.headers);
        match &self.origins {
            AllowedOrigins::Any(any) => Some(any.clone()),
            AllowedOrigins::One(one) => origin().filter(|it| *it == one).cloned(),
            AllowedOrigins::Listed {
                literal,
                sets,
                predicates,
                async_predicates: _,
            } => {
                let origin = origin()?;
                let bytes = origin.as_bytes();
                let is_allowed = literal.allows(bytes)
                    || sets.iter().any(|set| set.allows(bytes))
                    || !predicates.is_empty()
                        && Origin::from_bytes(bytes).is_some_and(|origin| {
                            let mut predicates = predicates.iter();
                            predicates.any(|allows| allows(&origin, request))
                        });
                is_allowed.then(|| origin.clone())
            }
        }
    }

    /// Whether a predicate may be async.
    pub(crate) fn asks(&self) -> bool {
        !self.async_predicates().is_empty()
    }

    fn async_predicates(&self) -> &[AsyncPredicate] {
        match &self.origins {
            AllowedOrigins::Any(_) | AllowedOrigins::One(_) => &[],
            AllowedOrigins::Listed {
                async_predicates, ..
            } => async_predicates,
        }
    }

    /// Like [`Self::allowed_origin`], but awaits the predicates if nothing else allows
    /// the origin.
    pub(crate) async fn ask_for_origin(&self, request: &HttpRequest) -> Option<HeaderValue> {
        let allowed = self.allowed_origin(request.head());
        if allowed.is_some() {
            return allowed;
        }
        let value = single_origin(request.headers())?;
        let origin = Origin::from_bytes(value.as_bytes())?;
        for allows in self.async_predicates() {
            if allows(&origin, request).await {
                return Some(value.clone());
            }
        }
        None
    }

    /// Whether [`Self::constant_origin`] is for every response, even if other policies
    /// are around this one and it therefore `blocks`.
    #[inline]
    pub(crate) fn is_constant(&self, blocks: bool) -> bool {
        self.origins.constant(blocks).is_some()
    }
}

impl AllowedOrigins {
    fn new<T: Text>(origins: AllowOrigins<'_, T, FromOrigins, PredicateFn>) -> Self {
        let entries = match origins {
            AllowOrigins::Any => return Self::Any(HeaderValue::from_static("*")),
            AllowOrigins::Listed { origins, .. } => origins,
        };
        let (mut literal, mut sets) = (Vec::new(), Vec::new());
        let (mut predicates, mut async_predicates) = (Vec::new(), Vec::new());
        for entry in entries {
            match entry {
                AllowOrigin::Literal(text) | AllowOrigin::Dev(text) => literal.push(text),
                AllowOrigin::From(from) => sets.push((from.origins)()),
                AllowOrigin::Predicate(PredicateFn::Sync(_, allows)) => predicates.push(*allows),
                AllowOrigin::Predicate(PredicateFn::Async(_, allows)) => {
                    async_predicates.push(*allows);
                }
            }
        }
        if let [one] = literal[..]
            && !one.as_ref().contains('*')
            && sets.is_empty()
            && predicates.is_empty()
            && async_predicates.is_empty()
            && let Some(one) = one.header_value()
        {
            return Self::One(one);
        }
        Self::Listed {
            literal: OriginSet::of_checked(literal.into_iter().map(AsRef::as_ref)),
            sets,
            predicates,
            async_predicates,
        }
    }

    /// The value for every response. If the policy blocks, responses to other origins
    /// differ.
    #[inline]
    fn constant(&self, blocks: bool) -> Option<&HeaderValue> {
        match self {
            Self::Any(any) => Some(any),
            Self::One(one) => Some(one).filter(|_| !blocks),
            Self::Listed { .. } => None,
        }
    }
}

/// What the answer to a preflight depends on.
fn reads_of_preflights(origins: &AllowedOrigins, headers: &AllowedHeaders) -> Reads {
    let origin = match origins {
        AllowedOrigins::Any(_) => Reads::NOTHING,
        AllowedOrigins::One(_) | AllowedOrigins::Listed { .. } => Reads::ORIGIN,
    };
    let headers = match headers {
        AllowedHeaders::Names(_) => Reads::NOTHING,
        AllowedHeaders::MirrorRequest => Reads::REQUEST_HEADERS,
    };
    origin | Reads::REQUEST_METHOD | headers
}

impl AllowedHeaders {
    /// Whether pages may send a header of this name, other than `Authorization`.
    fn include(&self, name: &str) -> bool {
        match self {
            Self::Names(list) => {
                let mut names = list.names.iter();
                names.any(|it| *it == "*" || it.eq_ignore_ascii_case(name))
            }
            Self::MirrorRequest => true,
        }
    }
}

impl Names {
    pub(crate) fn new<T: Text>(list: &[T]) -> Self {
        let names: Vec<_> = list.iter().map(Text::kept).collect();
        let value = match list {
            [] => None,
            [name] => name.header_value(),
            _ => HeaderValue::from_str(&names.join(", ")).ok(),
        };
        Self { names, value }
    }
}
