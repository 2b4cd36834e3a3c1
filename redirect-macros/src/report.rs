//! Diagnostics as the compiler shows them.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use redirect_policy::diagnostic::{Diagnostic, Level, render_all};
use redirect_policy::source::Sources;

/// All diagnostics: errors as `compile_error!`, warnings as uses of a deprecated constant, which is how a macro warns on
/// stable Rust.
pub(crate) fn report(
    diagnostics: &mut Vec<Diagnostic>,
    sources: &Sources,
    span: Span,
) -> TokenStream {
    let texts = render_all(diagnostics, sources);
    texts
        .iter()
        .map(|(level, text)| match level {
            Level::Error => error(text, span),
            Level::Warning => warning(text, span),
        })
        .collect()
}

/// The policy's own file cannot be read.
pub(crate) fn unreadable(why: &str, is_there: bool, span: Span) -> TokenStream {
    if is_there {
        return error(why, span);
    }
    let help = "the path is looked up from the folder of `Cargo.toml`";
    error(&format!("{why}\n = help: {help}"), span)
}

fn error(text: &str, span: Span) -> TokenStream {
    quote_spanned! { span => ::core::compile_error! { #text } }
}

fn warning(text: &str, span: Span) -> TokenStream {
    // The compiler puts its own words before the note, so that begins on a line of its own.
    let note = format!("\n{text}");
    quote_spanned! { span =>
        const _: () = {
            #[deprecated(note = #note)]
            const POLICY_WARNING: () = ();
            POLICY_WARNING
        };
    }
}
