//! Patterns of values and hosts that match a few texts and no others.

use crate::pattern::{Item, Kind};

/// All texts that a pattern matches, in its own spelling; `None` if there are more than so many, or no end of them.
pub(super) fn texts(items: &[Item], most: usize) -> Option<Vec<String>> {
    let mut all = vec![String::new()];
    for item in items {
        let next = match item {
            Item::Literal(text) => vec![text.clone()],
            Item::Parameter(parameter) => match &parameter.kind {
                Kind::Enumeration(values) => values.clone(),
                Kind::Class { .. } | Kind::Uuid | Kind::Path => return None,
            },
            Item::Wildcard { .. } => return None,
            Item::Group(inner) => {
                let mut choices = texts(inner, most)?;
                choices.push(String::new());
                choices
            }
        };
        if all.len().saturating_mul(next.len()) > most {
            return None;
        }
        let with = |front: &String| {
            let front = front.clone();
            next.iter().map(move |text| format!("{front}{text}"))
        };
        all = all.iter().flat_map(with).collect();
    }
    Some(all)
}
