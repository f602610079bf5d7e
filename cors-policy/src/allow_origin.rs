use std::fmt;

/// An entry of `allow_origins`; those of `dev(...)` are one each.
///
/// It is the same whoever has it: `T` is its text (which may know where it is
/// written), `S` what `from(...)` leads to, and `P` what `predicate(...)` does: to
/// the macro, paths; to the runtime, a set of origins and a function.
///
/// `Display` prints it as the attribute has it.
///
/// ```
/// use corsac_policy::AllowOrigin;
///
/// // allow_origins("https://a.example", dev("http://localhost:5173"), from(TENANTS))
/// let entries: [AllowOrigin<&str, &str, &str>; 3] = [
///     AllowOrigin::Literal("https://a.example"),
///     AllowOrigin::Dev("http://localhost:5173"),
///     AllowOrigin::From("TENANTS"),
/// ];
///
/// assert_eq!(entries[0].to_string(), r#""https://a.example""#);
/// assert_eq!(entries[1].to_string(), r#"dev("http://localhost:5173")"#);
/// assert_eq!(entries[2].to_string(), "from(TENANTS)");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AllowOrigin<T, S, P> {
    /// An origin, a pattern, `null`, or `*`.
    Literal(T),
    /// One of those in `dev(...)`: only where `debug_assertions` are on.
    Dev(T),
    /// `from(PATH)`: a set that is filled at run time.
    From(S),
    /// `predicate(PATH)`: whatever a function says.
    Predicate(P),
}

impl<T: AsRef<str>, S, P> AllowOrigin<T, S, P> {
    /// What is written, where it can be judged.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Literal(text) | Self::Dev(text) => Some(text.as_ref()),
            Self::From(_) | Self::Predicate(_) => None,
        }
    }
}

impl<T: AsRef<str>, S: fmt::Display, P: fmt::Display> fmt::Display for AllowOrigin<T, S, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Literal(text) => write!(f, "\"{}\"", text.as_ref()),
            Self::Dev(text) => write!(f, "dev(\"{}\")", text.as_ref()),
            Self::From(set) => write!(f, "from({set})"),
            Self::Predicate(predicate) => write!(f, "predicate({predicate})"),
        }
    }
}
