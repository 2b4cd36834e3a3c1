//! Destinations to the templates that the runtime renders.

use redirect_runtime::location::template as op;

use crate::lower::blob::{push_bytes, push_text};
use crate::pattern::{Part, Piece, Template};

/// Writes a template; `name` numbers the names (`*` for the wildcard).
pub(in crate::lower) fn template(template: &Template, name: &dyn Fn(&str) -> u8) -> Vec<u8> {
    let mut out = Vec::new();
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
        out.push(op::LITERAL);
        push_text(&front, &mut out);
    }
    write(pieces, name, &mut out);
    out.push(op::END);
    out
}

fn begins_with_slash(pieces: &[Piece]) -> bool {
    matches!(pieces.first(), Some(Piece::Literal { text, .. }) if text.starts_with('/'))
}

fn write(pieces: &[Piece], name: &dyn Fn(&str) -> u8, out: &mut Vec<u8>) {
    for piece in pieces {
        match piece {
            Piece::Literal { text, .. } => {
                out.push(op::LITERAL);
                push_text(text, out);
            }
            Piece::Parameter { name: of, part, .. } => {
                out.extend([op::NAME, name(of), part_number(*part)]);
            }
            Piece::Group(pieces) => {
                let mut inside = Vec::new();
                write(pieces, name, &mut inside);
                out.push(op::GROUP);
                push_bytes(&inside, out);
            }
        }
    }
}

const fn part_number(part: Part) -> u8 {
    match part {
        Part::Path => op::PATH,
        Part::Query => op::QUERY,
        Part::Fragment => op::FRAGMENT,
    }
}
