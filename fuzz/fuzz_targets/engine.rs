//! The engine against the reference matcher.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| redirects_fuzz::engine::check(bytes));

#[cfg(not(fuzzing))]
fn main() {
    redirects_fuzz::play(redirects_fuzz::engine::check);
}
