//! Why a location cannot be sent.

/// The longest location in bytes.
pub const LONGEST: usize = 8192;

/// Why there is no location.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LocationError {
    /// A name that the destination needs is not bound, or bound to nothing.
    MissingName(u8),
    /// A segment would be `.` or `..`.
    DotSegment,
    /// Longer than [`LONGEST`].
    TooLong,
    /// A byte that no location may hold, or a front that would leave the site.
    Unsafe,
    /// The template is damaged.
    Template,
}

impl std::fmt::Display for LocationError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            LocationError::MissingName(number) => {
                write!(f, "name {number} of the destination has no value")
            }
            LocationError::DotSegment => {
                f.write_str("a segment of the location would be `.` or `..`")
            }
            LocationError::TooLong => write!(f, "the location is longer than {LONGEST} bytes"),
            LocationError::Unsafe => {
                f.write_str("the location would leave the site or hold an unsafe byte")
            }
            LocationError::Template => f.write_str("the destination is damaged"),
        }
    }
}

impl std::error::Error for LocationError {}
