//! The handlers: a trait with one method each, and the structs that they get and give.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use super::docs::{Docs, code, comment};
use crate::handlers::{Field, Handler, Parameter};

/// All that is generated for handlers.
pub(super) fn handlers(
    handlers: &[Handler],
    docs: &Docs<'_>,
    krate: &TokenStream,
    span: Span,
) -> TokenStream {
    let writer = Writer { docs, krate, span };
    let mut items = writer.handlers_trait(handlers);
    for handler in handlers {
        items.extend(writer.parameters(handler));
        if let Some(fields) = &handler.destination {
            items.extend(writer.destination(handler, fields));
        }
    }
    items
}

struct Writer<'w> {
    docs: &'w Docs<'w>,
    krate: &'w TokenStream,
    /// The file's name in the macro call: errors about what is generated point there.
    span: Span,
}

impl Writer<'_> {
    fn handlers_trait(&self, handlers: &[Handler]) -> TokenStream {
        let methods = handlers.iter().map(|handler| self.method(handler));
        let file = code(self.docs.file());
        let doc = format!(
            "The handlers of {file}: what decides where its rules send a request.\n\nWrite each as an `async fn`, and \
             serve them with [`Redirects`]. An error is a failure: the rule's `onFailure` answers, or the site."
        );
        // Braces would be read as what the compiler fills in.
        let escaped = |text: &str| text.replace('{', "{{").replace('}', "}}");
        let message = format!(
            "`{{Self}}` has no handlers for the policy {}",
            escaped(&file)
        );
        let stubs: Vec<String> = handlers.iter().map(|handler| self.stub(handler)).collect();
        let stubs = stubs.join("\n");
        let note = format!(
            "implement the generated trait `Handlers` for it:\n\nimpl Handlers for {{Self}} {{{{\n{}}}}}",
            escaped(&stubs)
        );
        let doc = format!(
            "{doc}\n\nTo begin with, all of them, to be pasted:\n\n```text\nimpl Handlers for Site {{\n{stubs}}}\n```"
        );
        let doc = comment(&doc);
        quote_spanned! { self.span =>
            #doc
            #[diagnostic::on_unimplemented(
                message = #message,
                label = "`Handlers` is not implemented for this",
                note = #note
            )]
            #[allow(dead_code, unreachable_pub)]
            pub trait Handlers: ::core::marker::Send + ::core::marker::Sync + 'static {
                #(#methods)*
            }
        }
    }

    fn method(&self, handler: &Handler) -> TokenStream {
        let krate = self.krate;
        let method = ident(&handler.method, self.span);
        let parameters = ident(&handler.type_name, self.span);
        let about = self.about(handler, "Decides for");
        let stub = self.stub(handler);
        let doc = format!("{about}\n\nTo begin with:\n\n```text\n{stub}```");
        let doc = comment(&doc);
        quote_spanned! { self.span =>
            #doc
            fn #method(
                &self,
                parameters: #parameters<'_>,
                request: &#krate::Request<'_>,
            ) -> impl ::core::future::Future<
                Output = ::core::result::Result<#krate::Answer, #krate::BoxError>,
            > + ::core::marker::Send;
        }
    }

    /// An implementation to begin with, as it stands in a file of Rust.
    fn stub(&self, handler: &Handler) -> String {
        let krate = written(self.krate);
        let (method, parameters) = (ident(&handler.method, self.span), &handler.type_name);
        format!(
            "    async fn {method}(\n        &self,\n        parameters: {parameters}<'_>,\n        \
             request: &{krate}::Request<'_>,\n    ) -> Result<{krate}::Answer, {krate}::BoxError> {{\n        \
             todo!()\n    }}\n"
        )
    }

    /// Writes the docs of `item`: its part in the rules of a handler, and these rules.
    fn about(&self, handler: &Handler, item: &str) -> String {
        let (name, rules) = (code(&handler.name), self.docs.handler(handler));
        format!("{item} the rules with the handler {name}:\n{rules}")
    }

    fn parameters(&self, handler: &Handler) -> TokenStream {
        let krate = self.krate;
        let name = ident(&handler.type_name, self.span);
        let doc = self.about(handler, "The parameters of");
        let fields = handler.parameters.iter().map(|p| self.parameter(p));
        let read = handler.parameters.iter().map(|p| self.read(p));
        let to = handler.destination.iter().map(|to| self.to(handler, to));
        let of = format!(
            "The parameters of a match that waits for the handler {}; for tests of it.",
            code(&handler.name)
        );
        let policy_name = &handler.name;
        let doc = comment(&doc);
        let of = comment(&of);
        quote_spanned! { self.span =>
            #doc
            #[derive(Clone, Copy, Debug)]
            #[allow(dead_code, unreachable_pub)]
            pub struct #name<'a> {
                #(#fields)*
                __pending: #krate::__private::Pending<'a>,
            }

            #[allow(dead_code, unreachable_pub)]
            impl<'a> #name<'a> {
                #of
                #[must_use]
                pub fn of(matched: &'a #krate::Match<'a>) -> ::core::option::Option<Self> {
                    let pending = #krate::__private::Pending::of(matched)?;
                    if pending.handler() == #policy_name {
                        Self::__read(pending).ok()
                    } else {
                        ::core::option::Option::None
                    }
                }

                fn __read(
                    pending: #krate::__private::Pending<'a>,
                ) -> ::core::result::Result<Self, #krate::__private::ParameterError> {
                    ::core::result::Result::Ok(#name { #(#read)* __pending: pending })
                }

                #(#to)*
            }
        }
    }

    fn parameter(&self, parameter: &Parameter) -> TokenStream {
        let krate = self.krate;
        let field = ident(&parameter.field, self.span);
        let doc = spelled(&parameter.name);
        let captured = if parameter.int {
            quote!(#krate::CapturedInt<'a>)
        } else {
            quote!(#krate::Captured<'a>)
        };
        let captured = optional(captured, parameter.optional);
        let doc = comment(&doc);
        quote_spanned! { self.span => #doc pub #field: #captured, }
    }

    fn read(&self, parameter: &Parameter) -> TokenStream {
        let field = ident(&parameter.field, self.span);
        let name = &parameter.name;
        let value = match (parameter.int, parameter.optional) {
            (false, false) => quote!(pending.required(#name)?),
            (false, true) => quote!(pending.optional(#name)),
            (true, false) => quote!(pending.required_int(#name)?),
            (true, true) => quote!(pending.optional_int(#name)?),
        };
        quote!(#field: #value,)
    }

    /// The method that renders the destination.
    fn to(&self, handler: &Handler, fields: &[Field]) -> TokenStream {
        let krate = self.krate;
        let (to, lifetime) = destination_type(handler, fields, self.span);
        let values = fields.iter().map(|field| {
            let (name, ident) = (&field.name, ident(&field.field, self.span));
            let constructor = if field.path {
                quote!(path)
            } else {
                quote!(segment)
            };
            let value = if field.optional {
                quote!(to.#ident)
            } else {
                quote!(::core::option::Option::Some(to.#ident))
            };
            quote!(#krate::__private::Field::#constructor(#name, #value))
        });
        let elided = lifetime.is_some().then(|| quote!(<'_>));
        let to_name = if fields.is_empty() {
            quote!(_)
        } else {
            quote!(to)
        };
        quote_spanned! { self.span =>
            /// Sends the request to the rule's destination with these values, with the rule's status.
            pub fn to(&self, #to_name: #to #elided) -> #krate::Answer {
                self.__pending.to(&[#(#values),*])
            }
        }
    }

    fn destination(&self, handler: &Handler, fields: &[Field]) -> TokenStream {
        let krate = self.krate;
        let (name, lifetime) = destination_type(handler, fields, self.span);
        let doc = self.about(handler, "The names in the destinations of");
        let body = if fields.is_empty() {
            quote!(;)
        } else {
            let fields = fields.iter().map(|field| {
                let (ident, doc) = (ident(&field.field, self.span), spelled(&field.name));
                let value = optional(quote!(#krate::Value<'a>), field.optional);
                let doc = comment(&doc);
                quote_spanned! { self.span => #doc pub #ident: #value, }
            });
            quote!({ #(#fields)* })
        };
        let doc = comment(&doc);
        quote_spanned! { self.span =>
            #doc
            #[derive(Clone, Debug)]
            #[allow(dead_code, unreachable_pub)]
            pub struct #name #lifetime #body
        }
    }
}

/// The struct of a destination's names, with a lifetime unless there are none.
fn destination_type(
    handler: &Handler,
    fields: &[Field],
    span: Span,
) -> (Ident, Option<TokenStream>) {
    let name = format_ident!("{}To", handler.type_name, span = span);
    (name, (!fields.is_empty()).then(|| quote!(<'a>)))
}

pub(super) fn optional(of: TokenStream, optional: bool) -> TokenStream {
    if optional {
        quote!(::core::option::Option<#of>)
    } else {
        of
    }
}

/// The name in the policy, for documentation.
pub(super) fn spelled(name: &str) -> String {
    match name {
        "*" => code("*"),
        name => code(&format!(":{name}")),
    }
}

/// The path of the crate as people write it.
pub(super) fn written(krate: &TokenStream) -> String {
    let path = krate.to_string().replace(' ', "");
    path.trim_start_matches("::").to_owned()
}

/// An identifier, raw if it is a keyword of any edition.
pub(super) fn ident(name: &str, span: Span) -> Ident {
    let is_plain = name != "gen" && syn::parse_str::<Ident>(name).is_ok();
    if is_plain {
        Ident::new(name, span)
    } else {
        Ident::new_raw(name, span)
    }
}
