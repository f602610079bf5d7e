//! Whether a handler takes a form, as the names of its extractors say.

use std::any;

use actix_web::Handler;

/// The extractors that read what an HTML form sends, by crate and name. The modules in
/// between may change.
const EXTRACTORS: [(&str, &str); 3] = [
    ("actix_web", "Form"),
    ("actix_multipart", "Multipart"),
    ("actix_multipart", "MultipartForm"),
];

/// The name of the tuple of extractors. Unlike the tokens of the signature, it is the
/// same behind an alias.
// Without `Args: FromRequest`, which `RouteResource::new` already asks for: a wrong
// argument is one error.
#[doc(hidden)]
#[must_use]
pub fn arguments_of<F: Handler<Args>, Args>(_: &F) -> &'static str {
    any::type_name::<Args>()
}

/// Also finds a form within another extractor, such as `Either` or `Option`.
pub(super) fn is_form(arguments: &str) -> bool {
    let is_of_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let paths = arguments.split(|c| !is_of_path(c));
    paths
        .filter_map(|path| Some((path.split_once("::")?.0, path.rsplit_once("::")?.1)))
        .any(|crate_and_name| EXTRACTORS.contains(&crate_and_name))
}
