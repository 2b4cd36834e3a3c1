//! The reference matcher: the language as its definition tells it, one choice after another.
//!
//! Nothing here is clever, so that it can judge the engine and explain a miss. Its time is exponential in the pattern:
//! it is for tests, and, with a limit of steps, for explanations of single requests.

mod condition;
mod destination;
mod judge;

pub use crate::pattern::backtrack::{Attempt, Bindings, Expected, Stuck, attempt, matches};
pub use condition::{looked_at, matches_host};
pub use destination::Unrenderable;
pub use judge::{Judgement, Reason, judge};
