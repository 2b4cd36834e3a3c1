//! Parts that several tests share.
#![allow(dead_code, unreachable_pub)]

pub mod proving;
