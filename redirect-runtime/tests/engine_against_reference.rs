//! The engine against the slow, obvious matcher: the winner, what it binds, and the whole order of passing on.

use std::rc::Rc;

use redirect_policy::lower::lower;
use redirect_policy::model::{Action, Condition, HostPattern, Located, Policy, Rule, ValuePattern};
use redirect_policy::pattern::{
    Pattern, SourceOptions, Template, parse_host, parse_source, parse_value,
};
use redirect_policy::reference::{self, Bindings};
use redirect_policy::source::{Sources, Span};
use redirect_runtime::Match;
use redirect_runtime::canonical::canonical_path;
use testkit::Random;
use testkit::patterns::{long_path, path, plain_source, source};

/// A rule that a handler decides, or that redirects to one place: the next rule can be asked for after either.
fn rule(random: &mut Random, pattern: Pattern, fold_case: bool) -> Rule {
    let span = Span::default();
    let action = if random.chance(50) {
        Action::Gone {
            status: 410,
            handler: Some(Located {
                value: "ask".to_owned(),
                span,
            }),
            on_failure: None,
        }
    } else {
        Action::Redirect {
            status: 301,
            destination: Template::literal("/there").expect("a path"),
            destination_span: span,
            handler: None,
            on_failure: None,
            permanent_after: None,
        }
    };
    Rule {
        fold_case,
        ..Rule::new(pattern, action)
    }
}

/// The kind of rules that a policy is drawn from.
#[derive(Clone, Copy, PartialEq)]
enum Draw {
    /// Any patterns, some of which fold case.
    Patterns,
    /// Few literal paths and a pattern now and then: many rules match one path, told apart by host and query or not
    /// at all.
    Crowds,
    /// Literals and plain parameters, the shapes of most tables.
    Plain,
    /// Plain patterns before hundreds of first segments, which begin alike.
    Plenty,
    /// Names in front of a literal second segment, and literal first segments beside them.
    Fronted,
    /// Kinds, lengths and wildcards, for paths of more than a hundred bytes.
    Long,
}

fn policy(random: &mut Random, draw: Draw) -> Policy {
    const CROWDED: [&str; 6] = ["/a", "/a/b", "/A/b", "/a-b", "/:x", "/a/*"];
    const LONG: [&str; 12] = [
        "/:n<alnum{3,130}>-:s",
        "/:n<int{1,19}>*",
        "/p/:rest<path>/end(/)",
        "/*:n<hex{60,70}>(-:y)",
        "/:a<segment{64}>/:b<path>",
        "/:a<slug>-:b<int{2}>*",
        "(/:a<path>)/:b<alpha{1,65}>-*",
        "/*-:t.php",
        "/(:a-)(:b-):c<slug>(.html)",
        "/*:id<uuid>-*",
        "/:a<alnum>*%20:b",
        "/:a-:b/*",
    ];
    const FRONTED: [&str; 10] = [
        "/:l/b/:n",
        "(/:l)/a/:n(/)",
        "/(:l<a|kr>/)aaaaaaaa-b/:n",
        "/:l-a/b-b/*",
        "/(:l/)@/:n",
        "/a-:l/%C3%A9/:n(/)",
        "/(:l/)(:m/)b",
        "/a/:n",
        "/b",
        "/:l/",
    ];
    let mut policy = Policy::default();
    let most = match draw {
        Draw::Crowds => 60,
        Draw::Long => 2,
        Draw::Fronted => 4,
        _ => 12,
    };
    let wanted = 1 + random.below(most);
    while policy.rules.len() < wanted {
        let text = match draw {
            Draw::Patterns => source(random),
            Draw::Long => random.text(&LONG).to_owned(),
            Draw::Crowds => random.text(&CROWDED).to_owned(),
            Draw::Fronted => random.text(&FRONTED).to_owned(),
            Draw::Plain | Draw::Plenty => plain_source(random),
        };
        if let Ok(pattern) = parse_source(&text, &SourceOptions::default()) {
            let folds = random.chance(10);
            let mut rule = rule(random, pattern, folds);
            if draw == Draw::Crowds {
                rule.when = Rc::new(conditions(random));
            }
            policy.rules.push(rule);
        }
    }
    if draw == Draw::Plenty {
        let fronts = ["a", "--", "aaaaaaaa", "a-a.html-", "aaaaaaaa-aaaaaaaa-"];
        let sources = (0..400).map(|number| {
            let front = random.text(&fronts);
            match number % 40 {
                0 => format!("/{front}{number}-:n/a"),
                1 => format!("/{front}{number}/:n"),
                _ => format!("/{front}{number}(/)"),
            }
        });
        for text in sources.collect::<Vec<_>>() {
            let pattern = parse_source(&text, &SourceOptions::default()).expect("a source");
            let folds = random.chance(2);
            policy.rules.push(rule(random, pattern, folds));
        }
    }
    policy
}

