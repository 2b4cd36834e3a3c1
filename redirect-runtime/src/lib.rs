//! What a service that serves a compiled redirect policy ships: the table, the matcher, the answers.
#![forbid(unsafe_code)]

pub mod canonical;
