//! Names for the parameters of a pattern.

use super::item::Item;
use crate::foreign::WHOLE;

/// Names parameters by their capture, else by a letter and a number.
pub(super) fn name_parameters(items: &mut [Item], key: Option<&str>, taken: &mut Vec<String>) {
    for item in items {
        match item {
            Item::Parameter { name, .. } => {
                let wanted = key.map_or_else(|| "g1".to_owned(), parameter_name);
                *name = unused(wanted, taken);
                taken.push(name.clone());
            }
            Item::Group(inner) => name_parameters(inner, key, taken),
            Item::Capture(key, inner) if key == WHOLE => {
                name_parameters(inner, None, taken);
            }
            Item::Capture(key, inner) => name_parameters(inner, Some(key), taken),
            _ => {}
        }
    }
}

fn unused(wanted: String, taken: &[String]) -> String {
    if !taken.contains(&wanted) {
        return wanted;
    }
    let stem = wanted.trim_end_matches(|c: char| c.is_ascii_digit());
    let numbered = (2..).map(|number: u32| format!("{stem}{number}"));
    numbered
        .into_iter()
        .find(|name| !taken.contains(name))
        .unwrap_or(wanted)
}

/// A name of the language: letters and digits, `p1` for a number, camel case for the rest.
pub(crate) fn parameter_name(key: &str) -> String {
    let mut name = String::new();
    let mut raise = false;
    for c in key.chars() {
        if !c.is_ascii_alphanumeric() {
            raise = !name.is_empty();
        } else if raise {
            name.push(c.to_ascii_uppercase());
            raise = false;
        } else {
            name.push(c);
        }
    }
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        name.insert(0, 'p');
    }
    name
}
