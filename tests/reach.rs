//! Policies beyond one handler: shared, by module, around scopes and apps, and
//! with origins that are known only in one build or at run time.

mod support;

mod reach {
    mod annotated_inside;
    mod answers;
    mod dev;
    #[path = "../wire/grid.rs"]
    mod grid;
    mod module;
    mod module_items;
    mod nested_wraps;
    mod origins;
    mod predicate;
    mod printed;
    mod shared_policy;
    mod wrap;
    mod wrap_answers;
}
