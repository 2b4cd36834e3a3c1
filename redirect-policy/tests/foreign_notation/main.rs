//! `foreign-notation`: what is refused, what is only warned of, and what is right; and each advice, followed.

mod beside;
mod rows;
mod rules;
#[path = "../support/mod.rs"]
mod support;
