//! The content of `#[cors(...)]`: split into options, with spans, not judged.

use corsac_policy::{Danger, OptionName};
use proc_macro2::{Span, TokenStream};
use syn::{LitInt, Meta, Path, spanned::Spanned as _};

use crate::{
    entry,
    error::{Accumulator, Error, Result},
    shape,
    written::{AllowOrigin, Draft, Text, UserPath, span_of},
};

/// The options that have the right shape.
#[derive(Default)]
pub(crate) struct Args {
    allow_origins: Option<Vec<AllowOrigin>>,
    pub(crate) allow_methods: Option<Vec<Text>>,
    allow_headers: Option<Vec<Text>>,
    expose_headers: Option<Vec<Text>>,
    allow_credentials: bool,
    max_age: Option<LitInt>,
    block_on_origin_mismatch: bool,
    dangerously: Option<Vec<Danger>>,
    danger_spans: Vec<Span>,
    pub(crate) policy: Option<UserPath>,
    pub(crate) crate_path: Option<Path>,
    /// Whether every option has the right shape.
    pub(crate) is_complete: bool,
    /// All options, with the spans of their names.
    names: Vec<(OptionName, Span)>,
}

impl Args {
    /// Splits the arguments. What has the wrong shape is left out with an error, so
    /// it doesn't hide other mistakes.
    pub(crate) fn parse(tokens: TokenStream) -> (Self, Vec<Error>) {
        let mut args = Self::default();
        let mut errors = Accumulator::default();
        for option in shape::split_at_commas(tokens) {
            if let Some(meta) = errors.handle(shape::option(&option)) {
                args.set(&meta, &mut errors);
            }
        }
        let errors = errors.into_inner();
        args.is_complete = errors.is_empty();
        (args, errors)
    }

    fn set(&mut self, meta: &Meta, errors: &mut Accumulator) {
        let Some(option) = errors.handle(self.new_option(meta)) else {
            return;
        };
        self.names.push((option, meta.path().span()));

        match option {
            OptionName::AllowOrigins => {
                let entries = shape::list(option, meta, entry::origins, errors);
                self.allow_origins = entries.map(|entries| entries.into_iter().flatten().collect());
            }
            OptionName::AllowMethods => {
                self.allow_methods = shape::list(option, meta, entry::method, errors);
            }
            OptionName::AllowHeaders => {
                self.allow_headers = shape::list(option, meta, entry::header, errors);
            }
            OptionName::ExposeHeaders => {
                self.expose_headers = shape::list(option, meta, entry::header_name, errors);
            }
            OptionName::Dangerously => {
                let words = shape::list(option, meta, entry::danger, errors);
                self.dangerously = words.map(|words| {
                    let (dangers, spans) = words.into_iter().unzip();
                    self.danger_spans = spans;
                    dangers
                });
            }
            OptionName::AllowCredentials => {
                self.allow_credentials = errors.handle(shape::word(option, meta)).is_some();
            }
            OptionName::BlockOnOriginMismatch => {
                self.block_on_origin_mismatch = errors.handle(shape::word(option, meta)).is_some();
            }
            OptionName::MaxAge => self.max_age = errors.handle(shape::seconds(meta)),
            OptionName::Policy => self.policy = errors.handle(shape::policy_path(meta)),
            OptionName::Crate => self.crate_path = errors.handle(shape::crate_path(meta)),
        }
    }

    /// The option that `meta` is about, the first time it is written.
    fn new_option(&self, meta: &Meta) -> Result<OptionName> {
        let word = shape::name(meta.path());
        let option = OptionName::from_word(&word)
            .map_err(|unknown| shape::unknown_option(meta, &unknown))?;
        if self.name_span(option).is_some() {
            let message = format!("duplicate option `{option}`; write it once");
            return Err(Error::new(message).at(meta.path()));
        }
        Ok(option)
    }

    /// Everything for the rulebook, except what depends on the handler.
    pub(crate) fn draft(&self) -> Draft<'_> {
        // A number too large for the type is too large for every rule.
        let seconds = |literal: &LitInt| literal.base10_parse().unwrap_or(u32::MAX);
        Draft {
            allow_origins: self.allow_origins.as_deref(),
            allow_methods: self.allow_methods.as_deref(),
            allow_headers: self.allow_headers.as_deref(),
            expose_headers: self.expose_headers.as_deref(),
            allow_credentials: self.allow_credentials,
            max_age: self.max_age.as_ref().map(seconds),
            block_on_origin_mismatch: self.block_on_origin_mismatch,
            dangerously: self.dangerously.as_deref(),
            served_methods: None,
            takes_json: false,
        }
    }

    /// The span of an option's name, if the option is written.
    pub(crate) fn name_span(&self, name: OptionName) -> Option<Span> {
        let mut names = self.names.iter();
        names
            .find(|(option, _)| *option == name)
            .map(|(_, span)| *span)
    }

    /// The span of an entry of an option's list, or of its one value.
    pub(crate) fn entry_span(&self, name: OptionName, i: usize) -> Option<Span> {
        let text = |list: &Option<Vec<Text>>| Some(list.as_ref()?.get(i)?.span);
        match name {
            OptionName::AllowOrigins => self.allow_origins.as_ref()?.get(i).map(span_of),
            OptionName::AllowMethods => text(&self.allow_methods),
            OptionName::AllowHeaders => text(&self.allow_headers),
            OptionName::ExposeHeaders => text(&self.expose_headers),
            OptionName::Dangerously => self.danger_spans.get(i).copied(),
            OptionName::MaxAge => Some(self.max_age.as_ref()?.span()),
            OptionName::AllowCredentials
            | OptionName::BlockOnOriginMismatch
            | OptionName::Policy
            | OptionName::Crate => None,
        }
    }
}
