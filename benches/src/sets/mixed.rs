//! Sets of any size: mostly literal, as real tables are.

use super::Rule;
use testkit::random::Random;

/// 90 % literal, 8 % with one parameter, 2 % with a wildcard.
pub(super) fn mixed(count: usize) -> Vec<Rule> {
    let mut make = Maker::new(count);
    (0..count)
        .map(|_| match make.random.below(100) {
            0..90 => make.literal(),
            90..98 => make.parameter(),
            _ => make.wildcard(),
        })
        .collect()
}

/// Literal rules only.
pub(super) fn literal(count: usize) -> Vec<Rule> {
    let mut make = Maker::new(count);
    (0..count).map(|_| make.literal()).collect()
}

/// Makes rules; each has its number in it, so that none is given twice.
struct Maker {
    random: Random,
    sections: Vec<String>,
    made: usize,
}

impl Maker {
    /// A large site has more sections, though not in proportion.
    fn new(count: usize) -> Self {
        let mut random = Random(count as u64);
        let sections = (0..count.isqrt().max(12))
            .map(|number| match number {
                0..12 => random.word().to_owned(),
                _ => format!("{}-{}", random.word(), random.word()),
            })
            .collect();
        Maker {
            random,
            sections,
            made: 0,
        }
    }

    fn section(&mut self) -> String {
        self.made += 1;
        format!(
            "/{}/{}",
            self.random.pick(&self.sections),
            self.random.word()
        )
    }

    fn literal(&mut self) -> Rule {
        let mut source = self.section();
        for _ in 0..self.random.below(3) {
            source.push('/');
            source.push_str(self.random.word());
        }
        source.push_str(&format!("/{}-{}", self.random.slug(), self.made));
        let destination = format!("/{}/{}", self.random.word(), self.random.slug());
        Rule::literal(&source, &destination).expect("a literal rule is sound")
    }

    fn parameter(&mut self) -> Rule {
        let section = self.section();
        let (word, made) = (self.random.word(), self.made);
        let (source, destination) = match self.random.below(4) {
            0 => (
                format!("{section}/{word}-{made}/:id"),
                format!("/{word}/:id"),
            ),
            1 => (
                format!("{section}/{word}-{made}/:id(/)"),
                format!("/{word}/:id/"),
            ),
            2 => (
                format!("{section}/:id/{word}-{made}"),
                format!("/{word}/:id"),
            ),
            _ => (
                format!("{section}/{word}-{made}-:id.html"),
                format!("/{word}/:id"),
            ),
        };
        Rule::pattern(&source, &destination).expect("a rule with a parameter is sound")
    }

    fn wildcard(&mut self) -> Rule {
        let source = format!("{}/{}-{}/*", self.section(), self.random.word(), self.made);
        Rule::pattern(&source, "/archive/*").expect("a rule with a wildcard is sound")
    }
}