const HOSTS: [&str; 3] = ["a.example", "b.example", "c.example"];
/// Hosts that are no text, without names.
const HOST_PATTERNS: [&str; 4] = ["*.example", "(b.)example", "(a)(.)example", "(c)(.)example"];
const VALUES: [&str; 3] = ["1", "2", "a%20b"];

fn conditions(random: &mut Random) -> Vec<Condition> {
    let mut conditions = Vec::new();
    if random.chance(60) {
        let count = 1 + random.below(3);
        let patterns = (0..count).map(|_| match random.chance(70) {
            true => HostPattern::Exact(random.text(&HOSTS).to_owned()),
            false => parse_host(random.text(&HOST_PATTERNS)).expect("a host"),
        });
        conditions.push(Condition::Host(patterns.collect()));
    }
    for key in ["p", "q"] {
        if random.chance(40) {
            let kind = SourceOptions::default().default_kind;
            let count = 1 + random.below(2);
            let values =
                (0..count).map(|_| parse_value(random.text(&VALUES), &kind).expect("literal"));
            conditions.push(Condition::Query {
                key: key.to_owned(),
                value: ValuePattern::OneOf(values.collect()),
            });
        }
    }
    conditions
}

/// A request beside its path, and the target that says so.
struct Asked {
    host: Option<&'static str>,
    /// The values of `p` and `q`.
    query: [Option<&'static str>; 2],
}

impl Asked {
    fn any(random: &mut Random) -> Self {
        let mut some = |from: &[&'static str]| {
            let at = random.below(from.len() + 1);
            from.get(at).copied()
        };
        Asked {
            host: some(&HOSTS),
            query: [some(&VALUES), some(&VALUES)],
        }
    }

    fn target(&self, path: &str) -> String {
        let mut target = self
            .host
            .map_or(String::new(), |host| format!("https://{host}"));
        target.push_str(path);
        for (key, value) in ["?p", "&q"].iter().zip(self.query) {
            // A `&` without a `?` would belong to the path.
            let key = if *key == "&q" && !target.contains('?') {
                "?q"
            } else {
                key
            };
            if let Some(value) = value {
                target.push_str(&format!("{key}={value}"));
            }
        }
        target
    }

