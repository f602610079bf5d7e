use std::str;

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;
use syn::{
    Expr, File, Item, Lit, LitStr, Meta, Token, parse::Parser as _, parse_str, parse2,
    punctuated::Punctuated,
};

use super::{Verdict, arguments, expansion};
use crate::expand::{self, Place};

/// Well-formed, but for the last, so that an error is about the arguments.
const ITEMS: [&str; 6] = [
    r#"
    #[get("/")]
    async fn handler() -> impl Responder {
        "hello"
    }
    "#,
    r#"
    /// Saves.
    #[route("/data", name = "data", method = "POST", method = "PUT", method = "PURGE")]
    pub async fn handler(data: web::Json<Data>) -> impl Responder {
        data
    }
    "#,
    r#"
    #[routes]
    #[get("/a")]
    #[actix_web::delete("/a")]
    #[patch("/b")]
    async fn handler() -> Result<String, Error> {
        Ok(String::new())
    }
    "#,
    r#"
    #[cfg(unix)]
    #[post("/", guard = "is_secure", wrap = "NormalizePath::trim()")]
    async fn handler(request: HttpRequest) -> HttpResponse {
        HttpResponse::Ok().finish()
    }
    "#,
    r#"
    #[trace("/")]
    async fn handler() -> &'static str {
        ""
    }
    "#,
    "struct Data(u8);",
];

/// Expands `#[cors(...)]`. The first byte of the input chooses the item; the
/// rest are the arguments, as text if that byte is a digit, else from a table of
/// options. Either all that is written out for the runtime is fit for it, or
/// there are errors, and the item as it was.
///
/// # Panics
///
/// When this does not hold.
#[must_use]
pub fn attribute(input: &[u8]) -> Verdict {
    // Of former inputs; they would fill the memory.
    proc_macro2::extra::invalidate_current_thread_spans();
    let Some((args, item)) = tokens(input) else {
        return Verdict::Unreadable;
    };
    let written = args.clone();
    parse2::<Expr>(expand::policy(&args)).expect("`policy!` is an expression");
    if written.to_string() == "none" {
        // `#[cors(none)]` leaves the item to Actix.
        return Verdict::Accepted;
    }

    // No item has another macro to step below, so the two places are one.
    let place = match written.to_string().len() % 2 {
        0 => Place::Written,
        _ => Place::AtRoute,
    };
    let file: File = parse2(expand::cors(&args, item.clone(), place)).expect("a file of Rust");

    let messages: Vec<_> = file.items.iter().map_while(message).collect();
    if messages.is_empty() {
        expansion::assert_fit(&file, &written.to_string());
        assert_taken_whole(written);
        return Verdict::Accepted;
    }
    for message in &messages {
        assert_readable(message);
    }
    let rest = &file.items[messages.len()..];
    // By way of syn, since the item is spaced as in the source.
    let item: Item = parse2(item).expect("an item");
    assert_eq!(quote!(#(#rest)*).to_string(), quote!(#item).to_string());
    Verdict::Refused
}

fn tokens(input: &[u8]) -> Option<(TokenStream, TokenStream)> {
    let (choice, args) = input.split_first()?;
    let args = if choice.is_ascii_digit() {
        str::from_utf8(args).ok()?.parse().ok()?
    } else {
        let args = arguments::compose(args);
        args.parse().expect("tokens of Rust")
    };
    let item = ITEMS[usize::from(*choice) % ITEMS.len()];
    Some((args, item.parse().expect("tokens of Rust")))
}

/// What `compile_error!` says, if `item` is one.
fn message(item: &Item) -> Option<String> {
    let Item::Macro(item) = item else { return None };
    let name = &item.mac.path.segments.last()?.ident;
    let text = || item.mac.parse_body::<LitStr>().expect("one message");
    (name == "compile_error").then(|| text().value())
}

/// The compiler shows it on one line, and what it tells to write are literals, or
/// an option.
fn assert_readable(message: &str) {
    assert!(!message.contains(char::is_control), "{message:?}");
    let advice = message.split_once("; write `").map(|(_, advice)| advice);
    let Some(advice) = advice.and_then(|advice| advice.strip_suffix('`')) else {
        return;
    };
    let first = advice
        .split_once("` or `")
        .map_or(advice, |(first, _)| first);
    if first.starts_with('"') {
        let literals = Punctuated::<LitStr, Token![,]>::parse_terminated.parse_str(first);
        assert!(literals.is_ok(), "{message:?}");
    } else if message.starts_with("unknown option `") || message.starts_with("`policy` takes") {
        assert!(parse_str::<Meta>(advice).is_ok(), "{message:?}");
    }
}

/// No literal has a suffix, such as the unit in `10m`: the expansion has none.
fn assert_taken_whole(arguments: TokenStream) {
    for token in arguments {
        match token {
            TokenTree::Group(group) => assert_taken_whole(group.stream()),
            TokenTree::Literal(literal) => {
                assert_eq!(Lit::new(literal.clone()).suffix(), "", "{literal}");
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
}
