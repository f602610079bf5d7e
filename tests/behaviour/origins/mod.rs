//! Origins that are known only in one build or at run time.

mod dev;
mod from;
mod predicate;
mod replace;
