//! The lookups that a program serves: their contracts, their rows, the trait of their fallbacks, and `Lookups`.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use redirect_policy::handlers::{LookupField, ServedLookup};
use redirect_policy::model::{Column, Served};
use redirect_policy::pattern::{Class, Kind};
use syn::Ident;

use crate::docs::{Docs, code};
use crate::handlers::{ident, optional, spelled, written};

/// All that is generated for lookups, but for `Redirects`.
pub(crate) fn lookups(
    lookups: &[ServedLookup],
    docs: &Docs<'_>,
    krate: &TokenStream,
    span: Span,
) -> TokenStream {
    let file = code(docs.file());
    let writer = Writer { file, krate, span };
    let mut items = TokenStream::new();
    for lookup in lookups {
        items.extend(writer.contract(lookup));
        items.extend(writer.row(lookup));
        items.extend(writer.handle(lookup));
    }
    items.extend(writer.all(lookups));
    let asked: Vec<&ServedLookup> = lookups.iter().filter(|one| has_fallback(one)).collect();
    if !asked.is_empty() {
        items.extend(writer.fallbacks_trait(&asked));
        for lookup in asked {
            items.extend(writer.fallback(lookup));
        }
    }
    items
}

struct Writer<'w> {
    file: String,
    krate: &'w TokenStream,
    /// The file's name in the macro call: errors about what is generated point there.
    span: Span,
}

impl Writer<'_> {
    fn contract(&self, one: &ServedLookup) -> TokenStream {
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

    fn contract_name(&self, one: &ServedLookup) -> Ident {
        format_ident!("__{}_contract", one.method, span = self.span)
    }

    fn column(&self, column: &Column) -> TokenStream {
        let krate = self.krate;
        let (name, in_files, optional) = (&column.name.value, &column.column, column.optional);
        let kind = self.kind(&column.kind);
        quote! {
            #krate::lookup::Column { name: #name, column: #in_files, kind: #kind, optional: #optional }
        }
    }

    fn kind(&self, kind: &Kind) -> TokenStream {
        let krate = self.krate;
        let kind = match kind {
            Kind::Uuid => quote!(Uuid),
            Kind::Path => quote!(Path),
            Kind::Enumeration(values) => quote!(Enumeration(&[#(#values),*])),
            Kind::Class {
                class: Class::Any, ..
            } => quote!(Any),
            Kind::Class { class, min, max } => {
                let class = match class {
                    Class::Segment | Class::Value | Class::Any => quote!(Segment),
                    Class::Slug => quote!(Slug),
                    Class::Int => quote!(Int),
                    Class::Hex => quote!(Hex),
                    Class::Alpha => quote!(Alpha),
                    Class::Alnum => quote!(Alnum),
                };
                let min = Literal::u8_unsuffixed(*min);
                let max = option(max.map(|max| {
                    let max = Literal::u8_unsuffixed(max);
                    quote!(#max)
                }));
                quote!(Class { class: #krate::lookup::Class::#class, min: #min, max: #max })
            }
        };
        quote!(#krate::lookup::Kind::#kind)
    }

    /// The struct of a row's values.
    fn row(&self, one: &ServedLookup) -> TokenStream {
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
                quote_spanned! { self.span => #[doc = #doc] pub #own: #of, }
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
        quote_spanned! { self.span =>
            #[doc = #doc]
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

    /// The type by which one lookup is watched and invalidated while the program runs.
    fn handle(&self, one: &ServedLookup) -> TokenStream {
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
        quote_spanned! { self.span =>
            #[doc = #doc]
            #[derive(Clone, Copy, Debug)]
            #[allow(dead_code, unreachable_pub)]
            pub struct #name<'a> {
                table: &'a ::std::sync::Arc<#krate::lookup::Table>,
            }

            #[allow(dead_code, unreachable_pub)]
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

    /// `Lookups`: all of them, opened.
    fn all(&self, lookups: &[ServedLookup]) -> TokenStream {
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
            quote_spanned! { self.span =>
                #[doc = #doc]
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
        quote_spanned! { self.span =>
            #[doc = #doc]
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

    fn fallbacks_trait(&self, lookups: &[&ServedLookup]) -> TokenStream {
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
            quote_spanned! { self.span =>
                #[doc = #doc]
                fn #method(
                    &self,
                    #(#parameters),*
                ) -> impl ::core::future::Future<
                    Output = ::core::result::Result<#krate::lookup::Found<#row>, #krate::BoxError>,
                > + ::core::marker::Send;
            }
        });
        quote_spanned! { self.span =>
            #[doc = #doc]
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
    fn fallback(&self, one: &ServedLookup) -> TokenStream {
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

fn has_fallback(one: &ServedLookup) -> bool {
    let served = one.lookup.served.as_ref();
    served.is_some_and(|served| served.fallback)
}

/// `Some(..)` or `None`, as it is written.
fn option(of: Option<TokenStream>) -> TokenStream {
    match of {
        Some(of) => quote!(::core::option::Option::Some(#of)),
        None => quote!(::core::option::Option::None),
    }
}
