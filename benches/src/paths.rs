//! The paths that are asked, by class.

use std::collections::HashSet;

use redirect_policy::pattern::{Class as Characters, Item, Kind};

use crate::engine::Lookup;
use crate::request::Target;
use crate::sets::{LONG, RuleSet, SHORT};
use testkit::random::{ELSEWHERE, Random};

/// A property that all paths of a workload share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Some rule matches.
    Hit,
    /// A rule with a parameter or a wildcard matches.
    Parameter,
    /// No rule matches, though one begins with the same segment.
    Shared,
    /// No rule matches or begins so.
    Cold,
    /// Dear to backtracking, 1 KiB long; matches.
    ShortHit,
    /// As the class before, 8 KiB long.
    LongHit,
    /// Dear to backtracking, 1 KiB long; matches nothing.
    ShortMiss,
    /// As the class before, 8 KiB long.
    LongMiss,
}

impl Class {
    /// The classes of an ordinary set.
    pub const USUAL: [Class; 4] = [Class::Hit, Class::Parameter, Class::Shared, Class::Cold];
    /// The classes of the adversarial set.
    pub const ADVERSARIAL: [Class; 4] = [
        Class::ShortHit,
        Class::LongHit,
        Class::ShortMiss,
        Class::LongMiss,
    ];

    /// The name in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Class::Hit => "hit",
            Class::Parameter => "parameter",
            Class::Shared => "shared",
            Class::Cold => "cold",
            Class::ShortHit => "hit 1 KB",
            Class::LongHit => "hit 8 KB",
            Class::ShortMiss => "miss 1 KB",
            Class::LongMiss => "miss 8 KB",
        }
    }
}

/// The classes that are asked of a set.
pub fn classes(set: &RuleSet) -> [Class; 4] {
    if set.name == "adversarial" {
        Class::ADVERSARIAL
    } else {
        Class::USUAL
    }
}

/// Up to `count` paths of a class; `judge` tells which rule a path matches. Empty where the set has none such.
pub fn paths(set: &RuleSet, class: Class, count: usize, judge: &dyn Lookup) -> Vec<Target> {
    let mut draw = Draw {
        set,
        random: Random(7 + class as u64),
        long: 0,
        patterns: (0..set.rules.len())
            .filter(|&rule| set.rules[rule].path().is_none())
            .collect(),
        sections: set
            .rules
            .iter()
            .filter_map(|rule| rule.first_segment())
            .collect(),
        encodes: set.name == "encoded",
    };
    let wanted = |target: &Target| match (class, judge.lookup(target)) {
        (Class::Hit | Class::ShortHit | Class::LongHit, answer) => answer != 0,
        (Class::Parameter, 0) => false,
        (Class::Parameter, answer) => set.rules[answer as usize - 1].path().is_none(),
        (_, answer) => answer == 0,
    };
    // A bound: a set may have a catch-all, and no misses.
    (0..count * 20)
        .filter_map(|_| draw.path(class))
        .filter(wanted)
        .take(count)
        .collect()
}

/// Draws paths.
struct Draw<'s> {
    set: &'s RuleSet,
    random: Random,
    patterns: Vec<usize>,
    /// Number of long paths that have been drawn.
    long: usize,
    sections: HashSet<&'s str>,
    /// True if words of paths are Korean.
    encodes: bool,
}

