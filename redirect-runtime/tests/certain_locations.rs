//! Claims that locations are certain, against the renderer: a rule that looks at nothing but the path, of which the table may say
//! that its location never fails and never is where the request is, beside the same rule with a condition that always
//! holds, whose location is rendered before it matches.

use std::rc::Rc;

use redirect_policy::lower::lower;
use redirect_policy::model::{Action, Condition, Policy, Rule, ValuePattern};
use redirect_policy::pattern::{
    Pattern, SourceOptions, Template, check_bindings, parse_destination, parse_source,
};
use redirect_policy::reference;
use redirect_policy::source::{Sources, Span};
use redirect_runtime::Outcome;
use redirect_runtime::canonical::canonical_path;
use testkit::Random;
use testkit::patterns::{path, source};

const TEXT: [&str; 16] = [
    "/", "/", "a", ".", "..", "-", "/x/", ".html", "//", "/a", "/b/", "kr", "1", "/1", ",", "%2C",
];
const DOTS: [&str; 9] = [".", "..", "/..", "../", "/.", "./", "a.", ".a", "/"];
/// Sources whose names stand beside dots, slashes and each other.
const SOURCES: [&str; 17] = [
    "/:n1<path>.html",
    "/x:n1<path>",
    "/x(-:n1)",
    "/a/:n1<path>/:n2",
    "/*.:n1",
    "*/:n1",
    "*.html",
    "/a*",
    "/:n1-:n2(/)",
    "/:n1<.|..|a>:n2<int>",
    "(/:n1<path>)/b*",
    "/-:n1<int>/*",
    "/a(/:n1)(/:n2)/*",
    "/%20:n1.:n2",
    "/x/:n1<any>",
    "/x:n1<any>.html",
    "/a/:n1<any>/:n2",
];

fn drawn_source(random: &mut Random) -> String {
    match random.chance(50) {
        true => source(random),
        false => random.text(&SOURCES).to_owned(),
    }
}

/// A destination that uses some names of a source; it may be refused.
fn destination(random: &mut Random, names: &[String]) -> String {
    let mut text = match random.below(8) {
        0 => "https://x.example/".to_owned(),
        1 => "https://x.example//".to_owned(),
        _ => "/".to_owned(),
    };
    let mut open = 0;
    for _ in 0..1 + random.below(6) {
        match random.below(10) {
            0..=3 if !names.is_empty() => text.push_str(&names[random.below(names.len())]),
            0..=6 => text.push_str(random.text(&TEXT)),
            7 | 8 => {
                text.push('(');
                open += 1;
            }
            _ if open > 0 => {
                text.push(')');
                open -= 1;
            }
            _ => {}
        }
    }
    text + &")".repeat(open)
}

fn policy(source: &Pattern, destination: &Template, fold_case: bool, renders: bool) -> Policy {
    let redirect = Action::Redirect {
        status: 301,
        destination: destination.clone(),
        destination_span: Span::default(),
        handler: None,
        on_failure: None,
        permanent_after: None,
    };
    let gone = Action::Gone {
        status: 410,
        handler: None,
        on_failure: None,
    };
    let mut redirecting = Rule::new(source.clone(), redirect);
    redirecting.fold_case = fold_case;
    if renders {
        redirecting.when = Rc::new(vec![Condition::Cookie {
            name: "absent".to_owned(),
            value: ValuePattern::Present(false),
        }]);
    }
    let rest = parse_source("/*", &SourceOptions::default()).expect("a source");
    Policy {
        rules: vec![redirecting, Rule::new(rest, gone)],
        ..Policy::default()
    }
}

fn compiled(policy: &Policy) -> redirect_runtime::Policy {
    let table = lower(policy, &Sources::default()).expect("small");
    redirect_runtime::Policy::from_bytes(table).expect("a table")
}

/// Where a location leads, as browsers ask for it.
fn path_of(location: &str) -> &str {
    location
        .strip_prefix("https://x.example")
        .unwrap_or(location)
}

#[test]
fn what_is_certain_of_locations_is_so() {
    let times =
        std::env::var("REDIRECTS_CASES").map_or(1, |times| times.parse().expect("a number"));
    let mut random = Random(77);
    let (mut rules, mut redirects, mut failures) = (0, 0, 0);
    for _ in 0..8_000 * times {
        let text = drawn_source(&mut random);
        let Ok(source) = parse_source(&text, &SourceOptions::default()) else {
            continue;
        };
        let names: Vec<String> = source
            .names()
            .iter()
            .map(|bound| match bound.name {
                "*" => "*".to_owned(),
                name => format!(":{name}"),
            })
            .collect();
        let Ok(destination) = parse_destination(&destination(&mut random, &names)) else {
            continue;
        };
        if !check_bindings(&[&source], &destination).is_empty() {
            continue;
        }
        rules += 1;
        let fold = random.chance(10);
        let [certain, rendering] =
            [false, true].map(|renders| compiled(&policy(&source, &destination, fold, renders)));
        for _ in 0..20 {
            let mut path = path(&mut random, &source.items);
            for _ in 0..random.below(3) {
                let at = random.below(path.len());
                if path.is_char_boundary(at) && at > 0 {
                    path.insert_str(at, random.text(&DOTS));
                }
            }
            if random.chance(20) {
                path.insert(0, '/');
            }
            let target = format!("https://x.example{path}");
            let on = format!("{target} by {text} to {}", destination.text);
            let (found, judged) = (certain.find(&*target), rendering.find(&*target));
            assert_eq!(found.outcome(), judged.outcome(), "{on}");
            match found.outcome() {
                Outcome::Redirect { location, .. } => {
                    redirects += 1;
                    let there = canonical_path(path_of(location));
                    assert_ne!(there, canonical_path(&path), "already there: {on}");
                }
                Outcome::Gone { .. } => {
                    let fails = reference::matches(&source.items, fold, &canonical_path(&path));
                    failures += usize::from(fails.is_some());
                }
                _ => {}
            }
        }
    }
    println!("{rules} rules, {redirects} redirects, {failures} locations that failed");
    assert!(rules > 2_000 && redirects > 10_000 && failures > 300);
}
