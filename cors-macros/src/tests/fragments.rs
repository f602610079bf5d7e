//! What a `macro_rules!` passes on: the compiler puts an argument such as `$visibility:vis`
//! into a group without delimiters.

use proc_macro2::{Delimiter, Group, TokenStream};
use quote::{ToTokens as _, quote};

use super::token_soup::errors;
use crate::expand::{Place, cors};

fn fragment(tokens: TokenStream) -> Group {
    Group::new(Delimiter::None, tokens)
}

#[track_caller]
fn assert_same(item: &TokenStream, written: &TokenStream) {
    for args in [quote!(allow_origins("https://a.example")), quote!(none)] {
        let [output, expected] =
            [item, written].map(|item| cors(&args, item.clone(), Place::Written));

        assert!(errors(output.clone()).is_empty(), "{output}");
        // A group without delimiters prints as its content, and as a space if it is empty.
        let [output, expected] = [output, expected].map(|it| it.to_string().replace("  ", " "));
        assert_eq!(output, expected);
    }
}

#[test]
fn a_visibility_may_be_one() {
    for visibility in [quote!(pub), quote!(pub(crate)), quote!()] {
        let fragment = fragment(visibility.clone());
        let handler = quote!(
            async fn handler() -> u8 {
                1
            }
        );

        assert_same(
            &quote!(#[get("/")] #fragment #handler),
            &quote!(#[get("/")] #visibility #handler),
        );
    }
}

#[test]
fn a_body_may_be_one() {
    for parameters in [
        quote!(()),
        quote!((_: web::Path<u8>)),
        quote!(<'a>(_: &'a u8)),
    ] {
        let body = quote!({ 1 });
        let fragment = fragment(body.clone());

        assert_same(
            &quote!(#[get("/")] fn handler #parameters -> u8 #fragment),
            &quote!(#[get("/")] fn handler #parameters -> u8 #body),
        );
    }
}

#[test]
fn the_item_may_be_one() {
    let item = quote!(
        #[get("/")]
        pub async fn handler() -> u8 {
            1
        }
    );
    let once = fragment(item.clone());
    let twice = fragment(once.clone().into_token_stream());

    assert_same(&quote!(#once), &item);
    assert_same(&quote!(#twice), &item);
}

#[test]
fn what_is_no_visibility_is_not_taken_for_one() {
    let kind = fragment(quote!(struct Handler));
    let brackets = quote!([pub]);
    let args = quote!(allow_origins("https://a.example"));

    for item in [quote!(#kind;), quote!(#brackets fn handler() -> u8 { 1 })] {
        let output = cors(&args, item.clone(), Place::Written);

        let [(_, message)] = errors(output.clone()).try_into().unwrap();
        assert!(output.to_string().ends_with(&item.to_string()), "{output}");
        let is_expected = ["expected a handler", "missing route attribute"]
            .iter()
            .any(|it| message.contains(it));
        assert!(is_expected, "{message}");
    }
}
