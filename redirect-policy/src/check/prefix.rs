//! `prefix`: what a group puts before the sources and the relative destinations of its rules.

use std::rc::Rc;

use crate::diagnostic::Diagnostic;
use crate::model::Prefix;
use crate::pattern::{self, Ends, Pattern, SourceOptions, Template};
use crate::source::Span;
use crate::yaml::{Entry, Scalar};

use super::{Checker, keys, values};

/// The prefix at one place of the document, those around it included.
pub(super) struct GroupPrefix {
    pub(super) source: Pattern,
    pub(super) destination: Template,
    span: Span,
    destination_span: Span,
}

/// A destination as it is written, and with what stands before it.
pub(super) struct Placed {
    pub(super) template: Template,
    /// Number of bytes before the rule's own text, and the number of those that are left out.
    pub(super) shift: Shift,
}

/// Where the own text of a rule begins in a joined one.
#[derive(Clone, Default)]
pub(super) struct Shift {
    pub(super) length: usize,
    pub(super) dropped: usize,
    /// The text before it, and the place where that is written.
    front: String,
    pub(super) front_span: Span,
}

impl Shift {
    /// A place in the joined text as one in the rule's own; `None` if it is in the prefix.
    pub(super) fn own(&self, at: &std::ops::Range<usize>) -> Option<std::ops::Range<usize>> {
        let own = |at: usize| at.checked_sub(self.length)?.checked_add(self.dropped);
        Some(own(at.start)?..own(at.end)?)
    }

    /// An advice about the joined text as one about the rule's own.
    pub(super) fn advice(&self, help: &str) -> String {
        if self.front.is_empty() {
            return help.to_owned();
        }
        let own = if self.dropped > 0 { "`/" } else { "`" };
        help.replace(&format!("`{}", self.front), own)
    }
}

impl GroupPrefix {
    /// Returns the prefix as rules keep it.
    pub(super) fn of_rules(&self) -> Rc<Prefix> {
        Rc::new(Prefix {
            span: self.span,
            length: self.source.text.len(),
            dropped: usize::from(self.source.ends() == Ends::InSlash),
        })
    }

    /// A relative destination behind the prefix; `None` where it does not begin with a `/`.
    pub(super) fn before(&self, template: &Template) -> Option<Placed> {
        if template.origin.is_some() {
            return Some(Placed {
                template: template.clone(),
                shift: Shift::default(),
            });
        }
        Some(Placed {
            template: self.destination.followed_by(template)?,
            shift: Shift {
                length: self.destination.text.len(),
                dropped: usize::from(self.destination.ends() == Ends::InSlash),
                front: self.destination.text.clone(),
                front_span: self.destination_span,
            },
        })
    }
}

impl Checker<'_> {
    /// The prefix of a group, behind those around it.
    pub(super) fn prefix(
        &mut self,
        entry: &Entry,
        outer: Option<&GroupPrefix>,
        options: &SourceOptions,
    ) -> Option<GroupPrefix> {
        let options = SourceOptions {
            trailing_slash_optional: false,
            ..options.clone()
        };
        let (source, destination) = match values::scalar(&entry.value) {
            Some(written) => (written, None),
            None => {
                if values::is_null(&entry.value) {
                    self.wrong_value(entry, "a path such as `/(:l<locale>/)`");
                    return None;
                }
                let fields = self.fields(&entry.value, &keys::PREFIX)?;
                let example = "source: \"/(:l<locale>/)\"";
                let source = self.required(&fields, &keys::PREFIX, "source", example)?;
                let source = self.text(source, "a path such as `/(:l<locale>/)`")?;
                let destination = match fields.find("destination") {
                    Some(entry) => Some(self.text(
                        entry,
                        "a path, or an origin such as `https://www.example.com/`",
                    )?),
                    None => None,
                };
                (source, destination)
            }
        };
        if self.foreign_source(source, true) {
            return None;
        }
        let own = pattern::parse_source(&source.text, &options);
        let own = self.parsed(source, own)?;
        let template = match destination {
            Some(written) => {
                let template = pattern::parse_destination_front(&written.text);
                self.parsed(written, template)?
            }
            None => {
                let template = pattern::parse_destination_front(&pattern::without_kinds(&own));
                self.parsed(source, template)?
            }
        };
        let written = destination.unwrap_or(source);
        if template.text.contains(['?', '#']) {
            self.bad_prefix(
                written,
                "a `prefix` is a path, without query and fragment",
                "leave it out",
            );
            return None;
        }
        self.ends_alike(source, own.ends())?;
        self.ends_alike(written, template.ends())?;
        let (source_pattern, destination) = match outer {
            None => (own, template),
            Some(outer) => {
                let joined = self.behind(source, &own, Some(outer))?;
                let placed = outer.before(&template);
                let Some(placed) = placed else {
                    self.bad_prefix(
                        written,
                        "a `prefix` inside another begins with `/`",
                        "begin it with a `/`",
                    );
                    return None;
                };
                (joined, placed.template)
            }
        };
        Some(GroupPrefix {
            source: source_pattern,
            destination,
            span: source.span,
            destination_span: written.span,
        })
    }

    /// A source behind the prefix of its group.
    pub(super) fn behind(
        &mut self,
        written: &Scalar,
        own: &Pattern,
        prefix: Option<&GroupPrefix>,
    ) -> Option<Pattern> {
        match prefix {
            None => Some(own.clone()),
            Some(prefix) => {
                let joined = prefix.source.followed_by(own).map_err(|error| vec![error]);
                self.parsed(written, joined)
            }
        }
    }

    /// A destination behind the prefix of its group.
    pub(super) fn placed_behind(
        &mut self,
        written: &Scalar,
        own: Template,
        prefix: Option<&GroupPrefix>,
    ) -> Option<Placed> {
        let Some(prefix) = prefix else {
            return Some(Placed {
                template: own,
                shift: Shift::default(),
            });
        };
        let placed = prefix.before(&own);
        if placed.is_none() {
            self.bad_prefix(
                written,
                "with a `prefix` before it a destination begins with `/`",
                "begin it with a `/`, or write the whole URL",
            );
        }
        placed
    }

    fn ends_alike(&mut self, written: &Scalar, ends: Ends) -> Option<()> {
        if ends == Ends::Both {
            self.bad_prefix(
                written,
                "this `prefix` ends in `/` at times, and at times does not",
                "let it end in `/` always, as in `/(:l<en|de>/)`, or never, as in `(/:l<en|de>)`",
            );
            return None;
        }
        Some(())
    }

    fn bad_prefix(&mut self, written: &Scalar, message: &str, help: &str) {
        self.report(Diagnostic::error("bad-prefix", written.span, message).help(help));
    }
}
