//! The file of a lookup: opened, checked, swapped for a new one, and kept when the new one is wrong.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::SystemTime;

use super::opened::{Opened, open};
use super::stamp::Stamp;
use super::{Contract, LookupError};

/// The file that answers, the one before it, and what is wrong with the latest.
#[derive(Debug)]
pub(crate) struct Files {
    path: PathBuf,
    state: RwLock<State>,
}

#[derive(Debug, Default)]
struct State {
    current: Option<Arc<Opened>>,
    previous: Option<Arc<Opened>>,
    refused: Option<LookupError>,
    /// The file that was looked at last, right or wrong.
    seen: Option<Stamp>,
}

impl Files {
    pub(crate) fn new(folder: &Path, name: &str) -> Files {
        Files {
            path: folder.join(name),
            state: RwLock::default(),
        }
    }

    /// The file that answers, if there is one.
    pub(crate) fn current(&self) -> Option<Arc<Opened>> {
        self.read().current.clone()
    }

    /// The earliest moment that an export of the files at hand began; `None` if one of them does not say.
    pub(crate) fn oldest(&self) -> Option<SystemTime> {
        let state = self.read();
        let current = state.current.as_ref()?.as_of?;
        match &state.previous {
            Some(previous) => previous.as_of.map(|as_of| as_of.min(current)),
            None => Some(current),
        }
    }

    /// The fault of the latest file, if it was refused.
    pub(crate) fn refused(&self) -> Option<LookupError> {
        self.read().refused.clone()
    }

    /// Opens the file at the place if it is another than the one looked at last; true if it answers from now on.
    /// Takes time linear in the file, on the caller's thread.
    ///
    /// # Errors
    /// The file's fault. The file before it goes on answering.
    pub(crate) fn refresh(&self, contract: &Contract, smaller: bool) -> Result<bool, LookupError> {
        let stamp = Stamp::of(&self.path);
        let last = {
            let state = self.read();
            if stamp.is_some() && stamp == state.seen && !(smaller && state.refused.is_some()) {
                return Ok(false);
            }
            state.current.as_ref().map(|opened| opened.rows)
        };
        let opened = open(contract, &self.path).and_then(|opened| {
            let fault = |reason: String| LookupError::new(contract, &self.path, reason);
            if opened.rows < contract.min_rows {
                return Err(fault(format!(
                    "has {} rows; `minRows` asks for {}",
                    opened.rows, contract.min_rows
                )));
            }
            match last {
                Some(last) if !smaller && opened.rows < last / 2 => Err(fault(format!(
                    "has {} rows, under half of the {last} of the file before it",
                    opened.rows
                ))),
                _ => Ok(opened.read_by(SystemTime::now())),
            }
        });
        let mut state = self.write();
        state.seen = stamp;
        match opened {
            Ok(opened) => {
                state.refused = None;
                state.previous = state.current.replace(Arc::new(opened));
                Ok(true)
            }
            Err(error) => {
                state.refused = Some(error.clone());
                Err(error)
            }
        }
    }

    /// Puts the file before the current one back; false if there is none. The current one is not opened again.
    pub(crate) fn rollback(&self) -> bool {
        let mut state = self.write();
        let Some(previous) = state.previous.take() else {
            return false;
        };
        state.previous = state.current.replace(previous);
        true
    }

    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}
