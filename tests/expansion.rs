//! What `redirects!` expands to, used as a service uses it.

#[path = "expansion/design.rs"]
mod design;
#[path = "expansion/places.rs"]
mod places;
