//! The struct of a row's values.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::super::docs::{code, comment};
use super::super::handlers::{ident, optional, spelled};
use super::Writer;
use crate::handlers::ServedLookup;

impl Writer<'_> {
    /// The struct of a row's values.
    pub(super) fn row(&self, one: &ServedLookup) -> TokenStream {
        let krate = self.krate;
        let name = ident(&one.type_name, self.span);
        let doc = format!("A row of the lookup {}.", code(&one.lookup.name.value));
        let body = if one.values.is_empty() {
            quote!(;)
        } else {
            let fields = one.values.iter().map(|field| {
                let (own, doc) = (ident(&field.field, self.span), spelled(&field.name));
                let of = match field.int {
                    true => quote!(u64),
                    false => quote!(::std::string::String),
                };
                let of = optional(of, field.optional);
                let doc = comment(&doc);
                quote_spanned! { self.span => #doc pub #own: #of, }
            });
            quote!({ #(#fields)* })
        };
        let values = one.values.iter().map(|field| {
            let own = ident(&field.field, self.span);
            match (field.int, field.optional) {
                (false, false) => quote!(::core::option::Option::Some(self.#own)),
                (false, true) => quote!(self.#own),
                (true, false) => {
                    quote!(::core::option::Option::Some(::std::string::ToString::to_string(&self.#own)))
                }
                (true, true) => {
                    quote!(self.#own.map(|number| ::std::string::ToString::to_string(&number)))
                }
            }
        });
        let read = one.values.iter().map(|field| {
            let own = ident(&field.field, self.span);
            let text = quote!(::core::iter::Iterator::next(&mut values).flatten());
            // Values keep to the contract: a number is one, and what may not be empty is there.
            let value = match (field.int, field.optional) {
                (false, false) => quote!(#text.unwrap_or_default()),
                (false, true) => text,
                (true, false) => {
                    quote!(#text.and_then(|text| text.parse().ok()).unwrap_or_default())
                }
                (true, true) => quote!(#text.and_then(|text| text.parse().ok())),
            };
            quote!(#own: #value,)
        });
        let of = if one.values.is_empty() {
            quote! {
                fn __of(_: #krate::lookup::Row) -> Self {
                    #name
                }
            }
        } else {
            quote! {
                fn __of(row: #krate::lookup::Row) -> Self {
                    let mut values = ::core::iter::IntoIterator::into_iter(row.values);
                    #name { #(#read)* }
                }
            }
        };
        let doc = comment(&doc);
        quote_spanned! { self.span =>
            #doc
            #[derive(Clone, Debug, PartialEq, Eq)]
            #[allow(dead_code, unreachable_pub)]
            pub struct #name #body

            #[allow(dead_code)]
            impl #name {
                #of

                fn __row(self) -> #krate::lookup::Row {
                    #krate::lookup::Row {
                        values: ::std::vec![#(#values),*],
                        status: ::core::option::Option::None,
                    }
                }
            }
        }
    }
}
