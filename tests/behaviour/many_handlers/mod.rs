//! Policies beyond one handler: shared, by module, and around scopes and apps.

mod annotated_inside;
mod lost_nesting;
mod module;
mod module_items;
mod nested_wraps;
mod shared_policy;
mod wrap;
mod wrap_answers;
