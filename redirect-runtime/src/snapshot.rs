//! The first line of a lookup's snapshot in CSV: services read it, and the compiler judges it as they do.

/// The earliest time that a snapshot can name, in milliseconds since 1970: smaller numbers are seconds.
pub const EARLIEST: u64 = 100_000_000_000;

/// Reads the line `# as_of 1790000000000`: the milliseconds since 1970 at which the export began to read. `None` if it is
/// no such line.
///
/// ```
/// use redirect_runtime::snapshot::as_of;
/// assert_eq!(as_of("# as_of 1790000000000"), Some(1_790_000_000_000));
/// assert_eq!(as_of("dbId,nodeId"), None);
/// ```
#[must_use]
pub fn as_of(line: &str) -> Option<u64> {
    let written = line.strip_prefix('#')?.trim().strip_prefix("as_of")?;
    written.trim().parse().ok()
}
