//! What stands in `#[cors(...)]`: taken apart, spans kept, nothing judged.

use corsac_policy::{Danger, OptionName};
use darling::{Error, Result, error::Accumulator};
use proc_macro2::{Ident, Span, TokenStream};
use syn::{LitInt, LitStr, Meta, Path, spanned::Spanned};

use crate::{entry, shape};

/// The options that are written, as far as they have the right shape.
#[derive(Default)]
pub(crate) struct Args {
    pub(crate) allow_origins: Option<Vec<Origin>>,
    pub(crate) allow_methods: Option<Vec<LitStr>>,
    pub(crate) allow_headers: Option<Vec<Header>>,
    pub(crate) expose_headers: Option<Vec<LitStr>>,
    pub(crate) allow_credentials: bool,
    pub(crate) max_age: Option<LitInt>,
    pub(crate) block_on_origin_mismatch: bool,
    pub(crate) dangerously: Option<Vec<(Danger, Ident)>>,
    pub(crate) policy: Option<Path>,
    pub(crate) crate_path: Option<Path>,
    /// Whether all that is written has the right shape.
    pub(crate) is_complete: bool,
    /// All options, with the spans of their names.
    written: Vec<(OptionName, Span)>,
}

/// An entry of `allow_origins`; those of `dev(...)` are one each.
pub(crate) enum Origin {
    Literal(LitStr),
    Dev(LitStr),
    From(Path),
    Predicate(Path),
}

/// An entry of `allow_headers`.
pub(crate) enum Header {
    Name(LitStr),
    MirrorRequest(Ident),
}

impl Args {
    /// Takes the arguments apart. What has the wrong shape is left out, with an
    /// error, so that it does not hide what else is wrong.
    pub(crate) fn parse(tokens: TokenStream) -> (Self, Vec<Error>) {
        let mut args = Self::default();
        let mut errors = Error::accumulator();
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
        self.written.push((option, meta.path().span()));

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
                self.dangerously = shape::list(option, meta, entry::danger, errors);
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
            let message = format!("`{option}` is given twice; write it once");
            return Err(Error::custom(message).with_span(meta.path()));
        }
        Ok(option)
    }

    /// The span of an option's name, if the option is written.
    pub(crate) fn name_span(&self, name: OptionName) -> Option<Span> {
        let mut written = self.written.iter();
        written
            .find(|(option, _)| *option == name)
            .map(|(_, span)| *span)
    }

    /// The span of an entry of an option's list, or of its one value.
    pub(crate) fn entry_span(&self, name: OptionName, i: usize) -> Option<Span> {
        let literal = |list: &Option<Vec<LitStr>>| Some(list.as_ref()?.get(i)?.span());
        match name {
            OptionName::AllowOrigins => Some(self.allow_origins.as_ref()?.get(i)?.span()),
            OptionName::AllowMethods => literal(&self.allow_methods),
            OptionName::AllowHeaders => Some(self.allow_headers.as_ref()?.get(i)?.span()),
            OptionName::ExposeHeaders => literal(&self.expose_headers),
            OptionName::Dangerously => Some(self.dangerously.as_ref()?.get(i)?.1.span()),
            OptionName::MaxAge => Some(self.max_age.as_ref()?.span()),
            OptionName::AllowCredentials
            | OptionName::BlockOnOriginMismatch
            | OptionName::Policy
            | OptionName::Crate => None,
        }
    }
}

impl Origin {
    fn span(&self) -> Span {
        match self {
            Self::Literal(literal) | Self::Dev(literal) => literal.span(),
            Self::From(path) | Self::Predicate(path) => path.span(),
        }
    }
}

impl Header {
    fn span(&self) -> Span {
        match self {
            Self::Name(literal) => literal.span(),
            Self::MirrorRequest(word) => word.span(),
        }
    }
}
