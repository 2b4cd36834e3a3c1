//! The trait of the fallbacks, and what asks its methods.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use super::super::docs::{code, comment};
use super::super::handlers::{ident, written};
use super::Writer;
use crate::handlers::{LookupField, ServedLookup};

impl Writer<'_> {
    pub(super) fn fallbacks_trait(&self, lookups: &[&ServedLookup]) -> TokenStream {
        let krate = self.krate;
        let doc = format!(
            "The fallbacks of {}: what the program says of a key that no file has.\n\nWrite each as an `async fn`. An \
             error is a failure: the rule's `onFailure` answers, or the site.",
            self.file
        );
        let stubs: String = lookups.iter().map(|one| self.stub(one)).collect();
        let escaped = |text: &str| text.replace('{', "{{").replace('}', "}}");
        let message = format!(
            "`{{Self}}` has no fallbacks for the lookups of {}",
            escaped(&self.file)
        );
        let note = format!(
            "implement the generated trait `Fallbacks` for it:\n\nimpl Fallbacks for {{Self}} {{{{\n{}}}}}",
            escaped(&stubs)
        );
        let methods = lookups.iter().map(|one| {
            let (method, row) = (
                ident(&one.method, self.span),
                ident(&one.type_name, self.span),
            );
            let parameters = one.key.iter().map(|field| {
                let own = ident(&field.field, self.span);
                match field.int {
                    true => quote!(#own: u64),
                    false => quote!(#own: &str),
                }
            });
            let doc = format!(
                "What the program says of a key of {}. To begin with:\n\n```text\n{}```",
                code(&one.lookup.name.value),
                self.stub(one)
            );
            let doc = comment(&doc);
            quote_spanned! { self.span =>
                #doc
                fn #method(
                    &self,
                    #(#parameters),*
                ) -> impl ::core::future::Future<
                    Output = ::core::result::Result<#krate::lookup::Found<#row>, #krate::BoxError>,
                > + ::core::marker::Send;
            }
        });
        let doc = comment(&doc);
        quote_spanned! { self.span =>
            #doc
            #[diagnostic::on_unimplemented(
                message = #message,
                label = "`Fallbacks` is not implemented for this",
                note = #note
            )]
            #[allow(dead_code, unreachable_pub)]
            pub trait Fallbacks: ::core::marker::Send + ::core::marker::Sync + 'static {
                #(#methods)*
            }
        }
    }

    /// An implementation to begin with, as it stands in a file of Rust.
    fn stub(&self, one: &ServedLookup) -> String {
        let krate = written(self.krate);
        let (method, row) = (ident(&one.method, self.span), &one.type_name);
        let parameters: String = one
            .key
            .iter()
            .map(|field: &LookupField| {
                let of = if field.int { "u64" } else { "&str" };
                format!(", {}: {of}", ident(&field.field, self.span))
            })
            .collect();
        format!(
            "    async fn {method}(&self{parameters}) -> Result<{krate}::lookup::Found<{row}>, {krate}::BoxError> {{\n        \
             todo!()\n    }}\n"
        )
    }

    /// A function that makes a `Fallback` of the site's method.
    pub(super) fn fallback(&self, one: &ServedLookup) -> TokenStream {
        let krate = self.krate;
        let (method, row) = (
            ident(&one.method, self.span),
            ident(&one.type_name, self.span),
        );
        let make = ident(&format!("__{}_fallback", one.method), self.span);
        // Not the fields' own names, which could hide what stands around them.
        let names: Vec<Ident> = (0..one.key.len())
            .map(|number| format_ident!("part_{}", number, span = self.span))
            .collect();
        let arguments = one
            .key
            .iter()
            .zip(&names)
            .map(|(field, own)| match field.int {
                // A key of the kind `int` fits.
                true => quote!(#own.parse::<u64>()?),
                false => quote!(#own),
            });
        quote_spanned! { self.span =>
            #[allow(dead_code)]
            fn #make<__Site: Fallbacks>(site: &::std::sync::Arc<__Site>) -> #krate::lookup::Fallback {
                let site = ::std::sync::Arc::clone(site);
                #krate::lookup::Fallback::new(move |key| {
                    let site = ::std::sync::Arc::clone(&site);
                    ::std::boxed::Box::pin(async move {
                        let [#(#names),*] = &*key else {
                            return ::core::result::Result::Ok(#krate::lookup::Found::Missing);
                        };
                        let found = Fallbacks::#method(&*site, #(#arguments),*).await?;
                        ::core::result::Result::Ok(found.map(#row::__row))
                    })
                })
            }
        }
    }
}
