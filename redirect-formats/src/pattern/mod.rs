//! Sources: from each system's way of writing to one tree ([`Node`]), and from there to patterns of the policy language.

mod check;
mod class;
mod ending;
mod glob;
mod item;
mod join;
mod lower;
mod name;
mod node;
mod placeholder;
mod regex;
mod route;
mod touch;
mod wildcard;

pub(crate) use glob::parse_glob;
pub(crate) use item::{Item, Kind, find_capture, is_bound, render_source};
pub(crate) use lower::lower;
pub(crate) use name::parameter_name;
pub(crate) use node::{Class, Node, Repeat, WHOLE};
pub(crate) use placeholder::{parse_amplify, parse_netlify, parse_rails};
pub(crate) use regex::{Anchoring, FOLDED, parse_regex};
pub(crate) use route::parse_route;
