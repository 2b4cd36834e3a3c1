//! The number of random policies that are tried.

/// Returns the number of policies that are tried; `PROOF_ROUNDS` multiplies them, and turns the seed.
pub(crate) fn rounds(usual: usize) -> usize {
    usual * extra()
}

/// Returns `PROOF_ROUNDS`, 1 if it is not set.
pub(crate) fn extra() -> usize {
    let extra = std::env::var("PROOF_ROUNDS").ok();
    extra.and_then(|text| text.parse().ok()).unwrap_or(1)
}
