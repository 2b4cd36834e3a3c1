//! Names of the policy as names of Rust.

use std::collections::HashMap;

use super::Handler;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// The field that a name of the policy becomes.
pub(super) fn field(name: &str) -> String {
    match name {
        "*" => "wildcard".to_owned(),
        name => snake_case(name),
    }
}

/// `dbId`, `DBId` and `db_id` are `db_id`.
pub(super) fn snake_case(name: &str) -> String {
    words(name).join("_").to_ascii_lowercase()
}

/// `dbId`, `DBId` and `db_id` are `DbId`.
pub(super) fn pascal_case(name: &str) -> String {
    let mut pascal = String::with_capacity(name.len());
    for word in words(name) {
        let mut letters = word.chars();
        pascal.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        pascal.extend(letters.map(|letter| letter.to_ascii_lowercase()));
    }
    pascal
}

/// Returns true if not even a raw identifier can spell a name.
pub(super) fn reserved(name: &str) -> bool {
    matches!(name, "self" | "crate" | "super")
}

/// A word begins after `_`, with a capital behind a small letter or digit, and with the last of several capitals if a
/// small letter follows: `HTMLPage2Id` is `HTML`, `Page2`, `Id`.
fn words(name: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for part in name.split('_') {
        let bytes = part.as_bytes();
        let mut start = 0;
        for (at, pair) in bytes.windows(2).enumerate() {
            let [before, here] = [pair.first(), pair.last()].map(|b| b.copied().unwrap_or(0));
            let next_is_small = bytes.get(at + 2).is_some_and(u8::is_ascii_lowercase);
            let begins =
                here.is_ascii_uppercase() && (!before.is_ascii_uppercase() || next_is_small);
            if begins {
                words.extend(part.get(start..=at));
                start = at + 1;
            }
        }
        words.extend(part.get(start..).filter(|word| !word.is_empty()));
    }
    words
}

/// The names of types and methods that are taken, each by whom.
pub(super) struct Types {
    methods: HashMap<String, (String, Span)>,
    types: HashMap<String, Option<(String, Span)>>,
}

impl Default for Types {
    fn default() -> Self {
        let own = ["Handlers", "Redirects"];
        Types {
            methods: HashMap::new(),
            types: own.map(|name| (name.to_owned(), None)).into(),
        }
    }
}

impl Types {
    /// The names that are taken where a policy has lookups that the program serves.
    pub(super) fn of_lookups(handlers: &[Handler]) -> Types {
        let own = [
            "Handlers",
            "Redirects",
            "Fallbacks",
            "Lookups",
            "WithoutLookups",
        ];
        let mut types: HashMap<String, Option<(String, Span)>> =
            own.map(|name| (name.to_owned(), None)).into();
        for handler in handlers {
            let taken = Some((handler.name.clone(), Span::default()));
            types.insert(format!("{}To", handler.type_name), taken.clone());
            types.insert(handler.type_name.clone(), taken);
        }
        Types {
            methods: HashMap::new(),
            types,
        }
    }

    /// Takes the names of a lookup's structs; a fault if one of them is taken.
    pub(super) fn claim_lookup(
        &mut self,
        lookup: &str,
        type_name: &str,
        span: Span,
    ) -> Option<Diagnostic> {
        let names = [type_name.to_owned(), format!("{type_name}Lookup")];
        if let Some(name) = names.iter().find(|name| self.types.contains_key(*name)) {
            let by = match self.types.get(name) {
                Some(Some((other, _))) => format!("which `{other}` has"),
                _ => "a name that the macro uses itself".to_owned(),
            };
            let message = format!("the lookup `{lookup}` would need the struct `{name}`, {by}");
            return Some(
                Diagnostic::error("name-collision", span, message)
                    .help(format!("give it another name, such as `{lookup}Rows`")),
            );
        }
        let own = Some((lookup.to_owned(), span));
        self.types
            .extend(names.into_iter().map(|name| (name, own.clone())));
        None
    }

    /// Takes the names of a handler; a fault if one of them is taken.
    pub(super) fn claim(&mut self, handler: &Handler, span: Span) -> Option<Diagnostic> {
        let own = || (handler.name.clone(), span);
        if let Some((other, first)) = self.methods.get(&handler.method) {
            let taken = format!("the method `{}`", handler.method);
            return Some(collision(handler, span, &taken, Some((other, *first))));
        }
        let mut names = vec![handler.type_name.clone()];
        if handler.destination.is_some() {
            names.push(format!("{}To", handler.type_name));
        }
        for name in &names {
            if let Some(other) = self.types.get(name) {
                let other = other.as_ref().map(|(name, span)| (name.as_str(), *span));
                let taken = format!("the struct `{name}`");
                return Some(collision(handler, span, &taken, other));
            }
        }
        self.methods.insert(handler.method.clone(), own());
        self.types
            .extend(names.into_iter().map(|name| (name, Some(own()))));
        None
    }
}

fn collision(
    handler: &Handler,
    span: Span,
    taken: &str,
    other: Option<(&str, Span)>,
) -> Diagnostic {
    let name = &handler.name;
    let help = format!("give it another name, such as `{name}Again`");
    let collision = |message| Diagnostic::error("name-collision", span, message);
    match other {
        Some((other, first)) => collision(format!(
            "the handlers `{other}` and `{name}` would both need {taken}"
        ))
        .label("the second")
        .related(first, "the first")
        .help(help),
        None => collision(format!(
            "the handler `{name}` would need {taken}, a name that the macro uses itself"
        ))
        .help(format!(
            "give it another name, such as `handle{}`",
            pascal_case(name)
        )),
    }
}
