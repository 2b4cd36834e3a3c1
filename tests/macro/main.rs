//! What `redirects!` expands to, used as a service uses it.

mod design;
mod handlers;
mod places;
