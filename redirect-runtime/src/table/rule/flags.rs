//! Flags of rules, and the statuses among them.

/// The statuses by the lowest bits of the flags; 0 is *stop*.
const STATUSES: [u16; 8] = [0, 301, 302, 303, 307, 308, 410, 451];
/// The method must be GET or HEAD.
pub const GET_ONLY: u16 = 1 << 3;
/// ASCII letters match in either case.
pub const FOLD: u16 = 1 << 4;
/// A location can be rendered from any request of moderate length.
pub const RENDERS_ALWAYS: u16 = 1 << 6;
/// The texts are those of a literal record.
pub const KEYED: u16 = 1 << 7;
/// The rule is a row of a table.
pub const ROW: u16 = 1 << 8;
/// The location never equals the request.
pub const NEVER_SELF: u16 = 1 << 9;
/// A location can be rendered from any request of moderate length whose path has dots only behind letters and digits.
pub const RENDERS_UNLESS_DOTS: u16 = 1 << 10;
/// A handler decides.
pub const ASKS: u16 = 1 << 11;
/// The first of two bits that are the number of the program's [`Strategy`](crate::pattern::strategy::Strategy).
pub const STRATEGY: u32 = 12;

/// The bits of the flags that are the status.
const STATUS: u16 = 0b111;
const _: () = assert!(STATUSES.len() == STATUS as usize + 1 && STATUS < GET_ONLY);

/// The bits of a status in the flags of a rule; those of *stop* for a status that no rule has.
#[must_use]
pub fn status_flags(status: u16) -> u16 {
    let place = STATUSES.iter().position(|known| *known == status);
    place.map_or(0, |place| place as u16 & STATUS)
}

/// The status that flags say; `None` for *stop*.
pub(super) fn status_of(flags: u16) -> Option<u16> {
    let status = *STATUSES.get(usize::from(flags & STATUS))?;
    (status != 0).then_some(status)
}
