//! Policies as they are written, out of bytes.

use std::{pin::Pin, sync::OnceLock};

use actix_web::{HttpRequest, dev::RequestHead};
use arbitrary::{Result, Unstructured};
use corsac::{ConfiguredPolicy, Origin, Origins, Policy, PolicyConfig};
use corsac_policy::{AllowOrigin, Danger, Draft, Problem};
use corsac_runtime::{FromOrigins, PolicyOption, PredicateFn};

pub(crate) type Entry = AllowOrigin<&'static str, FromOrigins, PredicateFn>;

/// A policy, as it is written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Written {
    pub(super) origins: Vec<Entry>,
    pub(super) methods: Option<Vec<&'static str>>,
    pub(super) headers: Vec<&'static str>,
    pub(super) exposed: Vec<&'static str>,
    pub(super) allows_credentials: bool,
    pub(super) blocks: bool,
    max_age: Option<u32>,
}

/// Policies that have nothing in common let nobody in, so most have one of these.
const COMMON: [Entry; 3] = [
    AllowOrigin::Literal("https://a.example"),
    AllowOrigin::Literal("https://b.example"),
    AllowOrigin::Literal("*"),
];

const RARE: [Entry; 12] = [
    AllowOrigin::Literal("https://*.a.example"),
    AllowOrigin::Literal("https://b.example:8443"),
    AllowOrigin::Literal("https://*.b.example:*"),
    AllowOrigin::Literal("http://localhost:*"),
    AllowOrigin::Literal("http://localhost:5173"),
    AllowOrigin::Literal("http://[::1]:3000"),
    AllowOrigin::Literal("http://c.example"),
    AllowOrigin::Literal("null"),
    AllowOrigin::Literal("https://*.github.io"),
    AllowOrigin::Literal("https://api.example"),
    AllowOrigin::Literal("tauri://localhost"),
    AllowOrigin::Literal("moz-extension://*"),
];

/// What only a constant has.
static PATHS: [Entry; 4] = [
    AllowOrigin::Dev("https://a.example:5173"),
    AllowOrigin::From(FromOrigins {
        path: "TENANTS",
        origins: || &TENANTS,
    }),
    AllowOrigin::Predicate(PredicateFn::Sync("is_partner", is_partner)),
    AllowOrigin::Predicate(PredicateFn::Async("is_friend", is_friend)),
];

static TENANTS: Origins = Origins::new();
pub(super) const TENANTS_LIST: [&str; 2] = ["https://tenant.example", "https://*.tenant.example"];
pub(super) const PARTNER: &str = "https://partner.example";
pub(super) const FRIEND: &str = "https://friend.example";

fn is_partner(origin: &Origin<'_>, _: &RequestHead) -> bool {
    origin.to_string() == PARTNER
}

fn is_friend<'a>(
    origin: &'a Origin<'a>,
    _: &'a HttpRequest,
) -> Pin<Box<dyn Future<Output = bool> + 'a>> {
    Box::pin(async { origin.to_string() == FRIEND })
}

pub(super) const METHODS: [&str; 8] = [
    "GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "PURGE", "HEAD",
];
const HEADERS: [&str; 7] = [
    "Content-Type",
    "X-A",
    "mirror_request",
    "*",
    "Authorization",
    "x-b",
    "X-Forwarded-Host",
];
const EXPOSED: [&str; 5] = ["X-Total", "ETag", "*", "x-secret", "X-Other"];

impl Written {
    /// Takes what is drawn, one after the other, as far as the rules permit it beside
    /// the rest. Every danger is lifted.
    fn draw(bytes: &mut Unstructured<'_>, common: &[Entry]) -> Result<Self> {
        let origins = [common, &RARE].concat();
        let first = if bytes.ratio(2, 3)? { common } else { &origins };
        let mut written = Self::default();
        written.origins.push(*bytes.choose(first)?);
        for _ in 0..bytes.int_in_range(0..=9)? {
            let mut more = written.clone();
            match bytes.int_in_range(0..=6)? {
                0 => more.origins.push(*bytes.choose(&origins)?),
                1 => {
                    let methods = more.methods.get_or_insert_default();
                    methods.push(bytes.choose(&[&METHODS[..], &["*"]].concat())?);
                }
                2 => more.headers.push(bytes.choose(&HEADERS)?),
                3 => more.exposed.push(bytes.choose(&EXPOSED)?),
                4 => more.allows_credentials = true,
                5 => more.blocks = true,
                _ => more.max_age = Some(*bytes.choose(&[0, 600, 86_400])?),
            }
            if more.is_permitted() {
                written = more;
            }
        }
        Ok(written)
    }

