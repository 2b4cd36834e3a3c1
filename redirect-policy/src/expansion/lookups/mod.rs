//! The lookups that a program serves: their contracts, their rows, the trait of their fallbacks, and `Lookups`.

mod all;
mod contract;
mod fallbacks;
mod handle;
mod row;

use proc_macro2::{Span, TokenStream};

use super::docs::{Docs, code};
use crate::handlers::ServedLookup;

/// All that is generated for lookups, but for `Redirects`.
pub(super) fn lookups(
    lookups: &[ServedLookup],
    docs: &Docs<'_>,
    krate: &TokenStream,
    span: Span,
) -> TokenStream {
    let file = code(docs.file());
    let writer = Writer { file, krate, span };
    let mut items = TokenStream::new();
    for lookup in lookups {
        items.extend(writer.contract(lookup));
        items.extend(writer.row(lookup));
        items.extend(writer.handle(lookup));
    }
    items.extend(writer.all(lookups));
    let asked: Vec<&ServedLookup> = lookups.iter().filter(|one| has_fallback(one)).collect();
    if !asked.is_empty() {
        items.extend(writer.fallbacks_trait(&asked));
        for lookup in asked {
            items.extend(writer.fallback(lookup));
        }
    }
    items
}

struct Writer<'w> {
    file: String,
    krate: &'w TokenStream,
    /// The file's name in the macro call: errors about what is generated point there.
    span: Span,
}

fn has_fallback(one: &ServedLookup) -> bool {
    let served = one.lookup.served.as_ref();
    served.is_some_and(|served| served.fallback)
}
