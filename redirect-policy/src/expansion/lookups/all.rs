//! `Lookups`: all of them, opened.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote_spanned};

use super::super::docs::{code, comment};
use super::super::handlers::ident;
use super::Writer;
use crate::handlers::ServedLookup;

impl Writer<'_> {
    /// `Lookups`: all of them, opened.
    pub(super) fn all(&self, lookups: &[ServedLookup]) -> TokenStream {
        let krate = self.krate;
        let doc = format!(
            "The lookups of the policy {}. Cheap to clone; the clones are one.",
            self.file
        );
        let names: Vec<Ident> = lookups
            .iter()
            .map(|one| ident(&one.method, self.span))
            .collect();
        let contracts = lookups.iter().map(|one| self.contract_name(one));
        let methods = lookups.iter().map(|one| {
            let (method, handle) = (
                ident(&one.method, self.span),
                format_ident!("{}Lookup", one.type_name, span = self.span),
            );
            let doc = format!("The lookup {}.", code(&one.lookup.name.value));
            let doc = comment(&doc);
            quote_spanned! { self.span =>
                #doc
                #[must_use]
                pub fn #method(&self) -> #handle<'_> {
                    #handle { table: &self.#method }
                }
            }
        });
        let has_files = lookups.iter().any(|one| {
            one.lookup
                .served
                .as_ref()
                .is_some_and(|served| served.snapshot.is_some())
        });
        let constructors = if has_files {
            quote_spanned! { self.span =>
                /// Opens the files of all lookups, which lie in `folder`. Takes time linear in the files, on the
                /// caller's thread.
                ///
                /// # Errors
                /// The first file that cannot be used.
                pub fn open(
                    folder: impl ::core::convert::AsRef<::std::path::Path>,
                ) -> ::core::result::Result<Self, #krate::lookup::LookupError> {
                    let lookups = Self::__in(::core::convert::AsRef::as_ref(&folder));
                    lookups.tables.open()?;
                    ::core::result::Result::Ok(lookups)
                }

                /// Opens the files that can be used. A lookup without one is told as an event, and fails until one
                /// arrives: the rule's `onFailure` answers.
                #[must_use]
                pub fn open_available(folder: impl ::core::convert::AsRef<::std::path::Path>) -> Self {
                    let lookups = Self::__in(::core::convert::AsRef::as_ref(&folder));
                    lookups.tables.refresh();
                    lookups
                }
            }
        } else {
            quote_spanned! { self.span =>
                /// The lookups, none of which has a file.
                #[must_use]
                #[allow(clippy::new_without_default)]
                pub fn new() -> Self {
                    Self::__in(::std::path::Path::new(""))
                }
            }
        };
        let doc = comment(&doc);
        quote_spanned! { self.span =>
            #doc
            #[derive(Clone, Debug)]
            #[allow(dead_code, unreachable_pub)]
            pub struct Lookups {
                tables: #krate::lookup::Tables,
                #(#names: ::std::sync::Arc<#krate::lookup::Table>,)*
            }

            #[allow(dead_code, unreachable_pub)]
            impl Lookups {
                #constructors

                fn __in(folder: &::std::path::Path) -> Self {
                    #(let #names = #krate::lookup::Table::new(&#contracts, folder);)*
                    let tables = #krate::lookup::Tables::new([
                        #(::std::sync::Arc::clone(&#names)),*
                    ]);
                    Lookups { tables, #(#names),* }
                }

                #(#methods)*
            }

            impl ::core::ops::Deref for Lookups {
                type Target = #krate::lookup::Tables;

                fn deref(&self) -> &Self::Target {
                    &self.tables
                }
            }
        }
    }
}
