//! An advice, read and applied.

use redirect_policy::diagnostic::{Diagnostic, Level};

use super::document::{Document, Way};

/// One of the alternatives that a line of help gives.
#[derive(Debug, Default)]
pub(crate) struct Advice {
    /// The texts in backticks, in order: all of them together are one change.
    pub(crate) texts: Vec<String>,
    /// The words before the first of them.
    pub(crate) before: String,
    /// All its words.
    pub(crate) words: String,
    pub(crate) removes: bool,
}

/// The words before a text that is to be written.
const ADVISING: &[&str] = &[
    "write ",
    "add ",
    "remove ",
    "use ",
    "such as ",
    "as in ",
    "name it: ",
    "it: ",
    "quotes: ",
    "itself ",
    "matches: ",
    "path: ",
    "too: ",
    "mean ",
    "group: ",
    "character: ",
    "characters: ",
    "own: ",
    "name: ",
];

/// Faults that hide others, which the advice says or has nothing to do with.
const HIDDEN: &[(&str, &str)] = &[
    ("name-in-except", "variable-in-authority"),
    ("bad-date", "permanent-temporary"),
    ("whitespace", "uncovered-url"),
    // The text says that the destination needs the group too.
    (
        "query-or-fragment-in-source",
        "maybe-unbound-destination-parameter",
    ),
];

/// The alternatives of a line of help, each with a text to write.
pub(crate) fn advices(help: &str) -> Vec<Advice> {
    if help.starts_with("such as ") {
        // A request that shows it.
        return Vec::new();
    }
    let mut advices = vec![Advice::default()];
    for (number, part) in help.split('`').enumerate() {
        if number % 2 == 1 {
            advices.last_mut().unwrap().texts.push(part.to_owned());
            continue;
        }
        let mut part = part.replace(" or ", "\n");
        for ends in ["; ", "? ", ": how ", ": what ", ": other ", ": then "] {
            // What follows is no alternative of what stands before it.
            part = part.replace(ends, "\n;");
        }
        let mut pieces = part.split('\n');
        let words = pieces.next().unwrap_or_default();
        let last = advices.last_mut().unwrap();
        last.removes |= words.contains("remove") || words.contains("leave out");
        last.words += words;
        if last.texts.is_empty() {
            last.before = words.to_owned();
        }
        for words in pieces {
            advices.push(Advice {
                texts: Vec::new(),
                before: words.to_owned(),
                words: words.to_owned(),
                removes: words.contains("remove"),
            });
        }
    }
    let mut goes_on = false;
    advices.retain(|advice| {
        let advises = ADVISING.iter().any(|words| advice.before.ends_with(words));
        goes_on = advises || advice.before.is_empty() && goes_on;
        !advice.texts.is_empty() && goes_on
    });
    advices
}

/// Tries the ways to read an advice, and gives the policy of the first that works.
pub(crate) fn follow(
    document: &Document,
    diagnostic: &Diagnostic,
    found: &[Diagnostic],
    advice: &Advice,
) -> Result<Document, String> {
    let mut changed = vec![document.clone()];
    let ways = document.around(diagnostic.span.start, diagnostic.span.end);
    let mut texts = advice.texts.clone();
    let in_place = advice.words.contains("in place of");
    if in_place {
        // What is replaced goes first, while its place is known.
        texts.reverse();
    }
    for text in &texts {
        changed = changed
            .iter()
            .flat_map(|document| readings(document, diagnostic, &ways, text, advice))
            .collect();
    }
    if let (true, [ours, theirs, ..]) = (in_place, advice.texts.as_slice()) {
        changed.extend(document.with_text(diagnostic.span.start, theirs, ours));
    }
    if let (true, [entry, name]) = (advice.words.contains(" to "), advice.texts.as_slice()) {
        changed.extend(document.in_lookup(name, entry));
    }
    let mut best: Option<Vec<String>> = None;
    for document in changed {
        let left = left(&document, diagnostic, found);
        if left.is_empty() {
            return Ok(document);
        }
        if best.as_ref().is_none_or(|best| left.len() < best.len()) {
            best = Some(left);
        }
    }
    Err(best.map_or("no way to apply it".to_owned(), |best| {
        best.join("\n        ")
    }))
}

