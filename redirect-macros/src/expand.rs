//! Policy to tokens. On errors everything is expanded all the same, over an empty table, so that nothing cascades.

use std::path::PathBuf;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use redirect_policy::lint::LintArguments;
use redirect_policy::source::Sources;
use redirect_policy::{Compiled, compile_with};

use crate::docs::Docs;
use crate::input::Input;
use crate::{handlers, policy, report};

pub(crate) fn expand(input: &Input) -> TokenStream {
    let mut sources = Sources::new(root());
    let mut compiled = Compiled::default();
    let mut report = TokenStream::new();
    match sources.open(&input.file.value()) {
        Ok(file) => {
            compiled = compile_with(&mut sources, file, &levels(input));
            report = report::report(&mut compiled.diagnostics, &sources, input.file.span());
        }
        Err(why) => {
            let is_there = !sources.files().is_empty();
            report.extend(report::unreadable(&why, is_there, input.file.span()));
        }
    }
    let tracked = tracked(&sources);
    let items = items(input, &compiled, &sources);
    quote! {
        #tracked
        #report
        #items
    }
}

/// Where relative paths begin: the folder of `Cargo.toml`, unless a test of the macro says otherwise.
fn root() -> PathBuf {
    let folder = ["CARGO_MANIFEST_DIR_OVERRIDE", "CARGO_MANIFEST_DIR"]
        .into_iter()
        .find_map(std::env::var_os)
        .map_or_else(|| PathBuf::from("."), PathBuf::from);
    std::path::absolute(&folder).unwrap_or(folder)
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

fn items(input: &Input, compiled: &Compiled, sources: &Sources) -> TokenStream {
    let docs = Docs::new(input.file.value(), &compiled.policy, sources);
    let mut items = policy::policy(compiled, &docs, &input.krate);
    if !compiled.handlers.is_empty() {
        items.extend(handlers::handlers(
            &compiled.handlers,
            &docs,
            &input.krate,
            input.file.span(),
        ));
    }
    let Some(module) = &input.module else {
        return items.into_token_stream();
    };
    let (visibility, name) = (&module.visibility, &module.name);
    let doc = docs.module();
    quote! {
        #[doc = #doc]
        #visibility mod #name {
            #items
        }
    }
}
