//! The contract of a lookup: columns, kinds, limits.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use super::Writer;
use crate::handlers::ServedLookup;
use crate::model::{Column, Served};

impl Writer<'_> {
    pub(super) fn contract(&self, one: &ServedLookup) -> TokenStream {
        let krate = self.krate;
        let Some(served) = &one.lookup.served else {
            return TokenStream::new();
        };
        let name = &one.lookup.name.value;
        let constant = self.contract_name(one);
        let key = one.lookup.key.iter().map(|column| self.column(column));
        let values = one.lookup.values.iter().map(|column| self.column(column));
        let Served {
            fallback,
            deadline,
            missing,
            ..
        } = served;
        let snapshot = option(served.snapshot.as_ref().map(|name| quote!(#name)));
        let in_flight = Literal::u32_unsuffixed(served.in_flight);
        let cache = option(served.cache.map(|cache| {
            let (rows, seconds) = (Literal::u32_unsuffixed(cache.rows), cache.seconds);
            quote!((#rows, #seconds))
        }));
        let max_age = option(served.max_age.map(|seconds| quote!(#seconds)));
        let min_rows = u64::from(served.min_rows);
        quote_spanned! { self.span =>
            #[allow(non_upper_case_globals)]
            static #constant: #krate::lookup::Contract = #krate::lookup::Contract {
                name: #name,
                key: &[#(#key),*],
                values: &[#(#values),*],
                snapshot: #snapshot,
                fallback: #fallback,
                deadline: #deadline,
                in_flight: #in_flight,
                missing: #missing,
                cache: #cache,
                max_age: #max_age,
                min_rows: #min_rows,
            };
        }
    }

    pub(super) fn contract_name(&self, one: &ServedLookup) -> Ident {
        format_ident!("__{}_contract", one.method, span = self.span)
    }

    fn column(&self, column: &Column) -> TokenStream {
        let krate = self.krate;
        let (name, in_files, optional) = (&column.name.value, &column.column, column.optional);
        let program = Literal::byte_string(&column.kind.program());
        let spelled = column.kind.to_string();
        quote! {
            #krate::lookup::Column {
                name: #name,
                column: #in_files,
                kind: #krate::lookup::Kind { program: #program, name: #spelled },
                optional: #optional,
            }
        }
    }
}

/// `Some(..)` or `None`, as it is written.
fn option(of: Option<TokenStream>) -> TokenStream {
    match of {
        Some(of) => quote!(::core::option::Option::Some(#of)),
        None => quote!(::core::option::Option::None),
    }
}
