//! Coverage: lists of URLs that must be answered, and of those that must not.

use super::Located;
use crate::pattern::Pattern;
use crate::source::Span;

/// Inventories of URLs.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// Served once.
    pub old: Vec<Inventory>,
    /// Served still.
    pub live: Vec<Inventory>,
    /// Given up, with a reason.
    pub dropped: Vec<(Inventory, String)>,
}

/// A list of URLs: a file, or a pattern.
#[derive(Clone, Debug)]
pub struct Inventory {
    /// Where it is named in the policy.
    pub span: Span,
    /// The listed URLs.
    pub urls: Urls,
    /// The file that lists them; `None` for a pattern.
    pub file: Option<UrlFile>,
}

/// A file of URLs, as the policy names it: by a path from the policy's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UrlFile {
    /// One URL a line.
    Lines(String),
    /// A sitemap.
    Sitemap(String),
    /// A column of a CSV file.
    Column {
        /// The file.
        file: String,
        /// The name of the column.
        column: String,
    },
}

/// The URLs of an inventory.
#[derive(Clone, Debug)]
pub enum Urls {
    /// Read from a file: each with its place.
    Listed(Vec<Located<String>>),
    /// All that a pattern matches.
    Matching(Pattern),
}
