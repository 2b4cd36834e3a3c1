//! Patterns and policies print themselves: what is printed is read as the same again.

mod patterns;
mod policies;
mod program;
mod random;
mod workspace;
