//! Regular expressions, judged by an engine for them: whatever a converted rule answers, the expression answers too.
//!
//! `cases/expressions.txt` holds a rule in each paragraph, and paths to ask for; each path is asked for in many
//! damaged forms as well. `exact` rules must answer all of them as the expression does, `near` ones (the converter says
//! that they are not to the letter) the paths as they are written, `refused` ones must be refused. In `dotted` ones a
//! `.` between letters is read as a full stop without a word; the rest of them is exact.

mod support;

use std::collections::BTreeSet;

use redirect_formats::{Conversion, Format, Options, convert};
use redirect_runtime::{Outcome, Policy};
use regex::Regex;
use serde_json::json;

const CASES: &str = include_str!("cases/expressions.txt");

/// A rule with the paths to ask for.
struct Case<'a> {
    /// `exact`, `dotted`, `near` or `refused`.
    class: &'a str,
    syntax: &'a str,
    source: &'a str,
    destination: &'a str,
    paths: Vec<&'a str>,
}

fn cases() -> Vec<Case<'static>> {
    let paragraphs = CASES.split("\n\n").map(|text| {
        text.lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
    });
    let cases = paragraphs.filter_map(|mut lines| {
        let head: Vec<&str> = lines.next()?.split_whitespace().collect();
        let [class, syntax, source, destination] = head[..] else {
            panic!("{head:?} has not four words");
        };
        Some(Case {
            class,
            syntax,
            source,
            destination,
            paths: lines.map(str::trim).collect(),
        })
    });
    cases.collect()
}

impl Case<'_> {
    fn convert(&self) -> Conversion {
        let mut rule = json!({
            "source": self.source, "destination": self.destination, "status": 301, "syntax": "regex",
        });
        match self.syntax {
            "search" => {}
            "whole" => rule["dialect"] = json!("canonicalwebteam.yaml-responses"),
            "folded" => rule["location_mod"] = json!("~*"),
            other => panic!("`{other}` is no syntax"),
        }
        convert(
            Format::JsonLines,
            "rules",
            &rule.to_string(),
            &Options::default(),
        )
    }

    /// The expression, as its system asks it.
    fn expression(&self) -> Regex {
        let text = match self.syntax {
            "whole" => format!("^/(?:{})$", self.source.trim_start_matches('/')),
            "folded" => format!("(?i){}", self.source),
            _ => self.source.to_owned(),
        };
        let text = match self.class {
            "dotted" => text.replace('.', r"\."),
            _ => text,
        };
        Regex::new(&text).unwrap_or_else(|error| panic!("{error}"))
    }

    /// Where the expression sends a path.
    fn location(&self, expression: &Regex, path: &str) -> Option<String> {
        let captures = expression.captures(path)?;
        let mut out = String::new();
        let destination = match self.syntax {
            "whole" => self.destination.replace('{', "${"),
            _ => braced(self.destination),
        };
        captures.expand(&destination, &mut out);
        Some(out)
    }
}

/// `$1x` is the first capture and an `x`, where the engine would take `1x` for a name.
fn braced(destination: &str) -> String {
    let mut out = String::new();
    let mut rest = destination.chars().peekable();
    while let Some(c) = rest.next() {
        out.push(c);
        match rest.peek() {
            Some(digit) if c == '$' && digit.is_ascii_digit() => {
                out.extend(['{', *digit, '}']);
                rest.next();
            }
            _ => {}
        }
    }
    out
}

/// A location as the language writes it: slashes in front become one, and one with dot segments is never sent.
fn sound(location: &str) -> Option<String> {
    let path = location.split('?').next().unwrap_or_default();
    let is_dots = |segment: &str| segment == "." || segment == "..";
    (!path.split('/').any(is_dots)).then(|| match location.starts_with("//") {
        true => format!("/{}", location.trim_start_matches('/')),
        false => location.to_owned(),
    })
}

fn answer(policy: &Policy, path: &str) -> Option<String> {
    match policy.find(path).outcome() {
        Outcome::Redirect { location, .. } => Some(location.to_owned()),
        Outcome::Stop {
            already_there: true,
        } => Some(path.to_owned()),
        Outcome::Passthrough => None,
        other => panic!("{path}: {other:?}"),
    }
}

/// A path, and what could come instead of it.
fn damaged(path: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::from([path.to_owned(), "/".to_owned()]);
    for tail in ["/", "x", "/x", "-1", ".html", "/a/b", "7", "-"] {
        out.insert(format!("{path}{tail}"));
    }
    for head in ["/x", "/x/y", "/7"] {
        out.insert(format!("{head}{path}"));
    }
    out.insert(path.to_uppercase());
    for (index, c) in path.char_indices() {
        let (before, after) = (&path[..index], &path[index + c.len_utf8()..]);
        for instead in ["", "x", "7", "-", "/", ".", "_", "A", "-b", "/b", "-7"] {
            out.insert(format!("{before}{instead}{after}"));
        }
        out.insert(format!("{before}{c}{c}{after}"));
        out.insert(format!("{before}{c}"));
        out.insert(format!("{path}{after}"));
    }
    // No request has an empty path, and servers take slashes in a row for one.
    out.retain(|path| path.starts_with('/') && !path.contains("//") && !path.contains("/./"));
    out.retain(|path| {
        path.split('/')
            .all(|segment| segment != "." && segment != "..")
    });
    out
}

#[test]
fn converted_expressions_answer_as_the_expressions_do() {
    let mut wrong = Vec::new();
    let (mut asked, mut redirected) = (0, 0);
    for case in cases() {
        let conversion = case.convert();
        let class = match (&conversion.refused[..], &conversion.approximated[..]) {
            ([], []) if case.class == "dotted" => "dotted",
            ([], []) => "exact",
            ([], _) => "near",
            _ => "refused",
        };
        let shown = format!("{} {} {}", case.syntax, case.source, case.destination);
        if class != case.class {
            let why = conversion.refused.iter().chain(&conversion.approximated);
            let why: Vec<_> = why.map(|remark| &remark.reason.text).collect();
            wrong.push(format!("{shown}: {class}, not {}: {why:?}", case.class));
        }
        wrong.extend(support::faults(&conversion));
        if class == "refused" {
            continue;
        }
        let (policy, _) = support::served(&conversion);
        let expression = case.expression();
        let mut faults = Vec::new();
        for path in &case.paths {
            let paths = match class {
                "near" => BTreeSet::from([(*path).to_owned()]),
                _ => damaged(path),
            };
            for path in paths {
                let expected = case.location(&expression, &path).and_then(|to| sound(&to));
                let given = answer(&policy, &path);
                asked += 1;
                redirected += usize::from(expected.is_some());
                if given != expected {
                    faults.push(format!("    {path}: {given:?}, not {expected:?}"));
                }
            }
        }
        if !faults.is_empty() {
            let patterns: Vec<_> = conversion.patterns.iter().collect();
            wrong.push(format!("{shown}: {} wrong, as {patterns:?}", faults.len()));
            faults.sort_by_key(String::len);
            faults.truncate(4);
            wrong.append(&mut faults);
        }
    }
    println!("{asked} requests, {redirected} of them redirected");
    let shown = wrong.join("\n");
    assert!(wrong.is_empty(), "{shown}");
}
