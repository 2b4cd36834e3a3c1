//! The Rust code of a policy: `POLICY`, the trait of its handlers with their structs, its lookups and `Redirects`.
//!
//! The macro `redirects!` puts these items where it is called; the tool shows them (`redirects expand --rust`).

mod conditions;
mod docs;
mod handlers;
mod lookups;
mod policy;
mod redirects_type;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::Compiled;
use crate::source::Sources;
use docs::{Docs, comment};

/// The call of the macro that a policy is expanded for.
///
/// ```
/// use redirect_policy::expansion::Expansion;
/// use redirect_policy::{compile, source::Sources};
/// let mut sources = Sources::default();
/// let file = sources.insert(
///     "redirects.yml",
///     "redirectionPolicy: { version: 0.0.1, rules: [{ source: /old, destination: /new }] }",
/// );
/// let compiled = compile(&mut sources, file);
/// let code = Expansion::new("redirects.yml").items(&compiled, &sources).to_string();
/// assert!(code.contains("pub static POLICY"));
/// ```
#[derive(Clone, Debug)]
pub struct Expansion {
    file: String,
    krate: TokenStream,
    module: Option<(TokenStream, Ident)>,
    span: Span,
}

impl Expansion {
    /// Items for the place where the call stands, in a program that calls the crate `::redirects`. `file` is the
    /// policy's file as documentation and errors name it.
    #[must_use]
    pub fn new(file: &str) -> Self {
        Expansion {
            file: file.to_owned(),
            krate: quote!(::redirects),
            module: None,
            span: Span::call_site(),
        }
    }

    /// With another path of the crate `redirects`.
    #[must_use]
    pub fn krate(self, krate: TokenStream) -> Self {
        Expansion { krate, ..self }
    }

    /// In a module of this visibility and name.
    #[must_use]
    pub fn module(self, visibility: TokenStream, name: Ident) -> Self {
        let module = Some((visibility, name));
        Expansion { module, ..self }
    }

    /// With the span that errors about the items point at.
    #[must_use]
    pub fn span(self, span: Span) -> Self {
        Expansion { span, ..self }
    }

    /// The items. Those of a faulty policy stand over an empty table, so that code which uses them shows no errors of
    /// its own.
    #[must_use]
    pub fn items(&self, compiled: &Compiled, sources: &Sources) -> TokenStream {
        let docs = Docs::new(self.file.clone(), &compiled.policy, sources);
        let (krate, span) = (&self.krate, self.span);
        let mut items = policy::policy(compiled, &docs, krate);
        if !compiled.handlers.is_empty() {
            items.extend(handlers::handlers(&compiled.handlers, &docs, krate, span));
        }
        if !compiled.lookups.is_empty() {
            items.extend(lookups::lookups(&compiled.lookups, &docs, krate, span));
        }
        items.extend(redirects_type::redirects_type(
            &compiled.handlers,
            &compiled.lookups,
            &docs,
            krate,
            span,
        ));
        let Some((visibility, name)) = &self.module else {
            return items;
        };
        let doc = docs.module();
        let doc = comment(&doc);
        quote! {
            #doc
            #visibility mod #name {
                #items
            }
        }
    }
}
