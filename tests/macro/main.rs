//! The expansion of `redirects!`, used as a service uses it.

mod design;
mod handlers;
mod places;
