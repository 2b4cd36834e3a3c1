//! The type by which one lookup is watched and invalidated while the program runs.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};

use super::super::docs::{code, comment};
use super::super::handlers::ident;
use super::Writer;
use crate::handlers::ServedLookup;

impl Writer<'_> {
    /// The type by which one lookup is watched and invalidated while the program runs.
    pub(super) fn handle(&self, one: &ServedLookup) -> TokenStream {
        let krate = self.krate;
        let name = format_ident!("{}Lookup", one.type_name, span = self.span);
        let row = ident(&one.type_name, self.span);
        let doc = format!(
            "The lookup {} while the program runs: its state, its invalidation, its file.",
            code(&one.lookup.name.value)
        );
        let (item, bind, lifetime) = match one.key.as_slice() {
            [field] if field.int => (quote!(u64), quote!(key), quote!()),
            [_] => (
                quote!(impl ::core::convert::AsRef<str>),
                quote!(key),
                quote!(),
            ),
            many => {
                let types = many.iter().map(|field| match field.int {
                    true => quote!(u64),
                    false => quote!(&'k str),
                });
                let names = many.iter().map(|field| ident(&field.field, self.span));
                (quote!((#(#types),*)), quote!((#(#names),*)), quote!(<'k>))
            }
        };
        let parts: Vec<TokenStream> = match one.key.as_slice() {
            [field] if field.int => vec![quote!(&*::std::string::ToString::to_string(&key))],
            [_] => vec![quote!(::core::convert::AsRef::<str>::as_ref(&key))],
            many => many
                .iter()
                .map(|field| {
                    let own = ident(&field.field, self.span);
                    match field.int {
                        true => quote!(&*::std::string::ToString::to_string(&#own)),
                        false => quote!(#own),
                    }
                })
                .collect(),
        };
        let doc = comment(&doc);
        quote_spanned! { self.span =>
            #doc
            #[derive(Clone, Copy, Debug)]
            #[allow(dead_code, unreachable_pub)]
            pub struct #name<'a> {
                table: &'a ::std::sync::Arc<#krate::lookup::Table>,
            }

            #[allow(dead_code, unreachable_pub, clippy::needless_lifetimes)]
            impl #name<'_> {
                /// From now on no request is answered from what was known of these keys before: not by the file, not
                /// from memory, not by a question that is under way. One call a batch; a file that was read later shows
                /// them again.
                pub fn invalidate #lifetime (
                    &self,
                    keys: impl ::core::iter::IntoIterator<Item = #item>,
                ) {
                    // A key that is not of its kind is in no source.
                    let keys = ::core::iter::IntoIterator::into_iter(keys);
                    self.table.invalidate(
                        keys.filter_map(|#bind| self.table.key(&[#(#parts),*])),
                    );
                }

                /// Invalidates what an earlier process did: a journal of keys, each with the moment when it was taken
                /// back. Entries from before the file's export began are passed over; `status().replayed` tells how
                /// many were not.
                pub fn replay #lifetime (
                    &self,
                    journal: impl ::core::iter::IntoIterator<Item = (::std::time::SystemTime, #item)>,
                ) -> #krate::lookup::Replay {
                    let journal = ::core::iter::IntoIterator::into_iter(journal);
                    self.table.replay(journal.filter_map(|(at, #bind)| {
                        ::core::option::Option::Some((at, self.table.key(&[#(#parts),*])?))
                    }))
                }

                /// Asks for a key as a rule does: the file, what is remembered, and once the lookup is served its
                /// fallback. For handlers, which may need more than one answer.
                ///
                /// # Errors
                /// Whatever kept the lookup from answering; never that a key is missing.
                pub async fn find #lifetime (
                    &self,
                    #bind: #item,
                ) -> ::core::result::Result<#krate::lookup::Found<#row>, #krate::lookup::Failure> {
                    let ::core::option::Option::Some(key) = self.table.key(&[#(#parts),*]) else {
                        return ::core::result::Result::Ok(#krate::lookup::Found::Missing);
                    };
                    let answer = self.table.find(&key, self.table.fallback()).await?;
                    ::core::result::Result::Ok(answer.found.map(#row::__of))
                }

                /// Everything that is known of a key; the fallback is not asked. `None` for a key that is not of its
                /// kind.
                pub async fn trace #lifetime (
                    &self,
                    #bind: #item,
                ) -> ::core::option::Option<#krate::lookup::Trace> {
                    let key = self.table.key(&[#(#parts),*])?;
                    ::core::option::Option::Some(self.table.trace(&key).await)
                }
            }

            impl ::core::ops::Deref for #name<'_> {
                type Target = #krate::lookup::Table;

                fn deref(&self) -> &Self::Target {
                    self.table
                }
            }
        }
    }
}
