use std::fmt;

/// Makes the keywords of `dangerously(...)` from their table.
macro_rules! dangers {
    ($($(#[$doc:meta])* $danger:ident: $word:ident,)*) => {
        /// The keywords of `dangerously(...)`. Each lifts one prohibition by name,
        /// so a reviewer can search for it.
        ///
        /// ```
        /// use corsac_policy::Danger;
        ///
        /// assert_eq!(Danger::from_word("null_origin"), Ok(Danger::NullOrigin));
        /// assert_eq!(
        ///     Danger::from_word("http").unwrap_err().to_string(),
        ///     "unknown keyword `http`; write `insecure_origins`, `public_suffixes`, `null_origin`, or `unchecked_origins`",
        /// );
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Danger {
            $($(#[$doc])* $danger,)*
        }

        impl Danger {
            /// Every keyword, in the order of the documentation.
            pub const ALL: [Self; [$(stringify!($word)),*].len()] = [$(Self::$danger),*];

            /// The keyword as the attribute writes it.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$danger => stringify!($word),)*
                }
            }
        }

        crate::words::words! { $($(#[$doc])* $word)* }
    };
}

dangers! {
    /// Credentials for origins that a network attacker can impersonate.
    InsecureOrigins: insecure_origins,
    /// Credentials for every site below a public suffix.
    PublicSuffixes: public_suffixes,
    /// The origin `null`, which any page can have.
    NullOrigin: null_origin,
    /// Credentials for origins that aren't listed: those that a function allows, and
    /// every extension of a browser.
    UncheckedOrigins: unchecked_origins,
}

impl Danger {
    /// The prohibition that `word` lifts.
    ///
    /// # Errors
    ///
    /// If there is none of that name.
    pub fn from_word(word: &str) -> Result<Self, UnknownDanger> {
        Self::ALL
            .into_iter()
            .find(|danger| danger.as_str() == word)
            .ok_or_else(|| UnknownDanger(word.to_owned()))
    }
}

impl fmt::Display for Danger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A keyword that doesn't exist.
///
/// ```
/// assert!(corsac_policy::Danger::from_word("everything").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownDanger(String);

impl fmt::Display for UnknownDanger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown keyword `{}`; write ", self.0)?;
        for (i, danger) in Danger::ALL.into_iter().enumerate() {
            let separator = match i {
                0 => "",
                i if i + 1 == Danger::ALL.len() => ", or ",
                _ => ", ",
            };
            write!(f, "{separator}`{danger}`")?;
        }
        Ok(())
    }
}

impl std::error::Error for UnknownDanger {}
