/// What became of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It isn't even in the language: no Rust tokens, or neither TOML nor JSON.
    Unreadable,
    /// There are errors, and nothing else comes of it.
    Refused,
    /// The runtime serves what comes of it.
    Accepted,
}
