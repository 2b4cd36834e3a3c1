//! The window of a rule: the time between its `from` and its `until`.

use redirect_policy::model::Condition;

/// Returns `now`, `later` or `over`, as the conditions of time hold at `now`, in seconds since 1970.
pub(super) fn window(when: &[Condition], now: i64) -> &'static str {
    let later = |condition: &Condition| matches!(condition, Condition::From(from) if *from > now);
    let over =
        |condition: &Condition| matches!(condition, Condition::Until(until) if *until <= now);
    if when.iter().any(over) {
        "over"
    } else if when.iter().any(later) {
        "later"
    } else {
        "now"
    }
}