impl Draw<'_> {
    fn path(&mut self, class: Class) -> Option<Target> {
        match class {
            Class::Hit => {
                let rule = self.random.below(self.set.rules.len());
                Some(self.matching(rule))
            }
            Class::Parameter => {
                let rule = *self
                    .patterns
                    .get(self.random.below(self.patterns.len().max(1)))?;
                Some(self.matching(rule))
            }
            Class::Shared => self.shared(),
            Class::Cold => self.cold(),
            Class::ShortHit => Some(self.long(SHORT, true)),
            Class::LongHit => Some(self.long(LONG, true)),
            Class::ShortMiss => Some(self.long(SHORT, false)),
            Class::LongMiss => Some(self.long(LONG, false)),
        }
    }

    fn matching(&mut self, rule: usize) -> Target {
        let rule = &self.set.rules[rule];
        let mut path = String::new();
        self.fill(&rule.source.items, &mut path);
        Target {
            host: rule.host.clone(),
            path,
        }
    }

    /// One of three goes astray in the second segment, the others at the end of what a rule matches.
    fn shared(&mut self) -> Option<Target> {
        let rule = self.random.below(self.set.rules.len());
        let section = self.set.rules[rule].first_segment()?;
        let mut target = self.matching(rule);
        let slug = self.slug();
        match self.random.below(3) {
            0 => target.path = format!("/{section}/{slug}/{}", self.random.word()),
            1 => target.path = format!("{}/{slug}", target.path.trim_end_matches('/')),
            _ => {
                target.path.truncate(target.path.rfind('/')?);
                target.path.push_str(&format!("/{slug}"));
            }
        }
        let shares = target.path.strip_prefix('/')?.split('/').next() == Some(section);
        shares.then_some(target)
    }

    /// Half of what is cold is asked for all the time, the other half begins with any word.
    fn cold(&mut self) -> Option<Target> {
        let section = match self.random.below(2) {
            0 => (*self.random.pick(&ELSEWHERE)).to_owned(),
            _ => self.random.slug(),
        };
        if self.sections.contains(section.as_str()) {
            return None;
        }
        let mut path = format!("/{section}");
        for _ in 0..self.random.below(4) {
            path.push('/');
            path.push_str(&self.slug());
        }
        let rule = self.random.below(self.set.rules.len());
        Some(Target {
            host: self.set.rules[rule].host.clone(),
            path,
        })
    }

    /// A path of some length that backtracking has much to try in.
    fn long(&mut self, length: usize, hit: bool) -> Target {
        // In turn, so that short and long paths are of the same kinds.
        self.long += 1;
        let (before, middle, after) = match (self.long % 4, hit) {
            (0, true) => ("/x/", "-", ".html"),
            (0, false) => ("/x/", "-", ".htm"),
            (1, true) => ("/kr/job-posts/", "a-", "1"),
            (1, false) => ("/kr/job-posts/", "a-", "/1/2"),
            (2, true) => ("/w/", "-.php-", "-1.php"),
            (2, false) => ("/w/", "-.php-", "-1.ph"),
            (_, true) => ("/p/", "a/", "end"),
            (_, false) => ("/p/", "a/", "en"),
        };
        let times = (length - before.len() - after.len()) / middle.len();
        Target {
            host: None,
            path: format!("{before}{}{after}", middle.repeat(times)),
        }
    }

    /// Text that a pattern matches: every other group left out.
    fn fill(&mut self, items: &[Item], path: &mut String) {
        for item in items {
            match item {
                Item::Literal(text) => path.push_str(text),
                Item::Parameter(parameter) => path.push_str(&self.value(&parameter.kind)),
                Item::Wildcard { .. } => {
                    for _ in 0..self.random.below(3) {
                        path.push_str(&self.slug());
                        path.push('/');
                    }
                    path.push_str(self.random.word());
                }
                Item::Group(inner) if self.random.below(2) == 0 => self.fill(inner, path),
                Item::Group(_) => {}
            }
        }
    }

    fn value(&mut self, kind: &Kind) -> String {
        match kind {
            Kind::Class {
                class: Characters::Segment | Characters::Slug,
                min: 1,
                max: None,
            } => self.slug(),
            Kind::Class {
                class: Characters::Int,
                max,
                ..
            } => "123456789"
                .chars()
                .take(usize::from(max.unwrap_or(9)))
                .collect(),
            Kind::Class { min, .. } => "a".repeat(usize::from(*min)),
            Kind::Uuid => "01234567-89ab-cdef-0123-456789abcdef".to_owned(),
            Kind::Path => format!("{}/{}", self.random.word(), self.slug()),
            Kind::Enumeration(values) => self.random.pick(values).clone(),
        }
    }

    /// Some words joined by `-`, then a number.
    fn slug(&mut self) -> String {
        let slug = self.random.slug();
        if !self.encodes {
            return slug;
        }
        let words = slug.split('-').map(|word| match word.parse::<u32>() {
            Ok(_) => word.to_owned(),
            Err(_) => syllables(word),
        });
        words.collect::<Vec<_>>().join("-")
    }
}

/// Two syllables of Korean in place of a word, as browsers send them.
fn syllables(word: &str) -> String {
    let letters = word.bytes().take(2);
    let syllables = letters.filter_map(|letter| char::from_u32(0xac00 + u32::from(letter) * 28));
    let text: String = syllables.collect();
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
