//! Errors: what is wrong, where, and how to report it to the compiler.

use std::fmt;

use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};

pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

/// One message, or several about one part of the attribute.
pub(crate) struct Error(Vec<Message>);

struct Message {
    text: String,
    /// The first and the last token at fault. Without tokens, it is the attribute.
    tokens: Option<(Span, Span)>,
}

impl Error {
    /// An error about the attribute as a whole.
    pub(crate) fn new(text: impl fmt::Display) -> Self {
        let text = text.to_string();
        let tokens = None;
        Self(vec![Message { text, tokens }])
    }

    /// An error about these tokens.
    pub(crate) fn at(self, tokens: impl ToTokens) -> Self {
        let mut spans = tokens.into_token_stream().into_iter().map(|it| it.span());
        let Some(first) = spans.next() else {
            return self;
        };
        let last = spans.last().unwrap_or(first);
        self.between(first, last)
    }

    pub(crate) fn at_span(self, span: Span) -> Self {
        self.between(span, span)
    }

    fn between(mut self, first: Span, last: Span) -> Self {
        for message in &mut self.0 {
            message.tokens = Some((first, last));
        }
        self
    }
}

impl From<syn::Error> for Error {
    fn from(error: syn::Error) -> Self {
        Self::new(&error).at_span(error.span())
    }
}

/// Collects errors, to report all of them together.
#[derive(Default)]
pub(crate) struct Accumulator(Vec<Error>);

impl Accumulator {
    pub(crate) fn push(&mut self, error: Error) {
        self.0.push(error);
    }

    /// Keeps the error, if it is one.
    pub(crate) fn handle<T>(&mut self, result: Result<T>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }

    pub(crate) fn into_inner(self) -> Vec<Error> {
        self.0
    }

    /// The value, if there are no errors.
    pub(crate) fn finish_with<T>(self, value: T) -> Result<T> {
        let messages: Vec<_> = self.0.into_iter().flat_map(|error| error.0).collect();
        if messages.is_empty() {
            Ok(value)
        } else {
            Err(Error(messages))
        }
    }
}

/// The place of an error that isn't about any token.
#[derive(Clone, Copy)]
pub(crate) struct Attribute {
    pub(crate) whole: Span,
    /// A part of the attribute, which has the same hygiene.
    pub(crate) part: Span,
}

impl Attribute {
    /// The call of the macro.
    pub(crate) fn call() -> Self {
        let whole = Span::call_site();
        Self { whole, part: whole }
    }

    /// The call, as the user's own code, so the compiler doesn't add a note about
    /// macros. But rust-analyzer treats it as our code, so it gets a part of the
    /// attribute: preferably not a word, which it would explain with `compile_error!`.
    pub(crate) fn resolved_at(item: Span, args: &TokenStream) -> Self {
        let whole = Span::call_site().resolved_at(item);
        let is_word = |token: &TokenTree| matches!(token, TokenTree::Ident(_));
        let mut tokens = args.clone().into_iter();
        let first = tokens.next();
        let part = first
            .iter()
            .cloned()
            .chain(tokens)
            .find(|token| !is_word(token));
        let part = part.or(first).map_or(whole, |token| token.span());
        Self { whole, part }
    }
}

/// The errors in the order of the source.
pub(crate) fn write(errors: Vec<Error>, attribute: Attribute) -> TokenStream {
    let mut messages: Vec<_> = errors.into_iter().flat_map(|error| error.0).collect();
    messages.sort_by_key(|message| {
        let (first, _) = message.tokens.unwrap_or((attribute.whole, attribute.whole));
        let start = first.start();
        (start.line, start.column)
    });
    let messages = messages.iter().map(|message| message.write(attribute));
    messages.collect()
}

impl Message {
    /// `::core::compile_error! { "text" }`. The compiler takes the place of an error
    /// from the first to the last of these tokens, and rust-analyzer from the name of
    /// the macro. The text has no place, since rust-analyzer would put its marker into
    /// it.
    fn write(&self, attribute: Attribute) -> TokenStream {
        let Attribute { whole, part } = attribute;
        let (first, name, last) = match self.tokens {
            Some((first, last)) => (first, first, last),
            None => (whole, part, whole),
        };
        let colons = quote_spanned!(first=> ::);
        let name = Ident::new("compile_error", name);
        let text = Literal::string(&self.text).to_token_stream();
        let mut text = Group::new(Delimiter::Brace, text);
        text.set_span(last);
        quote!(#colons core::#name! #text)
    }
}
