//! Lookups: what rules answer from rows, what is refused, and what is proved.

mod compiled;
mod served;
