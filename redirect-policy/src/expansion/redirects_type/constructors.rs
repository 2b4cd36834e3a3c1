//! The functions that make a `Redirects`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::Writer;
use crate::expansion::handlers::ident;

impl Writer<'_> {
    /// The functions that make it: of the site, of the lookups, or of both in turn.
    pub(super) fn constructors(&self) -> TokenStream {
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
}
