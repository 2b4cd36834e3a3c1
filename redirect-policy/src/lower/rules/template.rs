//! Destinations to templates.

use redirect_runtime::table::template::{FRAGMENT, PATH, QUERY, VALUE, Writer};

use crate::pattern::{Part, Piece, Template};

/// Writes a template; `name` numbers the names (`*` for the wildcard), of which `of_values` are bound by values, with `/` as
/// an ordinary character.
pub(in crate::lower) fn template(
    template: &Template,
    name: &dyn Fn(&str) -> u8,
    of_values: &[String],
) -> Vec<u8> {
    let mut out = Writer::default();
    let mut front = String::new();
    if let Some(origin) = &template.origin {
        front = format!("{}://{}", origin.scheme, origin.host);
        if let Some(port) = origin.port {
            front.push_str(&format!(":{port}"));
        }
        if !begins_with_slash(&template.pieces) {
            front.push('/');
        }
    }
    // The origin and the literal behind it are one text.
    let mut pieces = template.pieces.as_slice();
    if let Some((Piece::Literal { text, .. }, rest)) = pieces.split_first() {
        front.push_str(text);
        pieces = rest;
    }
    if !front.is_empty() {
        out.literal(&front);
    }
    write(pieces, name, of_values, &mut out);
    out.finish()
}

fn begins_with_slash(pieces: &[Piece]) -> bool {
    matches!(pieces.first(), Some(Piece::Literal { text, .. }) if text.starts_with('/'))
}

fn write(pieces: &[Piece], name: &dyn Fn(&str) -> u8, of_values: &[String], out: &mut Writer) {
    for piece in pieces {
        match piece {
            Piece::Literal { text, .. } => out.literal(text),
            Piece::Parameter { name: of, part, .. } => {
                let part = match part {
                    Part::Path if of_values.contains(of) => VALUE,
                    part => part_number(*part),
                };
                out.name(name(of), part);
            }
            Piece::Group(pieces) => {
                let mut inside = Writer::default();
                write(pieces, name, of_values, &mut inside);
                out.group(&inside);
            }
        }
    }
}

const fn part_number(part: Part) -> u8 {
    match part {
        Part::Path => PATH,
        Part::Query => QUERY,
        Part::Fragment => FRAGMENT,
    }
}
