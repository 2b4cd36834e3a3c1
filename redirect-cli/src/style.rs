//! The colours of text for people.

use anstyle::{AnsiColor, Reset, Style};

pub(crate) const RESET: Reset = Reset;
pub(crate) const ERROR: Style = AnsiColor::Red.on_default().bold();
pub(crate) const WARNING: Style = AnsiColor::Yellow.on_default().bold();
pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();
pub(crate) const FRAME: Style = AnsiColor::Blue.on_default().bold();
pub(crate) const STRONG: Style = Style::new().bold();
