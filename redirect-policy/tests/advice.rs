//! Each advice, followed: applied to the policy that it was given for, it compiles, and nothing new is said.
//!
//! An advice is a text in backticks in a line of help. The tests follow it as a reader would: a text stands in place of
//! what the carets point at, or of the whole value around it; `key: value` is written into the map around it; "remove"
//! removes. Of several ways to read one text the first that works counts, since a reader has the words beside it.

#[path = "advice/cases.rs"]
mod cases;
#[path = "advice/document.rs"]
mod document;
#[path = "advice/edits.rs"]
mod edits;
#[path = "advice/follow.rs"]
mod follow;
#[path = "advice/meaning.rs"]
mod meaning;

use std::collections::BTreeSet;

use cases::Case;
use document::Document;
use redirect_policy::diagnostic::Diagnostic;

/// The most advices that one follows, one after the other, until nothing is said any more.
const MOST_STEPS: usize = 12;

/// The bytes of a policy that is followed to its end.
const LONGEST_FOLLOWED: usize = 1_500;

#[test]
fn each_advice_compiles() {
    let (mut followed, mut wrong) = (0, BTreeSet::new());
    each_diagnostic(|case, document, found, diagnostic| {
        for help in &diagnostic.help {
            for advice in follow::advices(help) {
                followed += 1;
                if let Err(why) = follow::follow(document, diagnostic, found, &advice) {
                    wrong.insert(format!(
                        "{}\n    {help}\n    {:?}: {why}\n",
                        shown(case, document, diagnostic),
                        advice.texts
                    ));
                }
            }
        }
    });
    assert!(followed > 800, "only {followed}");
    assert_none(wrong);
}

#[test]
fn each_suggestion_mends() {
    let (mut followed, mut wrong) = (0, BTreeSet::new());
    each_diagnostic(|case, document, found, diagnostic| {
        let Some(edited) = document.edited(&diagnostic.suggestion) else {
            return;
        };
        if diagnostic.suggestion.is_empty() {
            return;
        }
        followed += 1;
        let left = follow::left(&edited, diagnostic, found);
        if !left.is_empty() {
            wrong.insert(format!(
                "{}\n    {left:?}\n",
                shown(case, document, diagnostic)
            ));
        }
    });
    assert!(followed > 20, "only {followed}");
    assert_none(wrong);
}

/// Whoever always does what comes first gets somewhere: no advice leads back to an earlier one.
#[test]
fn no_advices_lead_in_a_circle() {
    let mut wrong = BTreeSet::new();
    for case in cases::all() {
        let mut document = Document::of(&case);
        if document.text.len() > LONGEST_FOLLOWED {
            // The same rules come one by one.
            continue;
        }
        let mut steps = vec![document.text.clone()];
        let most = MOST_STEPS + document.judge().len();
        while let Some(next) = first_advice(&document) {
            if steps.contains(&next.text) || steps.len() > most {
                steps.push(next.text.clone());
                let last: Vec<String> = steps
                    .iter()
                    .rev()
                    .take(4)
                    .map(|text| {
                        let said = next.judge();
                        format!("{text}\n{said:?}")
                    })
                    .collect();
                wrong.insert(format!("{}:\n{}\n", case.name, last.join("\n<-\n")));
                break;
            }
            steps.push(next.text.clone());
            document = next;
        }
    }
    assert_none(wrong);
}

/// The policy after the first advice that is no leave to stay as it is.
fn first_advice(document: &Document) -> Option<Document> {
    let found = document.judge();
    let own = found.iter().filter(|one| one.span.file == document.file);
    own.filter(|one| one.help.iter().all(|help| !help.contains("--features")))
        .find_map(|one| {
            let helps = one
                .help
                .iter()
                .filter(|help| !help.starts_with("if it is meant"));
            let advices = helps.flat_map(|help| follow::advices(help));
            let followed = advices.map(|advice| follow::follow(document, one, &found, &advice));
            followed.into_iter().find_map(Result::ok)
        })
}

fn each_diagnostic(mut look: impl FnMut(&Case, &Document, &[Diagnostic], &Diagnostic)) {
    for case in cases::all() {
        let document = Document::of(&case);
        let found = document.judge();
        for diagnostic in found.iter().filter(|one| one.span.file == document.file) {
            look(&case, &document, &found, diagnostic);
        }
    }
}

fn shown(case: &Case, document: &Document, diagnostic: &Diagnostic) -> String {
    let line = document.line(diagnostic.span.start as usize);
    format!(
        "{}: {}\n    {line}\n    {}",
        case.name, diagnostic.code, diagnostic.message
    )
}

fn assert_none(wrong: BTreeSet<String>) {
    let all: Vec<&str> = wrong.iter().map(String::as_str).collect();
    assert!(all.is_empty(), "{} wrong\n{}", all.len(), all.join("\n"));
}
