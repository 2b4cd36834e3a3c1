//! `Redirects`: the policy with its handlers and its lookups, ready to be served, and what asks them.

mod constructors;
mod dispatch;

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

use super::docs::{Docs, code, comment};
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

    /// The type itself.
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
}
