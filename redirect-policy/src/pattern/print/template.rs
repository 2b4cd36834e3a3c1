//! Destinations.

use std::fmt::{self, Display, Formatter, Write};

use redirect_runtime::canonical::push_triplet;

use super::literal::write_text;
use crate::pattern::{Origin, Piece, Template};

impl Display for Template {
    /// Writes the destination in canonical spelling.
    ///
    /// ```
    /// use redirect_policy::pattern::parse_destination;
    /// let template = parse_destination("HTTPS://Example.com:443/(:c/)x%28%41?a=%c3")?;
    /// assert_eq!(template.to_string(), r"https://example.com/(:c/)x%28A?a=%c3");
    /// # Ok::<(), Vec<redirect_policy::pattern::PatternError>>(())
    /// ```
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(origin) = &self.origin {
            write!(f, "{origin}")?;
        }
        write_pieces(&self.pieces, f)
    }
}

impl Display for Origin {
    /// Writes `scheme://host`, and the port unless it is the scheme's own.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme, self.host)?;
        match self.port {
            Some(port) => write!(f, ":{port}"),
            None => Ok(()),
        }
    }
}

fn write_pieces(pieces: &[Piece], f: &mut Formatter<'_>) -> fmt::Result {
    let mut after_name = false;
    for piece in pieces {
        match piece {
            Piece::Literal { text, .. } => {
                let first = text.bytes().next().filter(u8::is_ascii_alphanumeric);
                match first.filter(|_| after_name) {
                    // It would be taken for a letter of the name.
                    Some(first) => {
                        let mut encoded = String::new();
                        push_triplet(first, &mut encoded);
                        f.write_str(&encoded)?;
                        write_text(text.get(1..).unwrap_or_default(), f)?;
                    }
                    None => write_text(text, f)?,
                }
            }
            Piece::Parameter { name, .. } if name == "*" => f.write_char('*')?,
            Piece::Parameter { name, .. } => write!(f, ":{name}")?,
            Piece::Group(inner) => {
                f.write_char('(')?;
                write_pieces(inner, f)?;
                f.write_char(')')?;
            }
        }
        after_name = matches!(piece, Piece::Parameter { name, .. } if name != "*");
    }
    Ok(())
}
