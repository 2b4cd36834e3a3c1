//! Sources of the policy language, made from the tree that other systems' sources are read into.

mod check;
mod ending;
mod item;
mod join;
mod lower;
mod name;
mod wildcard;

pub(super) use item::{Item, Kind, find_capture, is_bound, render_source};
pub(super) use lower::lower;
pub(super) use name::parameter_name;
