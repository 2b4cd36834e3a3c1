//! The cost of the layer to a service, in process: on a bare tower service, inside `Router::layer`, around a router, and in
//! actix-web; each beside a layer that does nothing, and redirects beside routes written by hand.

mod actix;
pub mod cases;
mod site;

// The policy of the site.
redirects::redirects!(mod routes = "redirects.yml");
