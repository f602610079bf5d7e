use std::fmt;

/// An entry of `allow_origins`. Each entry of `dev(...)` is one of its own.
///
/// The macro and the runtime share this type. `T` is its text (which may know its
/// place in the source). `S` is the argument of `from(...)`, and `P` that of
/// `predicate(...)`: paths in the macro, a set of origins and a function at run
/// time.
///
/// `Display` prints it as in the attribute.
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
    /// An entry of `dev(...)`, which only exists where `debug_assertions` are on.
    Dev(T),
    /// `from(PATH)`: a set that the program fills at run time.
    From(S),
    /// `predicate(PATH)`: a function that decides.
    Predicate(P),
}

impl<T: AsRef<str>, S, P> AllowOrigin<T, S, P> {
    /// The text, if there is one to judge.
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
