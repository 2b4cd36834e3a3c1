//! Rules as other systems write them: a reader for each notation of sources, and the one tree ([`Node`]) that all give.

mod class;
mod glob;
mod look_ahead;
mod marks;
mod node;
mod order;
mod placeholder;
mod regex;
mod route;
mod rule;

pub(crate) use class::{members, name};
pub(crate) use glob::parse_glob;
pub(crate) use look_ahead::without_look_ahead;
pub(crate) use marks::with_marks_read;
pub(crate) use node::{Class, Node, Repeat, WHOLE};
pub(crate) use order::in_order_of_precedence;
pub(crate) use placeholder::{parse_amplify, parse_cloudflare, parse_netlify, parse_rails};
pub(crate) use regex::{Anchoring, FOLDED, parse_regex};
pub(crate) use route::parse_route;
pub(crate) use rule::{Condition, ForeignRule, Precedence, Status, Syntax, Value};
