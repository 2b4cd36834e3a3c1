//! What several tests share: the slow, obvious matcher, and the vectors.
#![allow(dead_code, unreachable_pub)]

pub mod proving;
pub mod random;
pub mod reference;
pub mod vectors;
