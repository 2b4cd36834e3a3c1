//! The macro's arguments.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::quote;
use redirect_policy::diagnostic::suggestion;
use redirect_policy::lint::{self, LintLevel};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Ident, LitStr, Token};

/// `pub mod routes = "redirects.yml", deny(chain), crate = framework::redirects`; only the file is required.
pub(crate) struct Input {
    /// The module that everything goes into.
    pub(crate) module: Option<Module>,
    /// The policy's file.
    pub(crate) file: LitStr,
    /// Levels of lints that go before those of the policy.
    pub(crate) lints: Vec<(String, LintLevel)>,
    /// The path of the crate `redirects`.
    pub(crate) krate: TokenStream,
}

/// `pub mod routes`.
pub(crate) struct Module {
    pub(crate) visibility: TokenStream,
    pub(crate) name: Ident,
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let module = module(input)?;
        let file = input.parse::<LitStr>().map_err(|error| {
            let usage = "write the file of the policy in quotes: `redirects!(\"redirects.yml\")`, or `redirects!(mod routes = \"redirects.yml\")`";
            syn::Error::new(error.span(), usage)
        })?;
        let mut parsed = Input {
            module,
            file,
            lints: Vec::new(),
            krate: quote!(::redirects),
        };
        while !input.is_empty() {
            input.parse::<Token![,]>()?;
            if !input.is_empty() {
                parsed.option(input)?;
            }
        }
        Ok(parsed)
    }
}

impl Input {
    fn option(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let name = input.call(Ident::parse_any)?;
        let level = match name.to_string().as_str() {
            "crate" => {
                input.parse::<Token![=]>()?;
                self.krate = path(input, name.span())?;
                return Ok(());
            }
            "allow" => LintLevel::Allow,
            "warn" => LintLevel::Warn,
            "deny" => LintLevel::Deny,
            other => {
                let known =
                    "after the file come `deny(..)`, `warn(..)`, `allow(..)` or `crate = ..`";
                let message = format!("there is no argument `{other}`: {known}");
                return Err(syn::Error::new(name.span(), message));
            }
        };
        let names;
        syn::parenthesized!(names in input);
        while !names.is_empty() {
            let name = lint_name(&names)?;
            self.lints.push((name, level));
            if !names.is_empty() {
                names.parse::<Token![,]>()?;
            }
        }
        Ok(())
    }
}

/// `pub(crate) mod routes =`, if it is there.
fn module(input: ParseStream<'_>) -> syn::Result<Option<Module>> {
    let mut visibility = TokenStream::new();
    if input.peek(Token![pub]) {
        let token: Token![pub] = input.parse()?;
        visibility = quote!(#token);
        if input.peek(syn::token::Paren) {
            let within: TokenTree = input.parse()?;
            visibility.extend([within]);
        }
    } else if !input.peek(Token![mod]) {
        return Ok(None);
    }
    input.parse::<Token![mod]>()?;
    let name = input.parse()?;
    input.parse::<Token![=]>()?;
    Ok(Some(Module { visibility, name }))
}

/// Everything up to the next comma.
fn path(input: ParseStream<'_>, span: Span) -> syn::Result<TokenStream> {
    let mut path = TokenStream::new();
    while !input.is_empty() && !input.peek(Token![,]) {
        path.extend([input.parse::<TokenTree>()?]);
    }
    if path.is_empty() {
        return Err(syn::Error::new(
            span,
            "write a path: `crate = framework::redirects`",
        ));
    }
    Ok(path)
}

/// A lint, as Rust spells it (`catch_all`) or as the policy does (`catch-all`).
fn lint_name(input: ParseStream<'_>) -> syn::Result<String> {
    let first = input.call(Ident::parse_any)?;
    let mut name = first.to_string();
    while input.peek(Token![-]) {
        input.parse::<Token![-]>()?;
        name.push('-');
        name.push_str(&input.call(Ident::parse_any)?.to_string());
    }
    let written = name.replace('_', "-");
    if lint::find(&written).is_some() {
        return Ok(written);
    }
    let help = match suggestion::nearest(&written, lint::names()) {
        Some(meant) => format!("did you mean `{}`?", meant.replace('-', "_")),
        None => format!(
            "the lints are `{}`",
            lint::names()
                .collect::<Vec<_>>()
                .join("`, `")
                .replace('-', "_")
        ),
    };
    let message = format!("there is no lint `{name}`; {help}");
    Err(syn::Error::new(first.span(), message))
}
