//! Source text in, diagnostics out: each mistake of `ui/` gives its one error.

#[test]
fn each_mistake_has_its_message() {
    trybuild::TestCases::new().compile_fail("ui/*.rs");
}
