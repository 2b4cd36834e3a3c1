//! The compiler's output: each `tests/ui/*.rs` must fail with the text of its `.stderr`.
//!
//! `TRYBUILD=overwrite cargo test --test trybuild` writes the texts anew; read each difference as a user would.

use std::env;
use std::process::Command;

/// Where the macro looks for policies: beside the cases, not in the package that trybuild makes of them.
const ROOT: &str = "CARGO_MANIFEST_DIR_OVERRIDE";

#[test]
fn what_the_compiler_says() {
    let policies = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/ui");
    if env::var_os(ROOT).is_some_and(|root| root == policies) {
        trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
        return;
    }
    // A variable can safely be set for another process only: the test runs itself.
    let test = Command::new(env::current_exe().unwrap())
        .args(["what_the_compiler_says", "--exact", "--nocapture"])
        .env(ROOT, policies)
        .status();
    assert!(test.unwrap().success());
}
