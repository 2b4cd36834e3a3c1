//! Places in files.

/// A range of bytes in one of the files that a policy is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Index into [`Sources`](crate::source::Sources).
    pub file: u32,
    /// The first byte, counted from the start of the file (a byte order mark included).
    pub start: u32,
    /// One past the last byte; equal to `start` for a point.
    pub end: u32,
}