    fn is_permitted(&self) -> bool {
        let violations = self.draft().check().err().unwrap_or_default();
        // It is lifted for whatever may be drawn.
        let is_idle = |problem| matches!(problem, &Problem::NothingToLift(_));
        violations.iter().all(|it| is_idle(&it.problem))
    }

    fn draft(&self) -> Draft<'_, &'static str, FromOrigins, PredicateFn> {
        let list = |names| Some(names).filter(|names: &&[_]| !names.is_empty());
        Draft {
            allow_origins: Some(&self.origins),
            allow_methods: self.methods.as_deref(),
            allow_headers: list(&*self.headers),
            expose_headers: list(&*self.exposed),
            allow_credentials: self.allows_credentials,
            max_age: self.max_age,
            block_on_origin_mismatch: self.blocks,
            dangerously: Some(&Danger::ALL),
            ..Draft::EMPTY
        }
    }

    /// What `#[cors]` and `policy!` write out.
    fn options(&'static self) -> Vec<PolicyOption> {
        let Draft {
            allow_origins,
            allow_methods,
            allow_headers,
            expose_headers,
            allow_credentials,
            max_age,
            block_on_origin_mismatch,
            dangerously,
            served_methods: _,
            takes_json: _,
        } = self.draft();
        let options = [
            allow_origins.map(PolicyOption::AllowOrigins),
            allow_methods.map(PolicyOption::AllowMethods),
            allow_headers.map(PolicyOption::AllowHeaders),
            expose_headers.map(PolicyOption::ExposeHeaders),
            allow_credentials.then_some(PolicyOption::AllowCredentials),
            max_age.map(PolicyOption::MaxAge),
            block_on_origin_mismatch.then_some(PolicyOption::BlockOnOriginMismatch),
            dangerously.map(PolicyOption::Dangerously),
        ];
        options.into_iter().flatten().collect()
    }

    /// What a program configures; `None` if nothing is written.
    fn config(&self) -> Option<PolicyConfig> {
        let origins: Vec<_> = self.origins.iter().filter_map(AllowOrigin::text).collect();
        let mut config = PolicyConfig::new()
            .allow_credentials(self.allows_credentials)
            .block_on_origin_mismatch(self.blocks)
            .allow_origins(origins.iter().copied());
        if let Some(methods) = &self.methods {
            config = config.allow_methods(methods.iter().copied());
        }
        if !self.headers.is_empty() {
            config = config.allow_headers(self.headers.iter().copied());
        }
        if !self.exposed.is_empty() {
            config = config.expose_headers(self.exposed.iter().copied());
        }
        if let Some(seconds) = self.max_age {
            config = config.max_age(seconds);
        }
        (!origins.is_empty()).then_some(config)
    }
}

/// As `#[cors]` and `policy!` write a policy out. It lives as long as the program,
/// which would grow without end if any bytes made one; hence there are so many, each
/// drawn from its number.
pub(super) fn constant(bytes: &mut Unstructured<'_>) -> Result<(Written, &'static Policy)> {
    static CONSTANTS: [OnceLock<(Written, Policy)>; 4096] = [const { OnceLock::new() }; 4096];

    let number = bytes.choose_index(CONSTANTS.len())?;
    let (written, policy) = CONSTANTS[number].get_or_init(|| {
        TENANTS.replace(TENANTS_LIST).expect("the rules permit it");
        let bytes = noise(number);
        let common = [&COMMON[..], &PATHS].concat();
        let written = Written::draw(&mut Unstructured::new(&bytes), &common);
        let written = written.expect("no list is empty");
        let leaked: &'static Written = Box::leak(Box::new(written.clone()));
        (written, Policy::new(leaked.options().leak()))
    });
    Ok((written.clone(), policy))
}

/// Bytes that look random, always the same for a number:
/// <https://en.wikipedia.org/wiki/Linear_congruential_generator>.
fn noise(number: usize) -> Vec<u8> {
    let mut state = number as u64;
    let next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        state.to_be_bytes()[0]
    };
    std::iter::repeat_with(next).take(64).collect()
}

/// A policy that can be replaced, before it is filled.
pub(super) fn unfilled() -> ConfiguredPolicy {
    ConfiguredPolicy::new()
        .dangerously_insecure_origins()
        .dangerously_public_suffixes()
        .dangerously_null_origin()
        .dangerously_unchecked_origins()
}

/// Fills `policy`; sometimes with nothing, which is no CORS.
pub(super) fn fill(policy: &ConfiguredPolicy, bytes: &mut Unstructured<'_>) -> Result<Written> {
    let written = if bytes.ratio(1, 32)? {
        Written::default()
    } else {
        Written::draw(bytes, &COMMON)?
    };
    let replaced = policy.replace(written.config());
    replaced.expect("the rules permit what is drawn");
    Ok(written)
}
