//! Differences between the answers of a system and those of the policy, with what a conversion tells of them.

use redirect_formats::Conversion;

use super::answer::Answer;

/// A difference between two answers to a request.
pub(super) struct Difference<'a> {
    pub(super) written: &'a str,
    pub(super) wanted: &'a Answer,
    /// The source of the rule that the system followed, where the table has one rule a line.
    pub(super) source: &'a str,
    /// The line of the rule that the system followed; 0 where it needs none for its answer.
    pub(super) followed: Option<u64>,
    /// The line of the policy's rule.
    pub(super) winner: Option<u64>,
}

/// Names what a difference is put down to.
pub(super) fn told(conversion: &Conversion, difference: &Difference<'_>) -> Option<String> {
    let remarks = || conversion.refused.iter().chain(&conversion.approximated);
    let lines = [difference.winner, difference.followed];
    for line in lines.into_iter().flatten().filter(|&line| line > 0) {
        if let Some(remark) = remarks().find(|remark| remark.line == line) {
            return Some(remark.reason.code.to_owned());
        }
    }
    let of_the_file = remarks().filter(|remark| remark.line == 0);
    let of_the_file = of_the_file.map(|remark| ("", remark.reason.code));
    let notes = conversion.notes.iter().map(|note| ("note ", note.code));
    let mut all = of_the_file.chain(notes);
    all.find(|(_, code)| speaks_of(code, difference))
        .map(|(kind, code)| format!("{kind}{code}"))
}

/// Returns true if a note on the whole table, or on a setting of it, speaks of such a difference.
fn speaks_of(code: &str, difference: &Difference<'_>) -> bool {
    let target = difference.written.split(' ').next().unwrap_or_default();
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let origin = path.split_once("://").filter(|_| path.starts_with("http"));
    let path = origin.map_or(path, |(_, rest)| rest);
    match code {
        "repeated-slashes" => {
            let names_host = |to: &String| to.starts_with("//");
            path.contains("//")
                || matches!(difference.wanted, Answer::Redirect(_, to) if names_host(to))
        }
        "query-values" => {
            let query = target.split_once('?').map_or("", |(_, query)| query);
            query.contains('+') || query.split('&').any(|pair| pair.ends_with('='))
        }
        "encoded-characters" => path.contains('%'),
        "repeated-keys" => repeats_a_key(target),
        "dot-segments" => path.contains("/."),
        // The setting redirects a path to itself with a slash at its end, or without.
        "trailing-slash" => {
            matches!(difference.wanted, Answer::Redirect(308, to) if is_slash_apart(path, to))
        }
        // The system has another character where the policy has a full stop.
        "full-stops" => difference.winner.is_none() && has_loose_stop(difference.source),
        _ => false,
    }
}

fn has_loose_stop(expression: &str) -> bool {
    let mut windows = expression.as_bytes().windows(3);
    windows.any(|three| {
        three[1] == b'.' && three[0].is_ascii_alphanumeric() && three[2].is_ascii_alphanumeric()
    })
}

fn repeats_a_key(target: &str) -> bool {
    let query = target.split_once('?').map_or("", |(_, query)| query);
    let keys = query.split('&').map(|pair| pair.split('=').next());
    let mut keys: Vec<Option<&str>> = keys.collect();
    let count = keys.len();
    keys.sort();
    keys.dedup();
    keys.len() < count
}

fn is_slash_apart(path: &str, location: &str) -> bool {
    let location = location.split(['?', '#']).next().unwrap_or_default();
    path != location && path.trim_end_matches('/') == location.trim_end_matches('/')
}
