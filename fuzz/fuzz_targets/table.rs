//! Bytes of tables against the reader.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| redirects_fuzz::table::check(bytes));

#[cfg(not(fuzzing))]
fn main() {
    redirects_fuzz::play(redirects_fuzz::table::check);
}
