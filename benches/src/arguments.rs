//! The options of the commands: `--name value` and `--name`.

use std::path::PathBuf;
use std::str::FromStr;

/// Options as given.
#[derive(Clone, Debug, Default)]
pub struct Arguments {
    given: Vec<String>,
}

impl Arguments {
    /// The options of this process.
    ///
    /// # Errors
    /// An option that is not among the known.
    pub fn of_process(known: &[&str]) -> Result<Self, String> {
        let given: Vec<String> = std::env::args().skip(1).collect();
        match given
            .iter()
            .find(|text| text.starts_with("--") && !known.contains(&text.as_str()))
        {
            Some(unknown) => Err(format!(
                "`{unknown}` is no option; there are {}",
                known.join(", ")
            )),
            None => Ok(Arguments { given }),
        }
    }

    /// Returns true if an option is given.
    pub fn has(&self, name: &str) -> bool {
        self.given.iter().any(|text| text == name)
    }

    /// The value of an option.
    pub fn value(&self, name: &str) -> Option<&str> {
        let at = self.given.iter().position(|text| text == name)?;
        let value = self.given.get(at + 1)?;
        (!value.starts_with("--")).then_some(value)
    }

    /// The value of an option, with commas between its parts.
    pub fn list(&self, name: &str) -> Option<Vec<String>> {
        Some(self.value(name)?.split(',').map(str::to_owned).collect())
    }

    /// The value of an option as a number or the like.
    ///
    /// # Errors
    /// A value that is none.
    pub fn parsed<T: FromStr>(&self, name: &str, otherwise: T) -> Result<T, String> {
        let Some(value) = self.value(name) else {
            return Ok(otherwise);
        };
        value
            .parse()
            .map_err(|_| format!("`{value}` is no value of `{name}`"))
    }

    /// Where results are kept: the option's value, or the file in `docs/benchmarks` if there is none; `None` without
    /// the option.
    pub fn file(&self, name: &str, file: &str) -> Option<PathBuf> {
        let value = self.value(name).map(PathBuf::from);
        self.has(name)
            .then(|| value.unwrap_or_else(|| crate::record::folder().join(file)))
    }
}
