use std::fmt;

/// How the value of an option is written.
///
/// ```
/// use corsac_policy::{OptionName, Shape};
///
/// assert_eq!(OptionName::AllowOrigins.shape(), Shape::List);
/// assert_eq!(OptionName::AllowCredentials.shape(), Shape::Word);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `option("a", "b")`
    List,
    /// `option`
    Word,
    /// `option = 600`
    Number,
    /// `option(PATH)`
    Path,
    /// `option = "path"`
    QuotedPath,
}

/// Makes the options of the attribute from their table. The words of other
/// libraries come from actix-cors, tower-http, rs/cors, Spring, ASP.NET, express,
/// FastAPI, Flask and Rails, folded by [`fold`].
macro_rules! options {
    ($($(#[$doc:meta])* $option:ident: $name:ident {
        shape: $shape:ident,
        example: $example:literal,
        also: [$($foreign:literal),* $(,)?],
    })*) => {
        /// The options of the attribute, by name.
        ///
        /// ```
        /// use corsac_policy::OptionName;
        ///
        /// assert_eq!(OptionName::from_word("max_age"), Ok(OptionName::MaxAge));
        /// assert_eq!(
        ///     OptionName::from_word("supports_credentials")
        ///         .unwrap_err()
        ///         .to_string(),
        ///     "unknown option `supports_credentials`; write `allow_credentials`",
        /// );
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum OptionName {
            $($(#[$doc])* $option,)*
        }

        impl OptionName {
            /// Every option, in the order of the documentation.
            pub const ALL: [Self; [$($example),*].len()] = [$(Self::$option),*];

            /// The name as the attribute writes it.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$option => stringify!($name),)*
                }
            }

            /// How its value is written.
            #[must_use]
            pub fn shape(self) -> Shape {
                match self {
                    $(Self::$option => Shape::$shape,)*
                }
            }

            /// How the option is written, with an example value.
            #[must_use]
            pub fn example(self) -> &'static str {
                match self {
                    $(Self::$option => $example,)*
                }
            }

            fn foreign_words(self) -> &'static [&'static str] {
                match self {
                    $(Self::$option => &[$($foreign),*],)*
                }
            }
        }

        crate::words::words! {
            $($(#[$doc])* $name)*
            /// Opts a handler or a submodule out of a module's default.
            none
        }
    };
}

