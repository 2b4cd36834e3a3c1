//! From text to the syntax of sources, destinations, hosts and values.

mod character;
mod choice;
mod cursor;
mod encoding;
mod escape;
mod host;
mod host_pattern;
mod items;
mod kind;
mod kind_name;
mod language;
mod origin;
mod parameter;
mod placeholder;
mod reader;
mod regex;
mod reserved;
mod source;
mod template;
mod value;

pub use host_pattern::{parse_host, parse_host_with};
pub use kind::{parse_kind, parse_kind_with};
pub use language::{parse_language, parse_language_with};
pub(super) use reader::{MAX_GROUPS, MAX_LENGTH};
pub use source::{SourceOptions, parse_source};
pub use template::{parse_destination, parse_destination_front};
pub use value::{parse_value, parse_value_with};
