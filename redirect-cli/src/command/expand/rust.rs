//! The Rust code that `redirects!` writes for a policy, as a file.

use redirect_policy::expansion::Expansion;

use crate::Failure;
use crate::policy_file::Loaded;

/// The items that `redirects!` puts where it is called, formatted. The policy has no errors.
///
/// # Errors
/// Never for a policy that the macro expands: it would be a fault of the tool.
pub fn rust(loaded: &Loaded) -> Result<String, Failure> {
    let file = loaded.path.to_string_lossy();
    let items = Expansion::new(&file).items(&loaded.compiled, &loaded.sources);
    let file = syn::parse2(items).map_err(|error| {
        Failure::of(format!(
            "internal error: the expansion is no Rust ({error}); please report this policy"
        ))
    })?;
    Ok(prettyplease::unparse(&file))
}
