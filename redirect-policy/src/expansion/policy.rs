//! `POLICY`: the table as one literal, and the static that reads it.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::{Docs, comment};
use crate::model::Policy;
use crate::source::Sources;
use crate::{Compiled, lower};

pub(super) fn policy(compiled: &Compiled, docs: &Docs<'_>, krate: &TokenStream) -> TokenStream {
    let empty;
    let table = match &compiled.table {
        Some(table) => table,
        // A faulty policy: the errors stand beside this, and code that uses `POLICY` shows none of its own.
        None => {
            empty = lower::lower(&Policy::default(), &Sources::default()).unwrap_or_default();
            &empty
        }
    };
    let bytes = Literal::byte_string(table);
    let length = table.len();
    let doc = docs.policy();
    let (held, policy) = if compiled.handlers.is_empty() && compiled.lookups.is_empty() {
        (quote!(#krate::Policy), quote!(&TABLE))
    } else {
        // Of a type of its own, so that nothing serves it without its handlers and its lookups.
        let held = quote!(#krate::PolicyWithHandlers);
        (held.clone(), quote!(&#held::from_static(&TABLE)))
    };
    let doc = comment(&doc);
    quote! {
        #doc
        #[allow(dead_code, unreachable_pub)]
        pub static POLICY: &#held = {
            // Its sections begin at multiples of half a line of the cache, as they do in the table.
            #[repr(align(64))]
            struct Aligned([u8; #length]);
            static BYTES: Aligned = Aligned(*#bytes);
            static TABLE: #krate::Policy = #krate::Policy::from_static(&BYTES.0);
            #policy
        };
    }
}
