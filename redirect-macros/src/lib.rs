//! The `redirects!` macro; use it through the crate `redirects`, which documents it.
#![forbid(unsafe_code)]

mod expand;
mod input;
mod report;

use proc_macro::TokenStream;

/// Compiles a redirect policy into a static matcher and, where the policy names handlers, a trait with one method for
/// each.
///
/// ```text
/// redirects!("redirects.yml");                             // into this module, or into a function
/// redirects!(pub mod routes = "redirects.yml");            // into a module of its own
/// redirects!("redirects.yml", deny(chain), allow(catch_all));  // lints, before those of the policy
/// redirects!("redirects.yml", crate = framework::redirects);   // where the crate goes by another path
/// ```
///
/// The file is looked up from the folder of `Cargo.toml`. An edit of it, or of any file that it names, rebuilds.
#[proc_macro]
pub fn redirects(input: TokenStream) -> TokenStream {
    match syn::parse(input) {
        Ok(input) => expand::expand(&input).into(),
        Err(error) => error.into_compile_error().into(),
    }
}
