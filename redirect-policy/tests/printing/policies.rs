//! Whole policies print themselves: what is printed compiles to the same table, but for places and spelling.

use redirect_policy::check::check;
use redirect_policy::diagnostic::{Level, render_all};
use redirect_policy::lower::lower;
use redirect_policy::model::Policy;
use redirect_policy::source::{Sources, Span};

/// A policy without what depends on the file that it was written in.
fn unplaced(policy: &Policy) -> Policy {
    let mut policy = policy.clone();
    for rule in &mut policy.rules {
        rule.span = Span::default();
        rule.source.text = rule.source.to_string();
        rule.from_table = false;
    }
    policy
}

/// Asserts that a policy prints as one that compiles to the same table, and gives the text.
pub(crate) fn assert_prints(policy: &Policy, title: &str) -> String {
    let printed = policy.to_string();
    let mut sources = Sources::default();
    let file = sources.insert("printed.yml", printed.clone());
    let mut again = check(&mut sources, file);
    let is_error = |level: &Level| *level == Level::Error;
    // Files that the policy names are not there.
    again
        .diagnostics
        .retain(|one| is_error(&one.level) && one.code != "unreadable-file");
    if !again.diagnostics.is_empty() {
        let said = render_all(&mut again.diagnostics, &sources);
        let said: String = said.into_iter().map(|(_, text)| text + "\n").collect();
        panic!("{title}: the printed policy is refused:\n{said}\n{printed}");
    }
    let ids = |policy: &Policy| -> Vec<String> {
        policy.rules.iter().map(|rule| rule.id.clone()).collect()
    };
    assert_eq!(ids(policy), ids(&again.policy), "{title}\n{printed}");
    for (one, other) in policy.rules.iter().zip(&again.policy.rules) {
        let examples = |rule: &redirect_policy::model::Rule| -> Vec<_> {
            let examples = rule.examples.iter();
            examples
                .map(|one| {
                    (
                        one.target.clone(),
                        one.at,
                        one.site_status,
                        one.expect.clone(),
                    )
                })
                .collect()
        };
        assert_eq!(examples(one), examples(other), "{title}\n{printed}");
        assert_eq!(
            one.response_options, other.response_options,
            "{title}\n{printed}"
        );
        assert_eq!(one.note, other.note, "{title}\n{printed}");
    }
    // A source under a prefix with choices becomes several: the tool's own test compares their answers.
    let pairs = policy.rules.iter().zip(&again.policy.rules);
    let written_out: Vec<bool> = pairs
        .map(|(one, other)| one.except.len() < other.except.len())
        .collect();
    let table = |policy: &Policy| {
        let mut policy = unplaced(policy);
        for (rule, &written_out) in policy.rules.iter_mut().zip(&written_out) {
            if written_out {
                rule.except = Default::default();
            }
        }
        lower(&policy, &Sources::default())
    };
    assert!(
        table(policy) == table(&again.policy),
        "{title}: another table\n{printed}"
    );
    assert_eq!(
        again.policy.to_string(),
        printed,
        "{title}: a second printing differs"
    );
    printed
}

/// Checks a text and asserts that it prints itself; the number of its rules.
pub(crate) fn assert_text_prints(text: &str, title: &str) -> usize {
    let mut sources = Sources::default();
    let file = sources.insert("redirects.yml", text);
    let policy = check(&mut sources, file).policy;
    if has_bound_exceptions(&policy) {
        return 0;
    }
    assert_prints(&policy, title);
    policy.rules.len()
}

/// Returns true if an exception stands below a prefix with a name of free text: it has no form outside of its group, and
/// `redirects expand` refuses it.
fn has_bound_exceptions(policy: &Policy) -> bool {
    let mut excepted = policy.rules.iter().flat_map(|rule| rule.except.iter());
    excepted.any(|except| except.names().iter().any(|bound| bound.name != "*"))
}
