//! `check --fix`: applies the edits that diagnostics suggest, and keeps them only if they mend what they say.
//!
//! An edit replaces a span of bytes and nothing else, so comments, indentation and the style of lists and maps stay. After
//! each round the policy is compiled again from the changed text; what does not come out as promised is not written.

use std::collections::HashSet;
use std::fmt;
use std::fs;

use redirect_policy::diagnostic::{Diagnostic, Edit, Level};
use redirect_policy::lint::LintArguments;
use redirect_policy::lower::lower;
use redirect_policy::source::Sources;
use redirect_runtime::Policy;
use serde_json::{Value, json};

use crate::Failure;
use crate::policy_file::Loaded;

/// The most times that the policy is compiled again: the edits of one round may show the faults of the next.
const MOST_ROUNDS: usize = 6;
/// The most suggestions that are tried one by one after a round as a whole went wrong.
const MOST_SINGLE: usize = 40;

/// A mended policy, and the edits that mended it.
#[derive(Debug, Default)]
pub(super) struct Fixed {
    /// The files as they should be.
    pub(super) sources: Sources,
    /// The changes, in order.
    pub(super) changes: Vec<Change>,
}

/// One thing that was mended.
#[derive(Clone, Debug)]
pub(super) struct Change {
    code: &'static str,
    file: String,
    line: usize,
    column: usize,
    before: String,
    after: String,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "fixed {}:{}:{}: `{}` is now `{}` [{}]",
            self.file, self.line, self.column, self.before, self.after, self.code
        )
    }
}

impl Change {
    /// The change as a JSON object.
    pub(super) fn json(&self) -> Value {
        json!({
            "kind": "fix",
            "v": 1,
            "code": self.code,
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "before": self.before,
            "after": self.after,
        })
    }
}

/// Mends what a policy's diagnostics suggest.
pub(super) fn fix(loaded: &Loaded, lints: &LintArguments) -> Fixed {
    let mut current = copy(loaded, &loaded.sources, lints);
    let mut changes = Vec::new();
    for _ in 0..MOST_ROUNDS {
        let wanted = suggestions(&current);
        if wanted.is_empty() {
            break;
        }
        let (next, applied) = round(&current, &wanted, lints);
        if applied.is_empty() {
            break;
        }
        changes.extend(
            applied
                .iter()
                .flat_map(|found| told(found, &current.sources)),
        );
        current = next;
    }
    Fixed {
        sources: current.sources,
        changes,
    }
}

/// Writes the files that differ from what they were.
pub(super) fn save(fixed: &Sources, loaded: &Loaded) -> Result<(), Failure> {
    for file in fixed.files() {
        let before = loaded.sources.files().iter();
        let before = { before }.find(|known| known.path == file.path);
        if before.is_some_and(|before| before.text != file.text) {
            fs::write(&file.path, &file.text).map_err(|error| {
                Failure::of(format!("cannot write `{}`: {error}", file.path.display()))
            })?;
        }
    }
    Ok(())
}

/// One round: all suggestions together, or those that hold up one by one.
fn round(
    current: &Loaded,
    wanted: &[Diagnostic],
    lints: &LintArguments,
) -> (Loaded, Vec<Diagnostic>) {
    let together = edited(current, wanted, lints);
    if holds(current, &together, wanted) {
        return (together, wanted.to_vec());
    }
    let mut kept: Vec<Diagnostic> = Vec::new();
    for one in wanted.iter().take(MOST_SINGLE) {
        let mut tried = kept.clone();
        tried.push(one.clone());
        if holds(current, &edited(current, &tried, lints), &tried) {
            kept = tried;
        }
    }
    (edited(current, &kept, lints), kept)
}

/// The diagnostics whose edits may be made: each in a file of its own text, none touching another.
fn suggestions(loaded: &Loaded) -> Vec<Diagnostic> {
    let mut taken: Vec<Edit> = Vec::new();
    let mut wanted = Vec::new();
    for found in &loaded.compiled.diagnostics {
        let edits = &found.suggestion;
        let touches = |edit: &Edit| {
            taken.iter().any(|other| {
                other.span.file == edit.span.file
                    && edit.span.start < other.span.end
                    && other.span.start < edit.span.end
            })
        };
        let is_safe = |edit: &Edit| is_plain(edit, &loaded.sources) && !touches(edit);
        if !edits.is_empty() && edits.iter().all(is_safe) {
            taken.extend(edits.iter().cloned());
            wanted.push(found.clone());
        }
    }
    wanted
}

/// Returns true if an edit replaces text that is written there, and no alias, anchor, tag or block of lines.
fn is_plain(edit: &Edit, sources: &Sources) -> bool {
    let written = text_at(edit, sources);
    let file = sources.file(edit.span.file);
    let front = file.and_then(|file| file.text.get(..edit.span.start as usize));
    let front = front.unwrap_or("").trim_end_matches([' ', '\t']);
    let token = front.rsplit([' ', '\t', '\n', '\r']).next().unwrap_or("");
    !written.is_empty()
        && !written.starts_with(['*', '&', '!', '|', '>'])
        && !written.contains('\n')
        && !token.starts_with(['&', '!'])
}

