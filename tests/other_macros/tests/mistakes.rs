//! What the compiler says of a mistake beside another attribute macro: once, and on
//! the token at fault. See the tests of this kind in the library itself.

#[test]
#[ignore = "needs rustc 1.95, whose frames are around the expected messages"]
fn mistakes_are_refused_on_the_token_at_fault() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
