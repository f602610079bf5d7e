//! The signature of a handler.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt as _};
use syn::{Attribute, FnArg, PathArguments, Receiver, ReturnType, Type, parse2};

use crate::{
    error::{Error, Result},
    module::has_word,
};

pub(crate) struct Signature {
    tokens: Vec<TokenTree>,
    pub(crate) name: Ident,
    pub(crate) receiver: Option<Receiver>,
    /// The span of a parameter `Json<_>`.
    pub(crate) json_parameter: Option<Span>,
    pub(crate) has_return_type: bool,
}

impl Signature {
    /// # Errors
    ///
    /// If it isn't the signature of a function. An unfinished one may pass: the compiler
    /// also reports it.
    pub(crate) fn parse(tokens: Vec<TokenTree>) -> Result<Self> {
        let Some(name) = name_within(&tokens).cloned() else {
            let message =
                "expected a handler; write `#[cors]` above a function and its route attribute";
            return Err(Error::new(message).at(tokens.first()));
        };
        if let Some(has_return_type) = plain(&tokens) {
            return Ok(Self {
                tokens,
                name,
                receiver: None,
                json_parameter: None,
                has_return_type,
            });
        }
        let stream: TokenStream = tokens.iter().cloned().collect();
        let signature: syn::Signature = parse2(stream)?;
        Ok(Self {
            tokens,
            name,
            receiver: signature.receiver().cloned(),
            json_parameter: signature.inputs.iter().find_map(json_parameter),
            has_return_type: !matches!(signature.output, ReturnType::Default),
        })
    }
}

impl ToTokens for Signature {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append_all(&self.tokens);
    }
}

/// The name in `fn name`, whatever follows.
pub(crate) fn name_within(head: &[TokenTree]) -> Option<&Ident> {
    match after_fn(head)? {
        [TokenTree::Ident(name), ..] => Some(name),
        _ => None,
    }
}

/// What follows the keyword of a function.
pub(crate) fn after_fn(head: &[TokenTree]) -> Option<&[TokenTree]> {
    let is_fn = |token: &TokenTree| matches!(token, TokenTree::Ident(word) if word == "fn");
    let fn_ = head.iter().position(is_fn)?;
    head.get(fn_ + 1..)
}

/// For a signature without generics, and whose parameters are of no interest: whether it
/// has a return type. Nearly all are so, and the parser takes more time.
fn plain(signature: &[TokenTree]) -> Option<bool> {
    let [_, TokenTree::Group(parameters), output @ ..] = after_fn(signature)? else {
        return None;
    };
    let parameters = parameters.stream();
    let is_plain = !has_word(&parameters, "self") && !has_word(&parameters, "Json");
    let has_return_type = |output: &[TokenTree]| matches!(output, [TokenTree::Punct(dash), TokenTree::Punct(_), ..] if dash.as_char() == '-');
    is_plain.then(|| has_return_type(output))
}

/// The type of a body that only a preflighted request can carry. A type that merely
/// contains `Json`, such as `Either<Json<_>, Form<_>>`, also takes other bodies,
/// and a conditional parameter may be absent.
fn json_parameter(parameter: &FnArg) -> Option<Span> {
    let is_conditional =
        |it: &Attribute| it.path().is_ident("cfg") || it.path().is_ident("cfg_attr");
    let FnArg::Typed(parameter) = parameter else {
        return None;
    };
    if parameter.attrs.iter().any(is_conditional) {
        return None;
    }
    let Type::Path(path) = &*parameter.ty else {
        return None;
    };
    let last = path.path.segments.last()?;
    let has_type = matches!(last.arguments, PathArguments::AngleBracketed(_));
    (last.ident == "Json" && has_type).then(|| last.ident.span())
}
