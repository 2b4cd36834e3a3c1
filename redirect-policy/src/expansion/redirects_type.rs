//! `Redirects`: the policy with its handlers and its lookups, ready to be served, and what asks them.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

use super::docs::{Docs, code, comment};
use super::handlers::ident;
use crate::handlers::{Handler, ServedLookup};

/// `Redirects`, where a policy has handlers or lookups that the program serves; else nothing.
pub(super) fn redirects_type(
    handlers: &[Handler],
    lookups: &[ServedLookup],
    docs: &Docs<'_>,
    krate: &TokenStream,
    span: Span,
) -> TokenStream {
    if handlers.is_empty() && lookups.is_empty() {
        return TokenStream::new();
    }
    let writer = Writer {
        handlers,
        lookups,
        file: code(docs.file()),
        krate,
        span,
    };
    let mut items = writer.redirects();
    items.extend(writer.constructors());
    items.extend(writer.asked());
    items.extend(writer.dispatch());
    items
}

struct Writer<'w> {
    handlers: &'w [Handler],
    lookups: &'w [ServedLookup],
    file: String,
    krate: &'w TokenStream,
    span: Span,
}

impl Writer<'_> {
    /// The traits that the site implements.
    fn traits(&self) -> Vec<TokenStream> {
        let mut traits = Vec::new();
        if !self.handlers.is_empty() {
            traits.push(quote_spanned!(self.span => Handlers));
        }
        if self.has_fallback() {
            traits.push(quote_spanned!(self.span => Fallbacks));
        }
        traits
    }

    fn has_fallback(&self) -> bool {
        let mut served = self
            .lookups
            .iter()
            .filter_map(|one| one.lookup.served.as_ref());
        served.any(|served| served.fallback)
    }

    /// True if the site implements a trait: then types are generic in it.
    fn has_site(&self) -> bool {
        !self.traits().is_empty()
    }

    /// `<H>`, or nothing.
    fn generics(&self) -> TokenStream {
        match self.has_site() {
            true => quote!(<H>),
            false => quote!(),
        }
    }

    /// `<H: Handlers>`, or nothing.
    fn bounded(&self) -> TokenStream {
        let traits = self.traits();
        match traits.is_empty() {
            true => quote!(),
            false => quote!(<H: #(#traits)+*>),
        }
    }

    fn redirects(&self) -> TokenStream {
        let (krate, generics, bounded) = (self.krate, self.generics(), self.bounded());
        let with = match (self.handlers.is_empty(), self.lookups.is_empty()) {
            (false, true) => "its handlers",
            (true, _) => "its lookups",
            (false, false) => "its handlers and lookups",
        };
        let doc = format!(
            "The policy {} with {with}, ready to be served. Cheap to clone; the clones are one service.",
            self.file
        );
        let service = quote!(#krate::Redirector<__Asked #generics>);
        let doc = comment(&doc);
        quote_spanned! { self.span =>
            #doc
            #[allow(dead_code, unreachable_pub)]
            pub struct Redirects #generics {
                service: #service,
            }

            impl #generics ::core::clone::Clone for Redirects #generics {
                fn clone(&self) -> Self {
                    Redirects { service: ::core::clone::Clone::clone(&self.service) }
                }
            }

            impl #generics ::core::fmt::Debug for Redirects #generics {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    f.debug_struct("Redirects").finish_non_exhaustive()
                }
            }

            impl #generics ::core::ops::Deref for Redirects #generics {
                type Target = #service;

                fn deref(&self) -> &Self::Target {
                    &self.service
                }
            }

            impl #bounded #krate::IntoRedirector for Redirects #generics {
                type Dispatch = __Asked #generics;

                fn into_redirector(self) -> #service {
                    self.service
                }
            }
        }
    }

    /// The functions that make a `Redirects`: of the site, of the lookups, or of both in turn.
    fn constructors(&self) -> TokenStream {
        let (krate, traits) = (self.krate, self.traits());
        if self.lookups.is_empty() {
            return quote_spanned! { self.span =>
                #[allow(dead_code, unreachable_pub)]
                impl<H> Redirects<H> {
                    /// The policy with these handlers.
                    #[must_use]
                    pub fn new(handlers: H) -> Self
                    where
                        H: #(#traits)+*,
                    {
                        let asked = __Asked { site: ::std::sync::Arc::new(handlers) };
                        Redirects { service: #krate::Redirector::with(POLICY.policy(), asked) }
                    }
                }
            };
        }
        if !self.has_site() {
            return quote_spanned! { self.span =>
                #[allow(dead_code, unreachable_pub)]
                impl Redirects {
                    /// The policy with these lookups.
                    #[must_use]
                    pub fn new(lookups: Lookups) -> Self {
                        let asked = __Asked { lookups, fallbacks: ::std::sync::Arc::new([]) };
                        Redirects { service: #krate::Redirector::with(POLICY.policy(), asked) }
                    }
                }
            };
        }
        let fallbacks = self.lookups.iter().map(|one| {
            let served = one.lookup.served.as_ref();
            if !served.is_some_and(|served| served.fallback) {
                return quote!(::core::option::Option::None);
            }
            let make = ident(&format!("__{}_fallback", one.method), self.span);
            quote!(::core::option::Option::Some(#make(&self.site)))
        });
        let given = self.lookups.iter().filter_map(|one| {
            let served = one.lookup.served.as_ref().filter(|served| served.fallback);
            let make = ident(&format!("__{}_fallback", one.method), self.span);
            let method = ident(&one.method, self.span);
            served.map(|_| quote!(lookups.#method.set_fallback(#make(&self.site));))
        });
        quote_spanned! { self.span =>
            #[allow(dead_code, unreachable_pub)]
            impl<H> Redirects<H> {
                /// The policy with this site; its lookups come next: `Redirects::new(site).lookups(lookups)`.
                #[allow(clippy::new_ret_no_self)]
                pub fn new(site: H) -> WithoutLookups<H>
                where
                    H: #(#traits)+*,
                {
                    WithoutLookups { site: ::std::sync::Arc::new(site) }
                }
            }

            /// The policy with its site, but without its lookups: not to be served yet.
            #[must_use = "call `.lookups(..)`"]
            #[allow(dead_code, unreachable_pub)]
            pub struct WithoutLookups<H> {
                site: ::std::sync::Arc<H>,
            }

            impl<H> ::core::fmt::Debug for WithoutLookups<H> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    f.debug_struct("WithoutLookups").finish_non_exhaustive()
                }
            }

            #[allow(dead_code, unreachable_pub)]
            impl<H> WithoutLookups<H> {
                /// The policy with these lookups too.
                #[must_use]
                pub fn lookups(self, lookups: Lookups) -> Redirects<H>
                where
                    H: #(#traits)+*,
                {
                    #(#given)*
                    let fallbacks = ::std::sync::Arc::new([#(#fallbacks),*]);
                    let asked = __Asked { site: self.site, lookups, fallbacks };
                    Redirects { service: #krate::Redirector::with(POLICY.policy(), asked) }
                }
            }
        }
    }

    /// The type that a `Redirector` asks.
    fn asked(&self) -> TokenStream {
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

    fn dispatch(&self) -> TokenStream {
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
