//! Policy to tokens. On errors everything is expanded all the same, over an empty table, so that nothing cascades.

use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;
use quote::quote;
use redirect_policy::diagnostic::Diagnostic;
use redirect_policy::expansion::Expansion;
use redirect_policy::lint::LintArguments;
use redirect_policy::source::Sources;
use redirect_policy::{Compiled, compile_with};

use crate::input::Input;
use crate::report;

pub(crate) fn expand(input: &Input) -> TokenStream {
    let root = root();
    let mut sources = Sources::new(&root).seen_by_way_of(way(&root));
    let file = match sources.open(&input.file.value()) {
        Ok(file) => file,
        Err(why) => {
            let is_there = !sources.files().is_empty();
            let path = root.join(input.file.value());
            return report::unreadable(&why, is_there, &path, input.file.span());
        }
    };
    let mut compiled = compile_with(&mut sources, file, &levels(input));
    require_lookups(&mut compiled);
    let report = report::report(&mut compiled.diagnostics, &sources, input.file.span());
    let tracked = tracked(&sources);
    let items = items(input, &compiled, &sources);
    quote! {
        #tracked
        #report
        #items
    }
}

/// A test of the macro says where relative paths begin.
const ROOT_OF_TESTS: &str = "CARGO_MANIFEST_DIR_OVERRIDE";

/// Where relative paths begin: the folder of `Cargo.toml`.
fn root() -> PathBuf {
    let folder = [ROOT_OF_TESTS, "CARGO_MANIFEST_DIR"]
        .into_iter()
        .find_map(std::env::var_os)
        .map_or_else(|| PathBuf::from("."), PathBuf::from);
    std::path::absolute(&folder).unwrap_or(folder)
}

/// The way to the root from where the compiler runs, which is the root of the workspace.
fn way(root: &Path) -> PathBuf {
    if std::env::var_os(ROOT_OF_TESTS).is_some() {
        return PathBuf::new();
    }
    let here = std::env::current_dir().unwrap_or_default();
    // Of a package outside of the workspace nothing shorter than the whole path can be followed.
    root.strip_prefix(&here).unwrap_or(root).to_owned()
}

/// Reports lookups that the program serves where the crate is built without what serves them.
fn require_lookups(compiled: &mut Compiled) {
    if cfg!(feature = "lookups") {
        return;
    }
    let Some(first) = compiled.lookups.first() else {
        return;
    };
    let name = &first.lookup.name;
    let message = format!(
        "the rows of `{}` are not compiled in, which needs the feature `lookups`",
        name.value
    );
    let diagnostic = Diagnostic::error("missing-feature", name.span, message)
        .help("run `cargo add redirects --features lookups`, or `sqlite` for SQLite files");
    compiled.diagnostics.push(diagnostic);
    compiled.table = None;
    // There is nothing that they could be made of.
    compiled.lookups.clear();
}

fn levels(input: &Input) -> LintArguments {
    let mut arguments = LintArguments::default();
    for (name, level) in &input.lints {
        // Names were checked where they were read.
        let _known = arguments.set(name, *level);
    }
    arguments
}

/// Makes the compiler watch every file that was opened, those that could not be read as text included.
fn tracked(sources: &Sources) -> TokenStream {
    let paths = sources.files().iter().filter_map(|file| file.path.to_str());
    paths
        .map(|path| quote! { const _: &[u8] = ::core::include_bytes!(#path); })
        .collect()
}

/// The items of the policy, where the call stands.
fn items(input: &Input, compiled: &Compiled, sources: &Sources) -> TokenStream {
    let mut expansion = Expansion::new(&input.file.value())
        .krate(input.krate.clone())
        .span(input.file.span());
    if let Some(module) = &input.module {
        expansion = expansion.module(module.visibility.clone(), module.name.clone());
    }
    expansion.items(compiled, sources)
}