options! {
    /// The origins whose pages may call the handler. Required, unless `policy(...)`
    /// names a policy.
    ///
    /// - `"https://a.example"`: this origin
    /// - `"https://*.a.example"`, `"http://localhost:*"`: each subdomain, each port
    /// - `"*"`: any origin, without credentials
    /// - `dev("http://localhost:5173")`: only in builds with `debug_assertions`
    /// - `from(TENANTS)`: a set that the program fills at run time
    /// - `predicate(is_allowed)`: a function that decides
    AllowOrigins: allow_origins {
        shape: List,
        example: r#"allow_origins("https://a.example")"#,
        also: [
            "allowedorigin", "allowedorigins", "alloworigin", "alloworigins", "origin", "origins",
            "withorigins",
        ],
    }
    /// The methods that pages may use, such as `allow_methods("PUT")`. The default is
    /// everything that the route serves.
    AllowMethods: allow_methods {
        shape: List,
        example: r#"allow_methods("PUT")"#,
        also: [
            "allowedmethod", "allowedmethods", "allowmethod", "allowmethods", "method", "methods",
            "withmethods",
        ],
    }
    /// The request headers that pages may set, in addition to the safelisted ones.
    ///
    /// - `"Content-Type", "X-A"`: these
    /// - `"*"`: any except `Authorization`, without credentials
    /// - `mirror_request`: any, even with credentials
    AllowHeaders: allow_headers {
        shape: List,
        example: r#"allow_headers("Content-Type")"#,
        also: [
            "allowedheader", "allowedheaders", "allowheader", "allowheaders", "header", "headers",
            "requestheaders", "withheaders",
        ],
    }
    /// The response headers that pages may read, in addition to the safelisted ones,
    /// such as `expose_headers("X-Total-Count")`. `"*"` exposes all, without
    /// credentials.
    ExposeHeaders: expose_headers {
        shape: List,
        example: r#"expose_headers("X-Total-Count")"#,
        also: [
            "expose", "exposedheader", "exposedheaders", "exposeheader", "exposeheaders",
            "responseheaders", "withexposedheaders",
        ],
    }
    /// Lets pages send the user's cookies, HTTP authentication, and client
    /// certificates.
    AllowCredentials: allow_credentials {
        shape: Word,
        example: "allow_credentials",
        also: [
            "allowcredential", "allowcredentials", "allowedcredentials", "credentials",
            "supportcredentials", "supportscredentials", "withcredentials",
        ],
    }
    /// How many seconds browsers may keep the answer to a preflight: `max_age = 600`,
    /// at most 86400. By default, they keep it for 5 seconds.
    MaxAge: max_age {
        shape: Number,
        example: "max_age = 600",
        also: [
            "cachemaxage", "maxage", "maxageinseconds", "maxageseconds", "preflightmaxage",
            "setpreflightmaxage",
        ],
    }
    /// Answers 403 before the handler runs if a request's `Origin` is neither
    /// allowed nor the server's own.
    BlockOnOriginMismatch: block_on_origin_mismatch {
        shape: Word,
        example: "block_on_origin_mismatch",
        also: ["blockonoriginmismatch"],
    }
    /// Lifts prohibitions, each by its name, so a reviewer can search for it:
    /// `insecure_origins`, `public_suffixes`, `null_origin`, `unchecked_origins`.
    Dangerously: dangerously {
        shape: List,
        example: "dangerously(insecure_origins)",
        also: [],
    }
    /// A shared policy instead of all other options except `allow_methods`: the path of a
    /// `static` of the type `Policy` or `ConfiguredPolicy`.
    Policy: policy {
        shape: Path,
        example: "policy(WEB_APP)",
        also: [],
    }
    /// The path of `corsac`, if it is renamed or re-exported:
    /// `crate = "my_web::corsac"`.
    Crate: crate {
        shape: QuotedPath,
        example: r#"crate = "corsac""#,
        also: [],
    }
}

impl OptionName {
    /// The option named `word`.
    ///
    /// # Errors
    ///
    /// If there is none. The error suggests what was probably meant: our name for
    /// another library's word, or the nearest name.
    pub fn from_word(word: &str) -> Result<Self, UnknownOption> {
        Self::ALL
            .into_iter()
            .find(|option| option.as_str() == word)
            .ok_or_else(|| UnknownOption {
                word: word.to_owned(),
                advice: Advice::about(word),
            })
    }
}

