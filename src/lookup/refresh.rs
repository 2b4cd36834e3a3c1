//! New files, the file before, and the switch of the fallback: what an operator does while a lookup serves.

use std::sync::atomic::Ordering;

use super::files::Files;
use super::{LookupError, Table, events};

impl Table {
    /// Opens a new file, if there is one; true if it answers from now on. Linear in the file, on the caller's thread.
    ///
    /// # Errors
    /// The file's fault. The file before it goes on answering.
    ///
    /// ```no_run
    /// # fn refresh(articles: &redirects::lookup::Table) {
    /// match articles.refresh() {
    ///     Ok(true) => println!("{}", articles.status()),
    ///     Ok(false) => println!("no new file"),
    ///     // A file with far fewer rows than the one before: `accept_smaller` takes it all the same.
    ///     Err(error) => eprintln!("{error}"),
    /// }
    /// # }
    /// ```
    pub fn refresh(&self) -> Result<bool, LookupError> {
        self.refresh_with(false)
    }

    /// Opens a new file though it has under half of the rows of the one before it.
    ///
    /// # Errors
    /// Those of [`Table::refresh`].
    pub fn accept_smaller(&self) -> Result<bool, LookupError> {
        self.refresh_with(true)
    }

    fn refresh_with(&self, smaller: bool) -> Result<bool, LookupError> {
        let Some(files) = &self.files else {
            return Ok(false);
        };
        let before = files.refused();
        let swapped = files.refresh(self.contract, smaller).inspect_err(|error| {
            // A file that stays away is told once.
            if before.as_ref() != Some(error) {
                events::tell_refused(error);
            }
        })?;
        if swapped {
            self.shadow().forget_before(files.oldest());
            if let Some(opened) = files.current() {
                let name = self.contract.name;
                events::tell_swap(name, &opened.path, opened.rows, opened.as_of);
            }
        }
        Ok(swapped)
    }

    /// Puts the file before the current one back; false if there is none.
    ///
    /// ```no_run
    /// # fn roll_back(articles: &redirects::lookup::Table) {
    /// if !articles.rollback() {
    ///     eprintln!("there was no file before this one");
    /// }
    /// # }
    /// ```
    pub fn rollback(&self) -> bool {
        self.files.as_ref().is_some_and(Files::rollback)
    }

    /// Switches the fallback off, or on again. While it is off, whatever the file does not have is a failure.
    ///
    /// ```no_run
    /// # fn under_maintenance(articles: &redirects::lookup::Table) {
    /// articles.switch_fallback_off(true);
    /// # }
    /// ```
    pub fn switch_fallback_off(&self, off: bool) {
        self.fallback_off.store(off, Ordering::Relaxed);
    }
}
