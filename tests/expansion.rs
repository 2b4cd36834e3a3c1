//! What `redirects!` expands to, used as a service uses it.

#[path = "expansion/design.rs"]
mod design;
#[path = "expansion/handlers.rs"]
mod handlers;
#[path = "expansion/places.rs"]
mod places;
