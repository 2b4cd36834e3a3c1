//! Rule sets: what every engine is asked to serve.

mod adversarial;
mod corpora;
mod github;
mod groups;
mod hosts;
mod mixed;
mod policy;

use redirect_policy::pattern::{
    Item, Pattern, SourceOptions, Template, parse_destination, parse_source,
};

pub use adversarial::{LONG, SHORT, overlapping, same_parameter};

/// One rule, in the project's own language.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The pattern that it matches.
    pub source: Pattern,
    /// Where it sends.
    pub destination: Template,
    /// The only host that it is for.
    pub host: Option<String>,
}

impl Rule {
    /// A rule with a pattern; `None` if the language refuses it.
    pub fn pattern(source: &str, destination: &str) -> Option<Rule> {
        Some(Rule {
            source: parse_source(source, &SourceOptions::default()).ok()?,
            destination: parse_destination(destination).ok()?,
            host: None,
        })
    }

    /// A rule that is literal text, as a row of a table is.
    pub fn literal(source: &str, destination: &str) -> Option<Rule> {
        Some(Rule {
            source: Pattern::literal(source),
            destination: Template::literal(destination).ok()?,
            host: None,
        })
    }

    /// The path of a rule that matches one path only.
    pub fn path(&self) -> Option<&str> {
        self.source.literal_text()
    }

    /// The first segment, if the rule says it in full.
    pub fn first_segment(&self) -> Option<&str> {
        let Item::Literal(text) = self.source.items.first()? else {
            return None;
        };
        let whole = self.source.items.len() == 1;
        let mut segments = text.strip_prefix('/')?.split('/');
        let first = segments.next()?;
        (whole || segments.next().is_some()).then_some(first)
    }
}

/// Rules in file order.
#[derive(Clone, Debug, Default)]
pub struct RuleSet {
    /// Name of the set on the command line and in tables.
    pub name: String,
    /// The rules.
    pub rules: Vec<Rule>,
    /// Number of rules of a real table that are not in this language, or look at more than path and host.
    pub left_out: usize,
    /// True if a handler decides for every rule, so that each can pass on.
    pub asks: bool,
}

impl RuleSet {
    /// Returns true if any rule is for one host only.
    pub fn has_hosts(&self) -> bool {
        self.rules.iter().any(|rule| rule.host.is_some())
    }
}

/// The sets that a plain run takes, in the order of tables.
pub const USUAL: [&str; 7] = ["40", "groups40", "github", "1k", "10k", "100k", "1M"];

/// A set by its name: one of [`USUAL`], `mixed:N`, `literal:N`, `hosts:N`, `groups40`, `encoded`, `adversarial`, or the name of a table that
/// lies in `../shared/corpora` beside the checkout, or the path of one (`.jsonl.xz`).
///
/// # Errors
/// When there is no such set.
pub fn named(name: &str) -> Result<RuleSet, String> {
    let count = |text: &str| number(text).ok_or_else(|| format!("`{text}` is no number of rules"));
    let rules = match name.split_once(':') {
        Some(("mixed", rules)) => mixed::mixed(count(rules)?),
        Some(("literal", rules)) => mixed::literal(count(rules)?),
        Some(("hosts", rules)) => hosts::hosts(count(rules)?),
        _ => match name {
            // Asked for other paths.
            "40" | "encoded" => policy::policy(),
            "groups40" => groups::groups(),
            "github" => github::github(),
            "adversarial" => adversarial::adversarial(),
            _ => match number(name) {
                Some(rules) => mixed::mixed(rules),
                None => return corpora::table(name),
            },
        },
    };
    Ok(RuleSet {
        name: name.to_owned(),
        rules,
        ..RuleSet::default()
    })
}

/// The names of the real tables that are there.
pub fn tables() -> Vec<String> {
    corpora::names()
}

/// `1k`, `1M` or digits.
fn number(text: &str) -> Option<usize> {
    let (digits, unit) = match text.as_bytes().last()? {
        b'k' => (&text[..text.len() - 1], 1_000),
        b'M' => (&text[..text.len() - 1], 1_000_000),
        _ => (text, 1),
    };
    Some(digits.parse::<usize>().ok()? * unit)
}
