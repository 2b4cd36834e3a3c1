//! Sources and the patterns of values.

use std::borrow::Cow;
use std::fmt::{self, Display, Formatter, Write};

use super::literal::write_text;
use crate::pattern::{Class, Item, Kind, Pattern};

impl Display for Pattern {
    /// Writes the pattern as a source in canonical spelling.
    ///
    /// ```
    /// use redirect_policy::pattern::{SourceOptions, parse_source};
    /// let options = SourceOptions { trailing_slash_optional: true, ..SourceOptions::default() };
    /// let source = parse_source("/caf%c3%a9/x_%28y%29/:id<alnum{2,2}>", &options)?;
    /// assert_eq!(source.to_string(), r"/café/x_\(y\)/:id<alnum{2}>(/)");
    /// # Ok::<(), Vec<redirect_policy::pattern::PatternError>>(())
    /// ```
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&Spelling::SOURCE.spelled(&self.items))
    }
}

/// The spelling of a pattern at its place in a policy.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spelling<'k> {
    /// The class of names without a kind.
    class: Class,
    /// True where text is decoded as forms decode it, so that `+` is a space.
    is_form: bool,
    /// Named kinds, and their values.
    kinds: &'k [(&'k str, &'k Kind)],
}

impl<'k> Spelling<'k> {
    /// A source.
    pub(crate) const SOURCE: Spelling<'static> = Spelling::of(Class::Segment);
    /// The value of a header or a cookie.
    pub(crate) const VALUE: Spelling<'static> = Spelling::of(Class::Value);
    /// The value of a key of the query.
    pub(crate) const QUERY: Spelling<'static> = Spelling {
        is_form: true,
        ..Spelling::VALUE
    };
    /// A host.
    pub(crate) const HOST: Spelling<'static> = Spelling::of(Class::Slug);

    const fn of(class: Class) -> Spelling<'static> {
        Spelling {
            class,
            is_form: false,
            kinds: &[],
        }
    }

    /// The spelling that uses kinds of the policy where they are meant.
    pub(crate) fn with_kinds(self, kinds: &'k [(&'k str, &'k Kind)]) -> Self {
        Spelling { kinds, ..self }
    }

    /// The items as text.
    pub(crate) fn spelled(self, items: &[Item]) -> String {
        let mut out = String::new();
        // Writing into a string does not fail.
        let _ = self.write(items, &mut out);
        out
    }

    fn write(self, items: &[Item], out: &mut String) -> fmt::Result {
        for (at, item) in items.iter().enumerate() {
            match item {
                Item::Literal(text) => write_text(&self.text(text), out)?,
                Item::Wildcard { .. } => out.write_char('*')?,
                Item::Group(inner) => {
                    out.write_char('(')?;
                    self.write(inner, out)?;
                    out.write_char(')')?;
                }
                Item::Parameter(parameter) => {
                    write!(out, ":{}", parameter.name)?;
                    // A letter behind it would be taken for one of the name.
                    let runs_on = matches!(
                        items.get(at + 1),
                        Some(Item::Literal(text)) if text.starts_with(|c: char| c.is_ascii_alphanumeric())
                    );
                    if runs_on || !self.is_default(&parameter.kind) {
                        write!(out, "<{}>", self.kind(&parameter.kind))?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Text as it may stand here: a value has no query and no fragment behind it.
    fn text(self, text: &str) -> Cow<'_, str> {
        if self.class != Class::Value || !text.contains(['%', '+']) {
            return Cow::Borrowed(text);
        }
        let text = text.replace("%3F", "?").replace("%23", "#");
        Cow::Owned(match self.is_form {
            true => text.replace('+', "%2B"),
            false => text,
        })
    }

    /// True for the kind of names without one.
    fn is_default(self, kind: &Kind) -> bool {
        matches!(kind, Kind::Class { class, min: 1, max: None } if *class == self.class)
    }

    /// The name that the policy has for a kind, else the kind itself.
    pub(crate) fn kind(self, kind: &Kind) -> String {
        let named = self.kinds.iter().find(|(_, known)| *known == kind);
        // A form would read the `+` of a kind's values as a space.
        let has_plus = |kind: &Kind| matches!(kind, Kind::Enumeration(values) if values.iter().any(|value| value.contains('+')));
        let named = named.filter(|(_, known)| !self.is_form || !has_plus(known));
        match (named, kind) {
            (Some((name, _)), _) => (*name).to_owned(),
            (None, Kind::Enumeration(values)) if self.is_form => {
                let values = values.iter().map(|value| value.replace('+', "%2B"));
                Kind::Enumeration(values.collect()).to_string()
            }
            (None, kind) => kind.to_string(),
        }
    }
}

/// Writes the values of a choice with bars between them.
pub(in crate::pattern) fn write_values(values: &[String], f: &mut Formatter<'_>) -> fmt::Result {
    for (number, value) in values.iter().enumerate() {
        if number > 0 {
            f.write_char('|')?;
        }
        write_text(value, f)?;
    }
    Ok(())
}
