//! Results as they are kept: JSON in `docs/benchmarks`, from which tables and plots are made.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// One engine on one class of paths of one set.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Row {
    /// The name of the set.
    pub set: String,
    /// Number of rules.
    pub rules: usize,
    /// The name of the class.
    pub class: String,
    /// The engine.
    pub engine: String,
    /// Nanoseconds a lookup.
    pub throughput: f64,
    /// Nanoseconds a lookup that waits for the one before it.
    pub dependent: f64,
    /// Number of rules that the engine refuses.
    pub refused: usize,
    /// The share of requests that it answers as the project's engine does.
    pub agreement: f64,
    /// By how much the middle half of the rounds differ, as a share of the median.
    #[serde(default)]
    pub spread: f64,
}

impl Row {
    /// The mark of a figure that rounds do not agree on: `~` where their middle half differs by more than a tenth.
    pub fn mark(&self) -> &'static str {
        if self.spread > 0.1 { " ~" } else { "" }
    }
}

/// A time that belongs to no class: a chain of passing on.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Chain {
    /// The property that all rules share.
    pub kind: String,
    /// Number of rules, all of which match.
    pub rules: usize,
    /// Nanoseconds for passing through all of them.
    pub nanoseconds: f64,
}

/// Times of lookups.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Lookups {
    /// Where it was measured.
    pub machine: String,
    /// The rows.
    pub rows: Vec<Row>,
    /// Chains of passing on.
    #[serde(default)]
    pub chains: Vec<Chain>,
}

impl Lookups {
    /// Adds results, in place of older ones for the same.
    pub fn merge(&mut self, newer: Lookups) {
        let same = |a: &Row, b: &Row| a.set == b.set && a.class == b.class && a.engine == b.engine;
        self.machine = newer.machine;
        // What is measured again keeps its place.
        for new in newer.rows {
            match self.rows.iter_mut().find(|row| same(row, &new)) {
                Some(row) => *row = new,
                None => self.rows.push(new),
            }
        }
        if !newer.chains.is_empty() {
            self.chains = newer.chains;
        }
    }
}

/// Heap allocations of an engine.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Allocation {
    /// The name of the set.
    pub set: String,
    /// The name of the class.
    pub class: String,
    /// The engine.
    pub engine: String,
    /// Allocations a lookup.
    pub allocations: f64,
    /// Bytes that the engine holds.
    pub held: usize,
}

/// Cost of a table of some size.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Lowering {
    /// Number of rules.
    pub rules: usize,
    /// Milliseconds for lowering a mixed set.
    pub milliseconds: f64,
    /// The time for literal rules only.
    pub literal_milliseconds: f64,
    /// Bytes of the mixed table.
    pub bytes: usize,
    /// Bytes a rule of the literal table, beside the text of source and destination.
    pub bytes_beside_text: f64,
}

/// Cost to build and to run a service.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Compiling {
    /// `yaml` or `table`.
    pub form: String,
    /// Number of rules.
    pub rules: usize,
    /// CPU seconds of rustc, the macro included, for the crate that holds the policy.
    pub seconds: f64,
    /// Those of them that the macro took, if rustc tells.
    pub expanding: Option<f64>,
    /// The most memory that rustc held, macro included.
    pub peak_megabytes: f64,
    /// Memory in megabytes that the service holds resident after it was asked for every literal rule, beyond one with a
    /// single rule.
    pub resident_megabytes: f64,
    /// CPU seconds of rustc and linker after a change of the service.
    pub rebuild_seconds: f64,
    /// The crates that were compiled then.
    pub rebuilt: Vec<String>,
}

/// Cost to build policies and services.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Building {
    /// Where it was measured.
    pub machine: String,
    /// Policy to table.
    pub lowering: Vec<Lowering>,
    /// Macro and compiler.
    pub compiling: Vec<Compiling>,
}

/// The root of the workspace.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Where results are kept.
pub fn folder() -> PathBuf {
    root().join("docs/benchmarks")
}

/// Reads results; `None` if there are none yet.
///
/// # Errors
/// A file that is not what it should be.
pub fn read<T: DeserializeOwned>(file: &Path) -> Result<Option<T>, String> {
    let Ok(text) = std::fs::read_to_string(file) else {
        return Ok(None);
    };
    serde_json::from_str(&text)
        .map(Some)
        .map_err(|error| format!("{}: {error}", file.display()))
}

/// Writes results.
///
/// # Errors
/// A file that cannot be written.
pub fn write<T: Serialize>(file: &Path, results: &T) -> Result<(), String> {
    let shown = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).map_err(|error| shown(&error))?;
    }
    let text = serde_json::to_string_pretty(results).map_err(|error| shown(&error))?;
    std::fs::write(file, text + "\n").map_err(|error| shown(&error))
}

/// The machine in a line: processor, cores, compiler.
pub fn machine() -> String {
    let processors = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = processors
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(':'))
        .map_or("unknown processor", |(_, model)| model.trim());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let rustc = Command::new("rustc").arg("--version").output();
    let rustc = rustc.map_or_else(
        |_| "rustc".to_owned(),
        |output| String::from_utf8_lossy(&output.stdout).trim().to_owned(),
    );
    format!("{model}, {cores} cores, {rustc}")
}