fn text_at<'s>(edit: &Edit, sources: &'s Sources) -> &'s str {
    let range = edit.span.start as usize..edit.span.end as usize;
    let file = sources.file(edit.span.file);
    file.and_then(|file| file.text.get(range)).unwrap_or("")
}

/// The policy with the edits of some diagnostics.
fn edited(current: &Loaded, mended: &[Diagnostic], lints: &LintArguments) -> Loaded {
    let mut edits: Vec<&Edit> = mended.iter().flat_map(|found| &found.suggestion).collect();
    // From the end, so that the places before it stay.
    edits.sort_by_key(|edit| std::cmp::Reverse((edit.span.file, edit.span.start)));
    let mut sources = Sources::default();
    for (number, file) in (0..).zip(current.sources.files()) {
        // What could not be read is asked of the disk again.
        if file.text.is_empty() {
            continue;
        }
        let mut text = file.text.clone();
        for edit in edits.iter().filter(|edit| edit.span.file == number) {
            let range = edit.span.start as usize..edit.span.end as usize;
            if text.get(range.clone()).is_some() {
                text.replace_range(range, &edit.text);
            }
        }
        sources.insert(&file.shown, text);
    }
    Loaded::of(&current.path, sources, current.file, lints)
}

/// The policy compiled from the text in memory.
fn copy(loaded: &Loaded, sources: &Sources, lints: &LintArguments) -> Loaded {
    let mut own = Sources::default();
    for file in sources.files().iter().filter(|file| !file.text.is_empty()) {
        own.insert(&file.shown, file.text.clone());
    }
    Loaded::of(&loaded.path, own, loaded.file, lints)
}

/// Returns true if the edits mend the reported faults and break nothing: each report is gone, and no fault of form is
/// new.
fn holds(before: &Loaded, after: &Loaded, mended: &[Diagnostic]) -> bool {
    let key = |found: &Diagnostic| (found.code, found.message.clone());
    let known: HashSet<_> = before.compiled.diagnostics.iter().map(key).collect();
    let reported: HashSet<_> = mended.iter().map(key).collect();
    // Proofs are made once there are no faults of form: then all that they find is new.
    let had_proofs = !has_faults_of_form(before);
    let after_proofs = !has_faults_of_form(after);
    let is_bad = |found: &Diagnostic| {
        let is_new = !known.contains(&key(found)) && found.level == Level::Error;
        let by_proof = redirect_policy::lint::names().any(|lint| lint == found.code);
        is_new && !(by_proof && !had_proofs && after_proofs)
    };
    let came_back = |found: &Diagnostic| {
        // Two chains may read alike: there must be fewer.
        reported.contains(&key(found)) && count(after, found) >= count(before, found)
    };
    let mut diagnostics = after.compiled.diagnostics.iter();
    !diagnostics.any(|found| is_bad(found) || came_back(found)) && lead_to_their_ends(after, mended)
}

/// Returns true if the requests that showed chains are now sent straight to where their trips ended.
fn lead_to_their_ends(after: &Loaded, mended: &[Diagnostic]) -> bool {
    let trip = |found: &Diagnostic| Some((found.witness.clone()?, found.trip.last()?.clone()));
    let trips: Vec<(String, String)> = mended.iter().filter_map(trip).collect();
    if trips.is_empty() {
        return true;
    }
    let table = lower(&after.compiled.policy, &after.sources);
    let table = table.and_then(|table| Policy::from_bytes(table).ok());
    table.is_some_and(|table| {
        let arrives = |(witness, end): &(String, String)| {
            table.find(witness.as_str()).location() == Some(end.as_str())
        };
        trips.iter().all(arrives)
    })
}

fn has_faults_of_form(loaded: &Loaded) -> bool {
    loaded.compiled.diagnostics.iter().any(|found| {
        found.level == Level::Error
            && !redirect_policy::lint::names().any(|lint| lint == found.code)
    })
}

fn count(loaded: &Loaded, like: &Diagnostic) -> usize {
    let diagnostics = loaded.compiled.diagnostics.iter();
    diagnostics
        .filter(|found| found.code == like.code && found.message == like.message)
        .count()
}

/// The edits of a diagnostic in words.
fn told(found: &Diagnostic, sources: &Sources) -> Vec<Change> {
    found
        .suggestion
        .iter()
        .map(|edit| {
            let (line, column) = sources.position(edit.span);
            let file = sources.file(edit.span.file);
            Change {
                code: found.code,
                file: file.map_or(String::new(), |file| file.shown.clone()),
                line,
                column,
                before: text_at(edit, sources).to_owned(),
                after: edit.text.clone(),
            }
        })
        .collect()
}