impl fmt::Display for OptionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that isn't an option, and what to write instead.
///
/// ```
/// let error = corsac_policy::OptionName::from_word("max_agee").unwrap_err();
///
/// assert_eq!(
///     error.to_string(),
///     "unknown option `max_agee`; did you mean `max_age`?"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownOption {
    pub(crate) word: String,
    pub(crate) advice: Advice,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Advice {
    /// Another library's word for one of ours.
    Translated(OptionName),
    /// Another library's word for a value of one of ours.
    Written(OptionName, &'static str),
    /// Another library's word for a function that decides.
    Function,
    /// Another library's word for something that corsac has no option for.
    Needless(&'static str),
    /// A misspelling.
    Near(OptionName),
    /// Any other word.
    Unknown,
}

impl Advice {
    fn about(word: &str) -> Self {
        let folded = fold(word);
        if let Some((_, why)) = NEEDLESS.iter().find(|(foreign, _)| *foreign == folded) {
            Self::Needless(why)
        } else if let Some((option, value)) = value(&folded) {
            Self::Written(option, value)
        } else if FUNCTIONS.contains(&&*folded) {
            Self::Function
        } else if let Some(option) = translate(&folded) {
            Self::Translated(option)
        } else if let Some(option) = nearest(word) {
            Self::Near(option)
        } else {
            Self::Unknown
        }
    }
}

/// The same spelling for `allowedOrigins`, `allowed_origins` and `AllowedOrigins`.
fn fold(word: &str) -> String {
    word.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

fn value(folded: &str) -> Option<(OptionName, &'static str)> {
    let mut values = FOREIGN_VALUES.iter();
    let found = values.find(|(words, ..)| words.contains(&folded));
    found.map(|(_, option, value)| (*option, *value))
}

fn translate(folded: &str) -> Option<OptionName> {
    let mut options = OptionName::ALL.into_iter();
    options.find(|option| option.foreign_words().contains(&folded))
}

fn nearest(word: &str) -> Option<OptionName> {
    // The threshold that clap and darling use for "did you mean".
    const SIMILAR: f64 = 0.8;

    OptionName::ALL
        .into_iter()
        .map(|option| (strsim::jaro_winkler(option.as_str(), word), option))
        .filter(|(similarity, _)| *similarity > SIMILAR)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, option)| option)
}

impl UnknownOption {
    /// The option for which another library uses this word.
    ///
    /// ```
    /// use corsac_policy::OptionName;
    ///
    /// let translated = |word| OptionName::from_word(word).unwrap_err().translated();
    ///
    /// assert_eq!(translated("methods"), Some(OptionName::AllowMethods));
    /// assert_eq!(translated("zebra"), None);
    /// ```
    #[must_use]
    pub fn translated(&self) -> Option<OptionName> {
        match self.advice {
            Advice::Translated(option) => Some(option),
            Advice::Written(..)
            | Advice::Function
            | Advice::Needless(_)
            | Advice::Near(_)
            | Advice::Unknown => None,
        }
    }
}

impl fmt::Display for UnknownOption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { word, advice } = self;
        match advice {
            Advice::Needless(why) => write!(f, "unknown option `{word}`; {why}"),
            Advice::Translated(option) => {
                write!(f, "unknown option `{word}`; write `{}`", option.example())
            }
            Advice::Written(option, value) => {
                let written = option.with_value(value);
                write!(f, "unknown option `{word}`; write `{written}`")
            }
            Advice::Function => write!(
                f,
                "unknown option `{word}`; write `allow_origins(predicate(is_allowed))`"
            ),
            Advice::Near(option) => {
                write!(f, "unknown option `{word}`; did you mean `{option}`?")
            }
            Advice::Unknown => {
                write!(f, "unknown option `{word}`; the options are ")?;
                for (i, option) in OptionName::ALL.into_iter().enumerate() {
                    let separator = if i == 0 { "" } else { ", " };
                    write!(f, "{separator}`{option}`")?;
                }
                Ok(())
            }
        }
    }
}

impl std::error::Error for UnknownOption {}