    fn meets(&self, conditions: &[Condition]) -> bool {
        conditions.iter().all(|condition| match condition {
            Condition::Host(hosts) => self.host.is_some_and(|host| {
                let mut hosts = hosts.iter();
                hosts.any(|pattern| reference::matches_host(pattern, host))
            }),
            Condition::Query { key, value } => match value {
                ValuePattern::OneOf(patterns) => {
                    let asked = self.query[usize::from(key == "q")];
                    let mut patterns = patterns.iter();
                    patterns.any(|pattern| asked == Some(pattern.text.as_str()))
                }
                ValuePattern::Present(_) => unreachable!(),
            },
            _ => unreachable!(),
        })
    }
}

/// Every rule that matches with what it binds, by the reference.
fn expected(policy: &Policy, path: &str, asked: &Asked) -> Vec<(u32, Bindings)> {
    let path = canonical_path(path);
    (0..)
        .zip(&policy.rules)
        .filter(|(_, rule)| asked.meets(&rule.when))
        .filter_map(|(number, rule)| {
            let mut bound = reference::matches(&rule.source.items, rule.fold_case, &path)?;
            bound.sort();
            Some((number, bound))
        })
        .collect()
}

/// Returns what the parameters of a match are bound to, by their names in the source.
fn bound(found: &Match<'_>) -> Bindings {
    let name = |name: &str| if name == "wildcard" { "*" } else { name }.to_owned();
    let parameters = found.parameters();
    let mut bound: Bindings = parameters
        .map(|(key, value)| (name(key), value.as_str().to_owned()))
        .collect();
    bound.sort();
    bound
}

/// Every rule that the engine finds with what it binds.
fn answered(policy: &redirect_runtime::Policy, path: &str) -> Vec<(u32, Bindings)> {
    let mut answers = Vec::new();
    let mut found = policy.find(path);
    while let Some(rule) = found.rule() {
        let bound = bound(&found);
        let paused = found.pause().expect("a rule");
        let resumed = Match::resume(policy, path.into(), paused);
        assert_eq!(
            resumed.rule().map(|rule| rule.number()),
            Some(rule.number())
        );
        assert_eq!(
            self::bound(&resumed),
            bound,
            "{path}, put down and taken up"
        );
        answers.push((rule.number(), bound));
        found.advance();
    }
    answers
}

/// Returns how many times the usual number of cases is drawn: `REDIRECTS_CASES`, 1 by default.
fn times() -> usize {
    std::env::var("REDIRECTS_CASES").map_or(1, |times| times.parse().expect("a number"))
}

/// Returns what is added to the seeds of all draws: `REDIRECTS_SEED`, 0 by default.
fn seed() -> u64 {
    std::env::var("REDIRECTS_SEED").map_or(0, |seed| seed.parse().expect("a number"))
}

fn compare(draw: Draw, policies: usize, paths: usize) {
    let mut random = Random(seed().wrapping_add(draw as u64 + 1));
    let mut matched = 0;
    let policies = policies * times();
    for _ in 0..policies {
        let policy = policy(&mut random, draw);
        let table = lower(&policy, &Sources::default()).expect("small");
        let compiled = redirect_runtime::Policy::from_bytes(table).expect("a table");
        for _ in 0..paths {
            let from = random.below(policy.rules.len());
            let items = &policy.rules[from].source.items;
            let path = match draw {
                Draw::Long => long_path(&mut random, items),
                _ => path(&mut random, items),
            };
            let asked = Asked::any(&mut random);
            let expected = expected(&policy, &path, &asked);
            matched += usize::from(!expected.is_empty());
            let target = asked.target(&path);
            let sources = || {
                let rules = policy.rules.iter();
                let told = rules.map(|rule| (&rule.source.text, rule.fold_case, &rule.when));
                told.collect::<Vec<_>>()
            };
            let answered = answered(&compiled, &target);
            assert_eq!(answered, expected, "{target} on {:#?}", sources());
        }
    }
    let cases = policies * paths;
    println!("{matched} of {cases} cases matched");
    let enough = if draw == Draw::Long { 4 } else { 2 };
    assert!(
        matched > cases / enough,
        "too few cases match to mean anything"
    );
}

#[test]
fn engine_and_reference_agree() {
    compare(Draw::Patterns, 2_000, 50);
}

#[test]
fn engine_and_reference_agree_on_crowds() {
    compare(Draw::Crowds, 500, 50);
}

#[test]
fn engine_and_reference_agree_on_plain_patterns() {
    compare(Draw::Plain, 1_500, 50);
}

#[test]
fn engine_and_reference_agree_on_plenty() {
    compare(Draw::Plenty, 40, 100);
}

#[test]
fn engine_and_reference_agree_on_names_in_front() {
    compare(Draw::Fronted, 1_000, 50);
}

#[test]
fn engine_and_reference_agree_on_long_paths() {
    compare(Draw::Long, 50, 20);
}

/// Compares what one source does with paths.
fn compare_source(text: &str, paths: impl IntoIterator<Item = String>) {
    let Ok(pattern) = parse_source(text, &SourceOptions::default()) else {
        return;
    };
    let mut policy = Policy::default();
    policy.rules.push(rule(&mut Random(1), pattern, false));
    let table = lower(&policy, &Sources::default()).expect("small");
    let compiled = redirect_runtime::Policy::from_bytes(table).expect("a table");
    let nothing = Asked {
        host: None,
        query: [None, None],
    };
    for path in paths {
        let expected = expected(&policy, &path, &nothing);
        assert_eq!(answered(&compiled, &path), expected, "{path} on {text}");
    }
}

#[test]
fn engine_and_reference_agree_on_every_separator() {
    for separator in ('!'..='~').map(String::from) {
        let mut paths = Vec::new();
        for segments in ["b", "qXb", "qXbX", "XqXXb", "q/b", "q/b/c", "/b", "bX"] {
            for front in ["/s/", "/", "/@/", "/%40/"] {
                for back in ["", "/", "/c", "%40"] {
                    paths.push(format!("{front}{segments}{back}").replace('X', &separator));
                }
            }
        }
        // What `?` and `#` begin is no part of a path.
        paths.retain(|path| !path.contains(['?', '#']));
        for shape in ["/s/(:aX):b", "/s/(:aX):b/c", "/:aX:b", "/@/(:aX):b(/)"] {
            for separator in [&separator, &format!("\\{separator}")] {
                compare_source(&shape.replace('X', separator), paths.clone());
            }
        }
    }
}

#[test]
fn groups_that_hold_slashes_come_first_at_either_end() {
    let paths = ["/q/a", "/q", "/q/a/a", "/a/a", "/q/a/"];
    for source in ["/(:m/):n(/a)", "/(:m/):n(/a)(/)", "/(:m/):n(-:o)(/a)"] {
        compare_source(source, paths.map(str::to_owned));
    }
}

#[test]
fn names_that_encoded_delimiters_leave_unbound_are_unbound() {
    let paths = ["/q-a-%40", "/q-r-a-%40", "/q-a-@", "/q-r-a-@"];
    compare_source("/(:m-):n-a-@", paths.map(str::to_owned));
}

#[test]
fn crowds_are_told_apart_by_lists_and_enumerations() {
    let rule = |number: usize| {
        let host = format!(":h<A{number}|b{number}>.example");
        let query = format!("{{ q: ':v<x{number}|y>' }}");
        format!(
            "    - {{ source: '/*', id: r{number}, when: {{ host: ['{host}', h{number}.example], query: {query} }}, destination: '/{number}/:v' }}\n"
        )
    };
    let rules: String = (0..40).map(rule).collect();
    let yaml = format!(
        "redirectionPolicy:\n  version: 0.0.1\n  lints: {{ unused-parameter: allow }}\n  rules:\n{rules}"
    );
    let policy = redirect_policy::compile_text(&yaml).expect("a policy");
    let location = |target: String| {
        let found = policy.find(target.as_str());
        found.location().map(str::to_owned)
    };
    for number in 0..40 {
        for host in ["a", "B", "h"] {
            for (value, goes) in [(format!("x{number}"), true), ("z".to_owned(), false)] {
                let target = format!("https://{host}{number}.example/p?q={value}");
                let expected = goes.then(|| format!("/{number}/{value}"));
                assert_eq!(location(target.clone()), expected, "{target}");
            }
        }
        let other = format!("https://a{}.example/p?q=x{number}", number + 1);
        assert_eq!(location(other.clone()), None, "{other}");
    }
}
