//! Time grows no faster than the target.

use std::time::{Duration, Instant};

use redirects::Policy;

use crate::cases::{self, grown};
use crate::compile;
use crate::translations::TRANSLATIONS;

#[test]
fn no_target_takes_more_than_its_length() {
    for case in cases::cases().unwrap_or_default() {
        if !case.must_not.iter().any(|word| word == "superlinear_time") {
            continue;
        }
        let own = TRANSLATIONS.iter().find(|(name, ..)| *name == case.name);
        let policy = compile(own.unwrap().1).1.unwrap();
        let target = case.asked().target;
        let front = target.get(..100).unwrap();
        // Twice over: with and without an answer at the end of the walk.
        for tail in ["", "/x/"] {
            let short = quickest(&policy, &format!("{}{tail}", grown(front, 3_750)));
            let long = quickest(&policy, &format!("{}{tail}", grown(front, 60_000)));
            // Sixteen times as long; quadratic would be 256 times. The rest is for a machine that does other things.
            let most = short * 64 + Duration::from_millis(1);
            assert!(long < most, "{}: {short:?} and {long:?}", case.name);
        }
    }
}

fn quickest(policy: &Policy, target: &str) -> Duration {
    let times = (0..15).map(|_| {
        let start = Instant::now();
        std::hint::black_box(policy.find(std::hint::black_box(target)).outcome());
        start.elapsed()
    });
    times.min().unwrap()
}