/// Words of the same libraries for a value of one of our options.
const FOREIGN_VALUES: [(&[&str], OptionName, &str); 4] = [
    (&["allowanyorigin"], OptionName::AllowOrigins, r#""*""#),
    (
        &[
            "allowedoriginpattern",
            "allowedoriginpatterns",
            "alloworiginpattern",
            "alloworiginpatterns",
            "alloworiginregex",
            "originpatterns",
        ],
        OptionName::AllowOrigins,
        r#""https://*.a.example""#,
    ),
    (&["allowanyheader"], OptionName::AllowHeaders, r#""*""#),
    (&["exposeanyheader"], OptionName::ExposeHeaders, r#""*""#),
];

/// Words of the same libraries for a function that decides on origins.
const FUNCTIONS: [&str; 3] = ["allowedoriginfn", "alloworiginfunc", "setisoriginallowed"];

/// Words of the same libraries that corsac has no option for, and why.
const NEEDLESS: [(&str, &str); 15] = [
    (
        "allowanymethod",
        "remove it, since the methods that the route serves are allowed",
    ),
    ("permissive", NAME_WHAT_IS_ALLOWED),
    ("verypermissive", NAME_WHAT_IS_ALLOWED),
    ("allowall", NAME_WHAT_IS_ALLOWED),
    (
        "sendwildcard",
        r#"remove it, since `allow_origins("*")` always answers with the wildcard"#,
    ),
    ("vary", VARY_IS_COMPUTED),
    ("varyheader", VARY_IS_COMPUTED),
    ("disablevaryheader", VARY_IS_COMPUTED),
    (
        "disablepreflight",
        "remove it, since routes without `#[cors]` don't answer preflights",
    ),
    ("preflightcontinue", OPTIONS_STAY),
    ("optionspassthrough", OPTIONS_STAY),
    ("optionssuccessstatus", ALWAYS_204),
    ("optionsstatus", ALWAYS_204),
    ("allowprivatenetwork", NO_PRIVATE_NETWORK),
    ("allowprivatenetworkaccess", NO_PRIVATE_NETWORK),
];

const NAME_WHAT_IS_ALLOWED: &str =
    "list what the route allows, as in `allow_origins(\"https://a.example\")`";
const VARY_IS_COMPUTED: &str = "remove it, since corsac sets `Vary` for you";
const ALWAYS_204: &str = "remove it, since corsac answers preflights with 204";
const OPTIONS_STAY: &str = "remove it, since all other `OPTIONS` requests reach your own route";
const NO_PRIVATE_NETWORK: &str =
    "remove it, since browsers replaced Private Network Access with a permission prompt";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_option_is_known_by_its_own_name() {
        for option in OptionName::ALL {
            assert_eq!(OptionName::from_word(option.as_str()), Ok(option));
        }
    }

    #[test]
    fn words_of_other_libraries_are_translated() {
        for (word, expected) in [
            ("allowed_origin", OptionName::AllowOrigins),
            ("origins", OptionName::AllowOrigins),
            ("allowOrigins", OptionName::AllowOrigins),
            ("supports_credentials", OptionName::AllowCredentials),
            ("AllowCredentials", OptionName::AllowCredentials),
            ("allowed_headers", OptionName::AllowHeaders),
            ("exposedHeaders", OptionName::ExposeHeaders),
            ("maxAge", OptionName::MaxAge),
            ("preflight_max_age", OptionName::MaxAge),
            ("methods", OptionName::AllowMethods),
        ] {
            let error = OptionName::from_word(word).unwrap_err();

            assert_eq!(error.advice, Advice::Translated(expected), "{word}");
        }
    }

    #[test]
    fn words_without_a_counterpart_are_explained() {
        for (word, expected) in [
            (
                "permissive",
                "unknown option `permissive`; list what the route allows, as in `allow_origins(\"https://a.example\")`",
            ),
            (
                "allow_private_network",
                "unknown option `allow_private_network`; remove it, since browsers replaced Private Network Access with a permission prompt",
            ),
        ] {
            assert_eq!(
                OptionName::from_word(word).unwrap_err().to_string(),
                expected
            );
        }
    }

    #[test]
    fn misspelled_options_are_recognized() {
        for (word, expected) in [
            ("allow_orgins", OptionName::AllowOrigins),
            ("max_agee", OptionName::MaxAge),
            ("expose_heders", OptionName::ExposeHeaders),
            ("dangerous", OptionName::Dangerously),
        ] {
            let error = OptionName::from_word(word).unwrap_err();

            assert_eq!(error.advice, Advice::Near(expected), "{word}");
        }
    }

    #[test]
    fn anything_else_gets_the_list_of_options() {
        // The similarity of `pool` and `policy` is the threshold itself.
        for word in ["zebra", "pool"] {
            let message = OptionName::from_word(word).unwrap_err().to_string();

            let start = format!("unknown option `{word}`; the options are `allow_origins`, ");
            assert!(message.starts_with(&start), "{message}");
            assert!(message.ends_with("`crate`"), "{message}");
        }
    }
}
