//! Sources of rules.

use std::borrow::Cow;

use redirect_runtime::canonical::delimiters;

use super::items::{check_variables, finish, items};
use super::reader::{MAX_GROUPS, read, too_many_groups};
use super::regex;
use super::reserved::conditions;
use crate::pattern::check::beginning::starts_with_slash;
use crate::pattern::check::dots::dot_segments;
use crate::pattern::token::Language;
use crate::pattern::{Class, Item, Kind, Kinds, Pattern, PatternError, count_groups};

/// The keys of a rule that change how its source is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceOptions {
    /// The kind of a name without one: the key `parameter`.
    pub default_kind: Kind,
    /// `trailingSlash: optional`: a final `/` may be missing, or be there though it is not written.
    pub trailing_slash_optional: bool,
    /// The policy's own kinds.
    pub kinds: Kinds,
}

impl Default for SourceOptions {
    fn default() -> Self {
        SourceOptions {
            default_kind: Kind::Class {
                class: Class::Segment,
                min: 1,
                max: None,
            },
            trailing_slash_optional: false,
            kinds: Kinds::default(),
        }
    }
}

/// Reads the source of a rule.
///
/// # Errors
/// All that is wrong with it, in the order of the text; each with its place in bytes.
///
/// ```
/// use redirect_policy::pattern::{SourceOptions, parse_source};
///
/// let source = parse_source("/kr/jobs/(:title-):id<int>(/)", &SourceOptions::default())?;
/// let names: Vec<_> = source.names().iter().map(|bound| (bound.name.to_owned(), bound.optional)).collect();
/// assert_eq!(names, [("title".to_owned(), true), ("id".to_owned(), false)]);
///
/// let errors = parse_source("/:id/:id(", &SourceOptions::default()).unwrap_err();
/// assert_eq!(errors[0].code, "duplicate-name");
/// assert_eq!(errors[1].code, "unclosed-group");
/// # Ok::<(), Vec<redirect_policy::pattern::PatternError>>(())
/// ```
pub fn parse_source(text: &str, options: &SourceOptions) -> Result<Pattern, Vec<PatternError>> {
    if let Some(error) = absolute_source(text)
        .or_else(|| regex::expression(text, is_source))
        .or_else(|| quoted(text, "source-must-start-with-slash"))
    {
        return Err(vec![error]);
    }
    let reading = read(text, 0, Language::Source, &options.kinds);
    let mut errors = reading.errors;
    errors.extend(starts_with_slash(text, &reading.tokens, Language::Source));
    dot_segments(text, &reading.tokens, &mut errors);
    check_variables(
        text,
        &reading.tokens,
        Language::Source,
        &options.default_kind,
        &mut errors,
    );
    let mut items = items(reading.tokens, &options.default_kind);
    decode_delimiters(&mut items);
    let changed = options.trailing_slash_optional && make_last_slash_optional(&mut items);
    if changed && errors.is_empty() && count_groups(&items) > MAX_GROUPS {
        errors.push(too_many_groups(0..text.len()));
    }
    finish(text, items, errors)
}

/// Returns true if a text is a source as it stands.
fn is_source(text: &str) -> bool {
    parse_source(text, &SourceOptions::default()).is_ok()
}

/// Decodes the delimiters of literals: these match them encoded or not.
fn decode_delimiters(items: &mut [Item]) {
    for item in items {
        match item {
            Item::Literal(text) => {
                if let Cow::Owned(decoded) = delimiters::decoded(text) {
                    *text = decoded;
                }
            }
            Item::Group(items) => decode_delimiters(items),
            Item::Parameter(_) | Item::Wildcard { .. } => {}
        }
    }
}

/// A text in quotes that YAML does not know, as word processors write them.
pub(in crate::pattern) fn quoted(text: &str, code: &'static str) -> Option<PatternError> {
    const QUOTES: [char; 8] = ['“', '”', '„', '‘', '’', '‚', '«', '»'];
    let first = text.chars().next().filter(|first| QUOTES.contains(first))?;
    let plain = text.trim_matches(QUOTES);
    Some(
        PatternError::new(
            code,
            0..first.len_utf8(),
            format!("`{first}` is no quote that YAML knows, so it would be part of the text"),
        )
        .help(format!("use straight quotes: `'{plain}'`")),
    )
}

/// A whole URL where a path is asked for: one error says more than one for each of its parts.
fn absolute_source(text: &str) -> Option<PatternError> {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))?;
    let (host, path) = match rest
        .find('/')
        .and_then(|slash| rest.split_at_checked(slash))
    {
        Some((host, path)) => (host, path),
        None => (rest, "/"),
    };
    let path = path.split('#').next().unwrap_or_default();
    let (path, query) = match path.split_once('?') {
        Some((path, query)) => (path, conditions(query)),
        None => (path, None),
    };
    let query = query.map_or(String::new(), |query| format!(", query: {{ {query} }}"));
    Some(
        PatternError::new(
            "source-must-start-with-slash",
            0..text.len() - rest.len() + host.len(),
            "a source is a path; the host is matched by `when`",
        )
        .help(format!(
            "write `{path}` with `when: {{ host: \"{host}\"{query} }}`"
        )),
    )
}

/// Replaces a final `/` by `(/)`, else adds it; `false` where the source stays as it is.
fn make_last_slash_optional(items: &mut Vec<Item>) -> bool {
    let slash = || Item::Group(vec![Item::Literal("/".to_owned())]);
    let only = items.len() == 1;
    match items.last_mut() {
        None | Some(Item::Wildcard { .. }) => return false,
        Some(Item::Parameter(parameter)) if parameter.kind.spans() => return false,
        Some(last) if *last == slash() => return false,
        Some(Item::Literal(text)) if only && text == "/" => return false,
        Some(Item::Literal(text)) if text.ends_with('/') => {
            text.pop();
            if text.is_empty() {
                items.pop();
            }
        }
        Some(_) => {}
    }
    items.push(slash());
    true
}
