//! From text to the syntax of sources, destinations, hosts and values.

mod character;
mod cursor;
mod host;
mod host_pattern;
mod kind;
mod language;
mod origin;
mod parameter;
mod placeholder;
mod reader;
mod regex;
mod source;
mod template;

pub use host_pattern::parse_host;
pub use kind::parse_kind;
pub use language::parse_language;
pub(super) use reader::MAX_LENGTH;
pub use source::{SourceOptions, parse_source, parse_value};
pub use template::parse_destination;
