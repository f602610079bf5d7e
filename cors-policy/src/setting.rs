//! Options as the keys of a configuration file or of environment variables: the
//! messages of the rulebook, in their terms.

use std::fmt;

use crate::{OptionName, Problem, Shape, UnknownOption, option_name::Advice};

impl OptionName {
    /// Every option that a configuration can set.
    #[doc(hidden)]
    pub fn settings() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|option| option.is_setting())
    }

    /// Whether a configuration can set it. Only the program can lift prohibitions,
    /// and paths name items of the program.
    #[doc(hidden)]
    #[must_use]
    pub fn is_setting(self) -> bool {
        match self {
            Self::AllowOrigins
            | Self::AllowMethods
            | Self::AllowHeaders
            | Self::ExposeHeaders
            | Self::AllowCredentials
            | Self::MaxAge
            | Self::BlockOnOriginMismatch => true,
            Self::Dangerously | Self::Policy | Self::Crate => false,
        }
    }

    /// An example value, which is the same in TOML, YAML, and JSON.
    ///
    /// ```
    /// use corsac_policy::OptionName;
    ///
    /// assert_eq!(
    ///     OptionName::AllowOrigins.example_setting(),
    ///     r#"["https://a.example"]"#
    /// );
    /// assert_eq!(OptionName::AllowCredentials.example_setting(), "true");
    /// assert_eq!(OptionName::MaxAge.example_setting(), "600");
    /// ```
    #[doc(hidden)]
    #[must_use]
    pub fn example_setting(self) -> String {
        let value = &self.example()[self.as_str().len()..];
        match self.shape() {
            Shape::Word => "true".to_owned(),
            Shape::List | Shape::Path => {
                let entries = value.trim_start_matches('(').trim_end_matches(')');
                format!("[{entries}]")
            }
            Shape::Number | Shape::QuotedPath => value.trim_start_matches([' ', '=']).to_owned(),
        }
    }
}

impl UnknownOption {
    /// What to write instead in a configuration.
    ///
    /// ```
    /// use corsac_policy::OptionName;
    ///
    /// let message = |word| {
    ///     OptionName::from_word(word)
    ///         .unwrap_err()
    ///         .in_settings()
    ///         .to_string()
    /// };
    ///
    /// assert_eq!(
    ///     message("origins"),
    ///     "unknown key `origins`; write `allow_origins`"
    /// );
    /// assert_eq!(
    ///     message("max_agee"),
    ///     "unknown key `max_agee`; did you mean `max_age`?"
    /// );
    /// ```
    #[doc(hidden)]
    #[must_use]
    pub fn in_settings(&self) -> impl fmt::Display {
        UnknownSetting(self)
    }
}

struct UnknownSetting<'a>(&'a UnknownOption);

impl fmt::Display for UnknownSetting<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let UnknownOption { word, advice } = self.0;
        match advice {
            Advice::Needless(why) => write!(f, "unknown key `{word}`; {why}"),
            Advice::Translated(option) => write!(f, "unknown key `{word}`; write `{option}`"),
            Advice::Written(option, value) => {
                write!(f, "unknown key `{word}`; set `{option}`, as in `[{value}]`")
            }
            Advice::Function => write!(
                f,
                "unknown key `{word}`; list the origins, since only code can name a function"
            ),
            Advice::Near(option) if option.is_setting() => {
                write!(f, "unknown key `{word}`; did you mean `{option}`?")
            }
            Advice::Near(_) | Advice::Unknown => {
                write!(f, "unknown key `{word}`; the keys are ")?;
                for (i, option) in OptionName::settings().enumerate() {
                    let separator = if i == 0 { "" } else { ", " };
                    write!(f, "{separator}`{option}`")?;
                }
                Ok(())
            }
        }
    }
}

impl Problem {
    /// The message for a policy from a configuration. It differs only where it
    /// shows the attribute's syntax.
    ///
    /// ```
    /// use corsac_policy::Problem;
    ///
    /// assert_eq!(
    ///     Problem::NoOrigins.in_settings().to_string(),
    ///     r#"missing origins; set `allow_origins`, as in `["https://a.example"]`"#,
    /// );
    /// ```
    #[doc(hidden)]
    #[must_use]
    pub fn in_settings(&self) -> impl fmt::Display {
        ProblemOfSettings(self)
    }
}

struct ProblemOfSettings<'a>(&'a Problem);

impl fmt::Display for ProblemOfSettings<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Problem::NoOrigins => {
                let option = OptionName::AllowOrigins;
                let example = option.example_setting();
                write!(f, "missing origins; set `{option}`, as in `{example}`")
            }
            Problem::EmptyList(option) => {
                let example = option.example_setting();
                match option {
                    OptionName::AllowOrigins => {
                        write!(f, "the list is empty; add an origin, as in `{example}`")
                    }
                    option => write!(
                        f,
                        "the list is empty; remove `{option}`, or add an entry, as in `{example}`"
                    ),
                }
            }
            problem @ (Problem::Origin(_)
            | Problem::AnyOriginBesideOthers
            | Problem::AnyOriginInDev
            | Problem::UncheckedOrigins
            | Problem::EveryExtension
            | Problem::BesideSharedPolicy(_)
            | Problem::WildcardWithCredentials(_)
            | Problem::CredentialsWithWildcard(_)
            | Problem::InsecureOrigin
            | Problem::PublicSuffix(_)
            | Problem::Method(_)
            | Problem::WildcardMethod
            | Problem::MethodNotServed { .. }
            | Problem::Header(_)
            | Problem::NameCovered { .. }
            | Problem::MaxAgeTooLarge
            | Problem::Duplicate
            | Problem::OriginCovered { .. }
            | Problem::NothingToLift(_)
            | Problem::NothingToBlock
            | Problem::JsonWithoutContentType) => problem.fmt(f),
        }
    }
}
