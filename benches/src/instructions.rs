//! Instruction counts of the main paths: a regression is seen on a noisy machine too.
//!
//! The command runs itself under callgrind, which counts only inside [`counted`]; tables and paths are made before, so
//! that valgrind does not have to.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::engine::{self, Location, Lookup, Ours, table};
use crate::paths::{Class, classes, paths};
use crate::request::Target;
use crate::sets;

/// By how much a count may grow.
pub const SLACK: f64 = 0.03;

/// Number of lookups that are counted.
const LOOKUPS: usize = 512;

/// A main path: its name, the set, the class of paths, and whether the location is rendered.
const MAIN_PATHS: [(&str, &str, Class, bool); 11] = [
    ("40 hit", "40", Class::Hit, false),
    ("40 hit with location", "40", Class::Hit, true),
    ("40 shared miss", "40", Class::Shared, false),
    ("40 cold miss", "40", Class::Cold, false),
    ("encoded hit", "encoded", Class::Hit, false),
    ("encoded cold miss", "encoded", Class::Cold, false),
    ("100k literal hit", "literal:100k", Class::Hit, false),
    (
        "100k parameter hit with captures",
        "100k",
        Class::Parameter,
        false,
    ),
    ("100k shared miss", "100k", Class::Shared, false),
    ("adversarial 8 KB hit", "adversarial", Class::LongHit, false),
    (
        "adversarial 8 KB miss",
        "adversarial",
        Class::LongMiss,
        false,
    ),
];

/// Instructions a lookup, by main path.
pub type Counts = BTreeMap<String, u64>;

/// Where counts are recorded.
pub fn recorded() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("instructions.json")
}

/// Counts every main path; `None` where valgrind is absent.
///
/// # Errors
/// What keeps a count from being taken.
pub fn count() -> Result<Option<Counts>, String> {
    if Command::new("valgrind").arg("--version").output().is_err() {
        return Ok(None);
    }
    let folder = std::env::temp_dir().join(format!("redirect-instructions-{}", std::process::id()));
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let counts = MAIN_PATHS.iter().map(|&(name, set, class, location)| {
        prepare(&folder, set, class.name())?;
        let engine = if location { "ours-location" } else { "ours" };
        let instructions = callgrind(&folder, set, engine)?;
        println!("{name:40}{instructions:>10}");
        Ok((name.to_owned(), instructions))
    });
    let counts = counts.collect::<Result<Counts, String>>();
    let _ = std::fs::remove_dir_all(&folder);
    counts.map(Some)
}

/// Counts each class of paths of some sets, for some engines; `profile` names how this program was built.
///
/// # Errors
/// What keeps a count from being taken.
pub fn survey(profile: &str, sets: &[String], engines: &[String]) -> Result<Vec<Counted>, String> {
    let folder = std::env::temp_dir().join(format!("redirect-survey-{}", std::process::id()));
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let mut rows = Vec::new();
    for set in sets {
        for class in Class::USUAL {
            prepare(&folder, set, class.name())?;
            for engine in engines {
                let instructions = callgrind(&folder, set, engine)?;
                println!("{set:12}{:12}{engine:16}{instructions:>8}", class.name());
                rows.push(Counted {
                    profile: profile.to_owned(),
                    set: set.clone(),
                    class: class.name().to_owned(),
                    engine: engine.clone(),
                    instructions,
                });
            }
        }
    }
    let _ = std::fs::remove_dir_all(&folder);
    Ok(rows)
}

/// Instructions that an engine takes for a lookup.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Counted {
    /// Name of the profile that the program was built with.
    pub profile: String,
    /// The set of rules.
    pub set: String,
    /// The class of paths.
    pub class: String,
    /// The engine.
    pub engine: String,
    /// Number of instructions.
    pub instructions: u64,
}

impl Counted {
    /// Adds rows, in place of older ones for the same.
    pub fn merge(all: &mut Vec<Counted>, newer: Vec<Counted>) {
        let key = |row: &Counted| {
            let Counted {
                profile,
                set,
                class,
                engine,
                ..
            } = row.clone();
            (profile, set, class, engine)
        };
        for new in newer {
            match all.iter_mut().find(|row| key(row) == key(&new)) {
                Some(row) => *row = new,
                None => all.push(new),
            }
        }
    }
}

