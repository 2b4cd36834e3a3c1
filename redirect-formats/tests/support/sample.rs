//! Paths that an expression matches, and paths that come near.

use regex_syntax::hir::{Class, Hir, HirKind};

/// A generator of numbers, the same in every run.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// A number below another.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

/// A text that an expression matches.
pub(crate) fn matching(expression: &str, dice: &mut Dice) -> String {
    let hir = regex_syntax::parse(expression).expect("an expression");
    let mut out = String::new();
    push(&hir, dice, &mut out);
    out
}

fn push(hir: &Hir, dice: &mut Dice, out: &mut String) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => {
            out.push_str(std::str::from_utf8(&literal.0).expect("UTF-8"));
        }
        HirKind::Class(class) => out.push(of_class(class, dice)),
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or(u32::MAX);
            let longest = if repetition.max.is_none() { 5 } else { 2 };
            let more = u32::try_from(dice.below(longest)).expect("small");
            let count = repetition.min.saturating_add(more).min(most);
            (0..count).for_each(|_| push(&repetition.sub, dice, out));
        }
        HirKind::Capture(capture) => push(&capture.sub, dice, out),
        HirKind::Concat(parts) => parts.iter().for_each(|part| push(part, dice, out)),
        HirKind::Alternation(parts) => push(&parts[dice.below(parts.len())], dice, out),
    }
}

/// Characters that paths hold, those that divide them often.
const CHARACTERS: &str = "abcxyzexAZ0123789--__..~//";

fn of_class(class: &Class, dice: &mut Dice) -> char {
    let Class::Unicode(class) = class else {
        panic!("classes of bytes are not used");
    };
    let holds = |c: &char| {
        let mut ranges = class.ranges().iter();
        ranges.any(|range| range.start() <= *c && *c <= range.end())
    };
    let fitting: Vec<char> = CHARACTERS.chars().filter(holds).collect();
    match fitting.is_empty() {
        true => class.ranges()[0].start(),
        false => fitting[dice.below(fitting.len())],
    }
}

/// Paths that differ a little from one that is matched.
pub(crate) fn near(path: &str, dice: &mut Dice) -> Vec<String> {
    let characters: Vec<char> = path.chars().collect();
    let at = 1 + dice.below(characters.len().saturating_sub(1));
    let text = |characters: &[char]| characters.iter().collect::<String>();
    let (front, back) = characters.split_at(at.min(characters.len()));
    let some = CHARACTERS
        .chars()
        .nth(dice.below(CHARACTERS.len()))
        .expect("one");
    vec![
        format!("{path}/"),
        path.trim_end_matches('/').to_owned(),
        format!("{path}{some}"),
        format!("{path}/more"),
        format!("/more{path}"),
        format!("{}{some}{}", text(front), text(back)),
        format!("{}{}", text(front), text(back.get(1..).unwrap_or_default())),
        format!(
            "{}{some}{}",
            text(front),
            text(back.get(1..).unwrap_or_default())
        ),
        text(front),
        path.replacen(&text(&back[..back.len().min(1)]), "", 1),
    ]
}
