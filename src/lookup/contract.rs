//! The part of the policy that a lookup must keep to, as generated code states it.

use std::borrow::Cow;
use std::time::Duration;

use redirect_runtime::serving::{kind, path_value};

/// A lookup as the policy declares it.
#[derive(Clone, Copy, Debug)]
pub struct Contract {
    /// The name in the policy.
    pub name: &'static str,
    /// The parts of the key, at least one.
    pub key: &'static [Column],
    /// The values; none for a set.
    pub values: &'static [Column],
    /// The file's name in the folder given at start.
    pub snapshot: Option<&'static str>,
    /// A miss asks the program.
    pub fallback: bool,
    /// For one question to the fallback, in milliseconds.
    pub deadline: u64,
    /// Questions to the fallback at once.
    pub in_flight: usize,
    /// Time that a missing key is remembered, in seconds.
    pub missing: u64,
    /// Rows of the fallback that are remembered, and for how many seconds.
    pub cache: Option<(usize, u64)>,
    /// Seconds after which the answers of a file are temporary.
    pub max_age: Option<u64>,
    /// The fewest rows of a file.
    pub min_rows: u64,
}

/// A column of a lookup.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// The parameter's name in the policy.
    pub name: &'static str,
    /// The column's name in files.
    pub column: &'static str,
    /// The texts that are allowed.
    pub kind: Kind,
    /// May be empty.
    pub optional: bool,
}

/// The texts that a key or a value may be: a kind of the policy's language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// The kind as the engine runs it: a program of one parameter.
    pub program: &'static [u8],
    /// The kind as the policy spells it.
    pub name: &'static str,
}

impl Contract {
    /// The deadline of one question.
    pub(crate) fn deadline(&self) -> Duration {
        Duration::from_millis(self.deadline)
    }

    /// Judges a row's values; the fault names the column.
    ///
    /// # Errors
    /// The first value that is not of its kind, empty without leave, or a dot segment.
    pub(crate) fn judge(&self, values: &[Option<String>]) -> Result<(), String> {
        for (column, value) in self.values.iter().zip(values) {
            match value.as_deref().filter(|value| !value.is_empty()) {
                None if column.optional => {}
                None => {
                    return Err(format!(
                        "`{}` is empty; declare it as `\"{}?\"` if it may be",
                        column.column, column.name
                    ));
                }
                Some(value) => column
                    .kind
                    .judge(value)
                    .map_err(|fault| format!("`{}` {fault}", column.column))?,
            }
        }
        Ok(())
    }
}

impl Kind {
    /// Judges a decoded text by what it is in a path; the fault ends a sentence that begins with the column's name.
    ///
    /// # Errors
    /// The fault.
    pub(crate) fn judge(&self, text: &str) -> Result<(), String> {
        let shown = || text.chars().take(60).collect::<String>();
        let is_dots = |part: &str| matches!(part, "." | "..");
        if is_dots(text) || self.spans() && text.split('/').any(is_dots) {
            return Err(format!("is `{}`, a dot segment", shown()));
        }
        let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let in_path = match plain {
            true => Cow::Borrowed(text),
            false => Cow::Owned(path_value(text, self.spans())),
        };
        if kind::holds(self.program, &in_path) {
            Ok(())
        } else {
            Err(format!("is `{}`, which is no `{}`", shown(), self.name))
        }
    }

    /// True for whole numbers, which compare by value.
    pub(crate) fn is_int(&self) -> bool {
        kind::is_int(self.program)
    }

    /// True if its texts may go on over a slash of the path.
    pub(crate) fn spans(&self) -> bool {
        kind::spans(self.program)
    }

    /// A part of a key as it is compared: whole numbers without zeros at their front.
    pub(crate) fn canonical_part(&self, text: &str) -> String {
        match text.trim_start_matches('0') {
            "" if self.is_int() => "0".to_owned(),
            digits if self.is_int() => digits.to_owned(),
            _ => text.to_owned(),
        }
    }
}
