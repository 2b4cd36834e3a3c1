//! The URLPattern of the web, one a rule, tried in order.

use ::urlpattern::{UrlPattern, UrlPatternInit, UrlPatternMatchInput, UrlPatternOptions};
use redirect_policy::pattern::Item;

use super::{Lookup, Made, Numbered};
use crate::request::Target;

/// Patterns in the order of the rules.
pub(super) struct UrlPatterns {
    rules: Vec<(UrlPattern, u32)>,
}

pub(super) fn build(rules: &Numbered<'_>) -> Made<UrlPatterns> {
    let mut made = Vec::new();
    for (number, rule) in rules {
        let mut pathname = String::new();
        write(&rule.source.items, &mut pathname);
        let init = UrlPatternInit {
            pathname: Some(pathname),
            ..UrlPatternInit::default()
        };
        if let Ok(pattern) = <UrlPattern>::parse(init, UrlPatternOptions::default()) {
            made.push((pattern, *number));
        }
    }
    let refused = rules.len() - made.len();
    (UrlPatterns { rules: made }, refused)
}

/// A source in the syntax of URLPattern; a `*` there is greedy.
fn write(items: &[Item], to: &mut String) {
    for item in items {
        match item {
            Item::Literal(text) => {
                for character in text.chars() {
                    if matches!(
                        character,
                        ':' | '*' | '+' | '?' | '(' | ')' | '{' | '}' | '\\'
                    ) {
                        to.push('\\');
                    }
                    to.push(character);
                }
            }
            Item::Parameter(parameter)
                if parameter.kind == redirect_policy::pattern::Kind::Path =>
            {
                to.push_str(&format!("{{:{}(.+)}}", parameter.name));
            }
            Item::Parameter(parameter) => to.push_str(&format!("{{:{}}}", parameter.name)),
            Item::Wildcard { .. } => to.push('*'),
            // A group may not stand in a group there.
            Item::Group(inner) => match inner.as_slice() {
                [Item::Parameter(parameter), Item::Literal(text)] => {
                    to.push_str(&format!("{{:{}{text}}}?", parameter.name));
                }
                _ => {
                    to.push('{');
                    write(inner, to);
                    to.push_str("}?");
                }
            },
        }
    }
}

impl Lookup for UrlPatterns {
    fn lookup(&self, target: &Target) -> u32 {
        let input = UrlPatternInit {
            pathname: Some(target.path.clone()),
            ..UrlPatternInit::default()
        };
        let taken = |(pattern, number): &(UrlPattern, u32)| {
            let found = pattern.exec(UrlPatternMatchInput::Init(input.clone()));
            found.ok().flatten().map(|_| *number)
        };
        self.rules.iter().find_map(taken).unwrap_or(0)
    }
}
