//! Every adversarial case over a socket, in both frameworks.

use std::collections::BTreeMap;

use redirects::Options;
use testkit::handlers::Decides;

use crate::adversarial;
use crate::forbidden;
use crate::observed::{Asked, Observed};
use crate::server::{BOTH, serve};
use crate::translations::{Decide, Ours, TRANSLATIONS};
use crate::wire;

/// The bytes of a request; the last field ends the connection.
fn bytes(asked: &Asked) -> Vec<u8> {
    let mut bytes = format!("{} {} HTTP/1.1\r\n", asked.method, asked.target);
    for (name, value) in &asked.headers {
        bytes += &format!("{name}: {value}\r\n");
    }
    bytes += "Connection: close\r\n\r\n";
    bytes.into_bytes()
}

#[test]
fn every_case_is_answered_over_a_socket_too() {
    let mut refused = BTreeMap::new();
    for case in adversarial::cases().unwrap_or_default() {
        let own = TRANSLATIONS.iter().find(|(name, ..)| *name == case.name);
        let (name, rules, ours) = own.unwrap();
        let (decide, expected) = match *ours {
            Ours::Answers(expected) => ((|_, _| unreachable!()) as Decide, expected),
            Ours::Decides(decide, expected) => (decide, expected),
            Ours::Refused(_) | Ours::Warned(_) => continue,
        };
        let rules = format!("redirectionPolicy:\n  version: 0.0.1\n  rules: [{rules}]\n");
        for framework in BOTH {
            let policy = redirect_policy::compile_text(&rules);
            let policy = policy.unwrap_or_else(|faults| panic!("{name}: {faults}"));
            let address = serve(framework, policy, Decides::by(decide), Options::new());
            let asked = case.asked();
            let answers = wire::answers(&wire::send(address, &bytes(&asked)));
            assert_eq!(answers.len(), 1, "{framework:?} {name}");
            let mut seen = Observed::new(answers.into_iter().next().unwrap());
            // What the framework says of itself, and of the connection.
            for own in ["date", "connection", "server"] {
                seen.headers.remove(own);
            }
            // The framework may refuse before the policy is asked.
            if matches!(seen.status, 400 | 414 | 431) {
                refused
                    .entry(*name)
                    .or_insert_with(Vec::new)
                    .push(framework);
                continue;
            }
            assert_eq!(seen.summary(), expected, "{framework:?} {name}");
            let own = case.must_not.iter().map(String::as_str);
            for word in own.chain(forbidden::ALWAYS.iter().copied()) {
                if !matches!(word, "inconsistent_match" | "superlinear_time") {
                    assert!(
                        !forbidden::is(word, &asked, &seen),
                        "{framework:?} {name}: {word}"
                    );
                }
            }
        }
    }
    println!("refused by the framework: {refused:?}");
    assert!(refused.len() <= 4, "{refused:?}");
}
