//! Cloudflare's `_redirects`: `from to [status]` on each line; 302 unless it says otherwise.

use std::collections::HashSet;

use super::{Read, refused, unreadable};
use crate::foreign::{ForeignRule, Status, Syntax};
use crate::report::Reason;

/// Number of rules with `*` or names, or behind one of these, that Cloudflare reads.
const MOST_DYNAMIC: usize = 100;
/// Number of other rules that it reads.
const MOST_STATIC: usize = 2_000;
const LONGEST_LINE: usize = 2_000;

pub(super) fn read(file: &str, text: &str) -> Vec<Read> {
    let mut reader = Reader {
        file,
        seen: HashSet::new(),
        statics: 0,
        dynamics: 0,
    };
    let lines = text.lines().map(str::trim).zip(1_u64..);
    lines
        .filter(|(line, _)| !line.is_empty() && !line.starts_with('#'))
        .map(|(line, number)| reader.rule(number, line))
        .collect()
}

struct Reader<'a> {
    file: &'a str,
    /// Sources that a rule has had.
    seen: HashSet<String>,
    statics: usize,
    dynamics: usize,
}

impl Reader<'_> {
    fn rule(&mut self, number: u64, line: &str) -> Read {
        let words: Vec<&str> = line.split_whitespace().collect();
        let comment = words.iter().position(|word| word.starts_with('#'));
        let words = words
            .get(..comment.unwrap_or(words.len()))
            .unwrap_or_default();
        let (source, destination, status) = match *words {
            [source, destination] => (source, destination, "302"),
            [source, destination, status] => (source, destination, status),
            _ => {
                let text = "Cloudflare takes a source, a destination and a status, and drops what has more or less";
                return Err(unreadable(self.file, number, line, text));
            }
        };
        let path = source.split(['?', '#']).next().unwrap_or_default();
        let path = match path.starts_with('/') {
            true => path.to_owned(),
            false => format!("/{path}"),
        };
        let mut rule = ForeignRule::new(&path, Some(destination), Syntax::Cloudflare);
        rule.file = self.file.to_owned();
        rule.line = number;
        rule.raw = line.to_owned();
        rule.optional_slash = false;
        rule.drop_query = destination.contains('?');
        rule.status = match status.parse() {
            Ok(code) => Status::Code(code),
            Err(_) => Status::Other(status.to_owned()),
        };
        if !destination.contains("://") {
            rule.destination = Some(without_repeated_slashes(destination));
        }
        match self.fault(&rule, source, destination, line.len()) {
            None => Ok(rule),
            Some(text) => Err(refused(
                &rule,
                Reason::new("dropped", format!("Cloudflare drops this line: {text}")),
            )),
        }
    }

    /// Why Cloudflare reads over a line.
    fn fault(
        &mut self,
        rule: &ForeignRule,
        source: &str,
        destination: &str,
        length: usize,
    ) -> Option<&'static str> {
        if length > LONGEST_LINE {
            return Some("it is longer than 2,000 characters");
        }
        if source.starts_with("https://") || source.starts_with("http://") {
            return Some("a source names no host");
        }
        let path = rule.source.as_str();
        if self.dynamics == 0 && !is_dynamic(path) {
            self.statics += 1;
            if self.statics > MOST_STATIC {
                return Some("it takes 2,000 rules without `*` and names");
            }
        } else {
            self.dynamics += 1;
            if self.dynamics > MOST_DYNAMIC {
                return Some("it takes 100 rules with `*` or names, or behind one");
            }
        }
        let is_relative = destination.starts_with('/') && !destination.starts_with("//");
        if !is_relative && !destination.starts_with("https://") {
            return Some("a destination begins with `/` or `https://`");
        }
        if !matches!(rule.status, Status::Code(200 | 301 | 302 | 303 | 307 | 308)) {
            return Some("the status is none of 200, 301, 302, 303, 307 and 308");
        }
        let is_index = destination.ends_with("/index") || destination.ends_with("/index.html");
        if is_relative && is_index && (path.ends_with("/*") || path.ends_with('/')) {
            return Some("it would come back to itself, as `/index.html` is served as `/`");
        }
        if !self.seen.insert(rule.source.clone()) {
            return Some("an earlier line has the same source");
        }
        None
    }
}

/// Returns true if a source has a `*` or a name.
fn is_dynamic(path: &str) -> bool {
    let named = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic());
    path.contains('*') || path.split(':').skip(1).any(named)
}

/// Cloudflare makes one slash of several in a destination on the same host.
fn without_repeated_slashes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c != '/' || !out.ends_with('/') {
            out.push(c);
        }
    }
    out
}
