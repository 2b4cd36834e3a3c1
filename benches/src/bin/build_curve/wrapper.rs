//! Stands between cargo and rustc (`RUSTC_WRAPPER`), and writes down what each crate took.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::application::POLICY;

/// The variable that names the file to write to, and by which the process knows that it is the wrapper.
pub(crate) const LOG: &str = "BUILD_CURVE_LOG";

/// Ticks of `/proc/PID/stat` in a second.
const TICKS: f64 = 100.0;

/// Time and memory that rustc took for a crate.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Compiled {
    /// The crate.
    pub(crate) name: String,
    /// CPU seconds, the linker included.
    pub(crate) seconds: f64,
    /// The most memory that rustc held.
    pub(crate) peak_kilobytes: u64,
    /// The share of the time that expanding macros took, if rustc tells.
    pub(crate) expanding: Option<f64>,
}

/// Runs rustc with the arguments of this process.
pub(crate) fn run(log: &Path) -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let Some(rustc) = arguments.next() else {
        return ExitCode::FAILURE;
    };
    let arguments: Vec<OsString> = arguments.collect();
    match compile(&rustc, &arguments, log) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Reads the log that the wrapper wrote.
pub(crate) fn read(log: &Path) -> Result<Vec<Compiled>, String> {
    let shown = |error: &dyn std::fmt::Display| format!("{}: {error}", log.display());
    let text = std::fs::read_to_string(log).map_err(|error| shown(&error))?;
    text.lines()
        .map(|line| serde_json::from_str(line).map_err(|error| shown(&error)))
        .collect()
}

fn compile(rustc: &OsString, arguments: &[OsString], log: &Path) -> std::io::Result<bool> {
    let mut command = Command::new(rustc);
    command.args(arguments);
    let name = arguments
        .iter()
        .skip_while(|argument| *argument != "--crate-name");
    let name = name.skip(1).map(|name| name.to_string_lossy()).next();
    // Without a name, or with this one, cargo only asks what rustc can do.
    let Some(name) = name.filter(|name| name != "___") else {
        return Ok(command.status()?.success());
    };
    if name == POLICY {
        // The times of the passes are there for the nightly compiler; the code is compiled as ever.
        command
            .env("RUSTC_BOOTSTRAP", "1")
            .arg("-Ztime-passes")
            .stderr(Stdio::piped());
    }
    let mut child = command.spawn()?;
    let passes = child.stderr.take().map(|stderr| {
        std::thread::spawn(move || {
            let lines = BufReader::new(stderr).lines().map_while(Result::ok);
            let (passes, said): (Vec<_>, Vec<_>) = lines.partition(|line| is_pass(line));
            said.iter().for_each(|line| eprintln!("{line}"));
            passes
        })
    });
    let (succeeded, peak_kilobytes) = watch(&mut child)?;
    let passes = passes.and_then(|reader| reader.join().ok());
    let compiled = Compiled {
        name: name.into_owned(),
        seconds: children_seconds(),
        peak_kilobytes,
        expanding: passes.and_then(|passes| expanding(&passes)),
    };
    let mut file = std::fs::OpenOptions::new().append(true).open(log)?;
    writeln!(file, "{}", serde_json::to_string(&compiled)?)?;
    Ok(succeeded)
}

/// Waits for a process, and tells the most memory that it held.
fn watch(child: &mut Child) -> std::io::Result<(bool, u64)> {
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    loop {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let now = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let now = now.and_then(|now| now.trim_end_matches("kB").trim().parse().ok());
        peak = peak.max(now.unwrap_or(0));
        if let Some(status) = child.try_wait()? {
            return Ok((status.success(), peak));
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// CPU seconds of all processes that this one has waited for, user and system.
fn children_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name, which may hold spaces, ends at the last bracket; the two times are fields 16 and 17.
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let times = after_name.split_whitespace().skip(13).take(2);
    let ticks: f64 = times.filter_map(|ticks| ticks.parse::<f64>().ok()).sum();
    ticks / TICKS
}

/// `time:   0.012; rss:   45MB ->   47MB (   +2MB)  macro_expand_crate`
fn is_pass(line: &str) -> bool {
    line.trim_start().starts_with("time:")
}

fn expanding(passes: &[String]) -> Option<f64> {
    let seconds = |name: &str| {
        let line = passes
            .iter()
            .find(|line| line.split_whitespace().next_back() == Some(name))?;
        let time = line.trim_start().strip_prefix("time:")?.split(';').next()?;
        time.trim().parse::<f64>().ok()
    };
    Some(seconds("macro_expand_crate")? / seconds("total")?)
}
