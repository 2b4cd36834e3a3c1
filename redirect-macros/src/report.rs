//! Diagnostics as the compiler shows them.

use std::path::Path;

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use redirect_policy::diagnostic::{Diagnostic, Level, render_all, summarize_warnings};
use redirect_policy::source::Sources;

/// All diagnostics: errors as `compile_error!`, warnings together as the use of one deprecated constant, which is how a
/// macro warns on stable Rust.
pub(crate) fn report(
    diagnostics: &mut Vec<Diagnostic>,
    sources: &Sources,
    span: Span,
) -> TokenStream {
    let texts = render_all(diagnostics, sources);
    let errors = texts.iter().filter(|(level, _)| *level == Level::Error);
    let warnings = summarize_warnings(diagnostics, sources);
    errors
        .map(|(_, text)| error(text, span))
        .chain(warnings.map(|text| warning(&text, span)))
        .collect()
}

/// The policy's own file cannot be read.
///
/// Nothing is known of what it would generate, so the compiler is stopped: it reads the file in its turn, as a module of
/// Rust, which is an error that it does not go on from. Without that every use of what is missing would be one more.
pub(crate) fn unreadable(why: &str, is_there: bool, path: &Path, span: Span) -> TokenStream {
    let report = if is_there {
        error(why, span)
    } else {
        let help = "the path is looked up from the folder of `Cargo.toml`";
        error(&format!("{why}\n = help: {help}"), span)
    };
    let path = path.to_string_lossy();
    // In a macro of its own, since those are expanded in order: the report comes first.
    quote_spanned! { span =>
        #report
        macro_rules! __unreadable_redirect_policy {
            () => {
                #[path = #path]
                mod __unreadable_redirect_policy;
            };
        }
        __unreadable_redirect_policy!();
    }
}

fn error(text: &str, span: Span) -> TokenStream {
    quote_spanned! { span => ::core::compile_error! { #text } }
}

fn warning(text: &str, span: Span) -> TokenStream {
    quote_spanned! { span =>
        const _: () = {
            #[deprecated(note = #text)]
            const POLICY_WARNINGS: () = ();
            POLICY_WARNINGS
        };
    }
}