/// Returns the diagnostics of a changed document that are new, and the one that was followed if it is still there.
pub(crate) fn left(
    document: &Document,
    diagnostic: &Diagnostic,
    found: &[Diagnostic],
) -> Vec<String> {
    // Codes are counted, not messages: those that stay may quote the text that was changed.
    let same = |a: &Diagnostic, b: &Diagnostic| a.code == b.code;
    let before = |one: &Diagnostic| found.iter().filter(|known| same(known, one)).count();
    let after = document.judge();
    let is_left = |one: &&Diagnostic| {
        let now = after.iter().filter(|other| same(other, one)).count();
        // What was no policy before may be warned of now.
        let harmless = one.level == Level::Warning && diagnostic.level == Level::Error;
        let is_hidden = HIDDEN.contains(&(diagnostic.code, one.code));
        // Files of which the case has none.
        let no_file = matches!(one.code, "unreadable-file" | "missing-feature");
        match same(one, diagnostic) {
            true => now >= before(one),
            false => now > before(one) && !harmless && !no_file && !is_hidden,
        }
    };
    let left = after.iter().filter(is_left);
    left.map(|one| {
        format!(
            "{:?} {}: {} {:?}",
            one.level, one.code, one.message, one.help
        )
    })
    .collect()
}

fn readings(
    document: &Document,
    diagnostic: &Diagnostic,
    ways: &[Way],
    text: &str,
    Advice { removes, words, .. }: &Advice,
) -> Vec<Document> {
    let (start, end) = (diagnostic.span.start, diagnostic.span.end);
    let mut changed = Vec::new();
    let innermost = ways.first().cloned().unwrap_or_default();
    // What the reader fills in.
    let text = text.replace("[ ... ]", "[]").replace("...", "x");
    let keyed = text.split_once(": ").filter(|(key, _)| is_key(key));
    if *removes {
        changed.extend(removed(document, ways, &text));
        changed.extend(document.without_text(start, &text));
    }
    if words.contains("in the destination") {
        changed.extend(document.in_destination(ways, &text));
    }
    if let Some((key, value)) = keyed {
        changed.extend(document.with_inner_entry(ways, key, value));
        for way in ways {
            changed.extend(document.with_entry(way, key, value));
        }
        changed.extend(document.with_whole_entry(start, &text));
    }
    if text.starts_with("- ") {
        changed.extend(document.with_element(ways, &text, words));
    }
    if words.starts_with("add ") || words.contains(" add ") {
        changed.extend(document.with_host(&text));
    }
    if text == "hosts" || text == "statusCode" || text == "destination" {
        // Named after the text that goes there, or in place of it.
        changed.push(document.clone());
        changed.extend(removed(document, ways, &text));
    }
    if text.starts_with(['"', '\'']) {
        changed.extend(document.with_quoted(start, end, &text));
    }
    let shown = document.text.get(start as usize..end as usize);
    let is_path = |text: &str| text.starts_with('/') || text.contains("://");
    if !is_path(&text) || shown.is_some_and(|shown| shown.len() > 3 && is_path(shown)) {
        changed.extend(document.replaced(start, end, &text));
    }
    changed.extend(document.with_scalar(&innermost, &text));
    changed.extend(document.with_key(start, &text));
    if text.starts_with(':') {
        changed.extend(document.renamed(ways, start, end, &text));
    }
    changed
}

fn is_key(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        && text.starts_with(|first: char| first.is_ascii_lowercase())
}

/// Without the entry that a text names, in any map around.
fn removed(document: &Document, ways: &[Way], text: &str) -> Vec<Document> {
    let mut changed = Vec::new();
    let key = text.split(": ").next().unwrap_or_default();
    for way in ways {
        let Some(node) = document.node(way) else {
            continue;
        };
        let entries = node.as_map().unwrap_or_default();
        let found = entries.iter().position(|entry| entry.key.text == key);
        changed.extend(found.and_then(|step| document.without(way, step)));
    }
    changed
}
