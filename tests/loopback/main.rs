//! The middleware over real sockets, with real clients and with bytes that no client would send.

#[path = "../adversarial/cases.rs"]
#[allow(dead_code)]
mod adversarial;
#[path = "../adversarial/browser.rs"]
#[allow(dead_code)]
mod browser;
mod cases;
mod clients;
#[path = "../adversarial/forbidden.rs"]
#[allow(dead_code)]
mod forbidden;
#[path = "../adversarial/observed.rs"]
#[allow(dead_code)]
mod observed;
mod raw;
mod server;
#[path = "../adversarial/translations.rs"]
#[allow(dead_code)]
mod translations;
mod wire;
