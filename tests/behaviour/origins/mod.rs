//! Origins that are known only in one build or at run time.

mod async_predicate;
mod dev;
mod from;
mod predicate;
mod replace;
