//! The parts of a request that a handler read.

/// The parts of the request that a handler read: names of header fields, each ended by a comma; cookies as `cookie`, what the
/// application put into the extensions as `*`. Every request holds one, and most drop it unused.
#[derive(Clone, Debug, Default)]
pub struct HeaderReads {
    names: String,
}

impl HeaderReads {
    pub(crate) fn add(&mut self, name: &str) {
        if !self.names().any(|known| known == name) {
            self.names.push_str(name);
            self.names.push(',');
        }
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.names.split_terminator(',')
    }

    /// Returns true if nothing was read.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The names of header fields.
    pub fn headers(&self) -> impl Iterator<Item = &str> {
        self.names().filter(|name| *name != PRIVATE)
    }

    /// Tells whether anything was read that only this client has, so that no cache may share the answer.
    pub fn is_private(&self) -> bool {
        self.names().any(|name| name == PRIVATE)
    }
}

/// The name of what the application put into the extensions.
pub(crate) const PRIVATE: &str = "*";
