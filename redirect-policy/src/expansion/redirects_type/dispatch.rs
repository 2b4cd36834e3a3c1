//! The type that a `Redirector` asks, and its way to handlers and lookups.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::Writer;
use crate::expansion::handlers::ident;

impl Writer<'_> {
    /// The type that a `Redirector` asks.
    pub(super) fn asked(&self) -> TokenStream {
        let (krate, generics) = (self.krate, self.generics());
        let mut fields = Vec::new();
        let mut clones = Vec::new();
        if self.has_site() {
            fields.push(quote!(site: ::std::sync::Arc<H>));
            clones.push(quote!(site: ::std::sync::Arc::clone(&self.site)));
        }
        if !self.lookups.is_empty() {
            fields.push(quote!(lookups: Lookups));
            fields.push(quote! {
                fallbacks: ::std::sync::Arc<[::core::option::Option<#krate::lookup::Fallback>]>
            });
            clones.push(quote!(lookups: ::core::clone::Clone::clone(&self.lookups)));
            clones.push(quote!(fallbacks: ::std::sync::Arc::clone(&self.fallbacks)));
        }
        quote_spanned! { self.span =>
            #[doc(hidden)]
            #[allow(dead_code, unreachable_pub)]
            pub struct __Asked #generics {
                #(#fields),*
            }

            impl #generics ::core::clone::Clone for __Asked #generics {
                fn clone(&self) -> Self {
                    __Asked { #(#clones),* }
                }
            }

            impl #generics ::core::fmt::Debug for __Asked #generics {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    f.write_str("Handlers")
                }
            }
        }
    }

    /// Its way from a request to the handler or lookup that decides.
    pub(super) fn dispatch(&self) -> TokenStream {
        let (krate, generics, bounded) = (self.krate, self.generics(), self.bounded());
        let names = self.handlers.iter().map(|handler| &handler.name);
        let arms = self.handlers.iter().map(|handler| {
            let name = &handler.name;
            let method = ident(&handler.method, self.span);
            let parameters = ident(&handler.type_name, self.span);
            quote! {
                #name => {
                    let parameters = #parameters::__read(pending)?;
                    Handlers::#method(&*self.site, parameters, request).await
                }
            }
        });
        let contracts = self.lookups.iter().map(|one| {
            let (name, contract) = (&one.lookup.name.value, one.lookup.contract());
            quote!((#name, #contract))
        });
        let looked_up = (!self.lookups.is_empty()).then(|| {
            quote! {
                if pending.is_lookup() {
                    let tables = &*self.lookups;
                    return #krate::lookup::answer(tables, &self.fallbacks, &pending).await;
                }
            }
        });
        let files = (!self.lookups.is_empty()).then(|| {
            quote! {
                fn files(&self) -> ::std::string::String {
                    self.lookups.files()
                }
            }
        });
        let request = match self.handlers.is_empty() {
            true => quote!(_),
            false => quote!(request),
        };
        quote_spanned! { self.span =>
            impl #bounded #krate::__private::Dispatch for __Asked #generics {
                const HANDLERS: &'static [&'static str] = &[#(#names),*];
                const LOOKUPS: &'static [(&'static str, &'static str)] = &[#(#contracts),*];

                #files

                async fn dispatch(
                    &self,
                    pending: #krate::__private::Pending<'_>,
                    #request: &#krate::Request<'_>,
                ) -> ::core::result::Result<#krate::Answer, #krate::BoxError> {
                    #looked_up
                    match pending.handler() {
                        #(#arms)*
                        _ => ::core::result::Result::Err(pending.unknown()),
                    }
                }
            }
        }
    }
}