/// Writes the table of a set and the paths of a class.
///
/// # Errors
/// A set that is not known, or a folder that cannot be written.
pub fn prepare(folder: &Path, set: &str, class: &str) -> Result<(), String> {
    let set = sets::named(set)?;
    let all = classes(&set);
    let class = all.into_iter().find(|known| known.name() == class);
    let class = class.ok_or("no such class of paths")?;
    let table = table(&set).ok_or("the table would be too large")?;
    let judge = Ours::from_table(table.clone()).ok_or("the table cannot be read")?;
    let targets = paths(&set, class, LOOKUPS, &judge);
    let lines: Vec<_> = targets.iter().map(|target| target.path.as_str()).collect();
    std::fs::write(folder.join("table"), table).map_err(|error| error.to_string())?;
    std::fs::write(folder.join("paths"), lines.join("\n")).map_err(|error| error.to_string())
}

/// Runs this program under callgrind; instructions a lookup.
fn callgrind(folder: &Path, set: &str, engine: &str) -> Result<u64, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let out = folder.join("callgrind.out");
    let output = Command::new("valgrind")
        .args([
            "--tool=callgrind",
            "--collect-atstart=no",
            "--toggle-collect=*instructions*counted*",
        ])
        .arg(format!("--callgrind-out-file={}", out.display()))
        .arg(program)
        .arg("--counted")
        .arg(folder)
        .args(["--set", set, "--engine", engine])
        .output()
        .map_err(|error| format!("valgrind cannot be run: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let written = std::fs::read_to_string(&out).map_err(|error| error.to_string())?;
    let total = written
        .lines()
        .find_map(|line| line.strip_prefix("totals: ")?.trim().parse::<u64>().ok());
    let lookups: u64 = String::from_utf8_lossy(&output.stdout)
        .trim()
        .parse()
        .unwrap_or(1);
    match total {
        Some(total) if total > 0 => Ok(total / lookups.max(1)),
        _ => Err("callgrind counted nothing".to_owned()),
    }
}

/// Runs under callgrind: each path once before, and once while it is counted. Prints the number of paths.
///
/// # Errors
/// Files that are not there.
pub fn serve(folder: &Path, set: &str, engine: &str) -> Result<(), String> {
    let paths = std::fs::read_to_string(folder.join("paths")).map_err(|error| error.to_string())?;
    let targets: Vec<_> = paths
        .lines()
        .map(|path| Target {
            host: None,
            path: path.to_owned(),
        })
        .collect();
    let ours = || {
        let table = std::fs::read(folder.join("table")).map_err(|error| error.to_string())?;
        Ours::from_table(table).ok_or("the table cannot be read".to_owned())
    };
    match engine {
        "ours" => counted(&ours()?, &targets),
        "ours-location" => counted(&Location::of(ours()?), &targets),
        _ => {
            let built = engine::build(engine, &sets::named(set)?);
            let built = built.ok_or("the engine cannot serve the set")?;
            counted(&*built.engine, &targets)
        }
    };
    println!("{}", targets.len());
    Ok(())
}

/// The lookups that are counted.
#[inline(never)]
pub fn counted<L: Lookup + ?Sized>(engine: &L, targets: &[Target]) -> u32 {
    let ask = |answers: u32, target: &Target| answers.wrapping_add(engine.lookup(target));
    std::hint::black_box(targets.iter().fold(0, ask))
}

/// The main paths that take more instructions than recorded, as lines for people.
pub fn regressions(recorded: &Counts, counts: &Counts) -> Vec<String> {
    counts
        .iter()
        .filter_map(|(name, &now)| {
            let before = *recorded.get(name)?;
            let grown = now as f64 / before.max(1) as f64 - 1.0;
            (grown > SLACK).then(|| {
                format!(
                    "{name}: {before} -> {now} instructions, {:+.1} %",
                    100.0 * grown
                )
            })
        })
        .collect()
}
