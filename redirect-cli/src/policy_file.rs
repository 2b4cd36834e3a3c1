//! The policies that a command is about: named, in a folder, or found.

use std::fs;
use std::path::{Path, PathBuf};

use redirect_policy::diagnostic::Diagnostic;
use redirect_policy::lint::LintArguments;
use redirect_policy::source::Sources;
use redirect_policy::{Compiled, compile_with};
use redirect_runtime::Policy;

use crate::Failure;
use crate::args::Common;
use crate::lookup_file;

/// The name that is looked for.
const NAME: &str = "redirects.yml";

/// Depth to which folders are searched.
const MOST_DEPTH: usize = 32;

/// A policy that was read and compiled.
#[derive(Debug)]
pub struct Loaded {
    /// The path as it was given.
    pub path: PathBuf,
    /// Its files.
    pub sources: Sources,
    /// The number of its own file among them.
    pub file: u32,
    /// The compiler's result; diagnostics in the order of files and places, each once.
    pub compiled: Compiled,
}

impl Loaded {
    /// Reads and compiles a policy.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read(path: &Path, lints: &LintArguments) -> Result<Self, Failure> {
        let (sources, file) = opened(path)?;
        Ok(Loaded::of(path, sources, file, lints))
    }

    /// Reads and compiles a policy with the files of its lookups, from this folder, as if their rows were compiled in.
    ///
    /// # Errors
    /// When the policy or one of the files cannot be read.
    pub fn read_with_data(
        path: &Path,
        lints: &LintArguments,
        folder: &Path,
    ) -> Result<Self, Failure> {
        let (mut sources, file) = opened(path)?;
        lookup_file::stand_in(&mut sources, file, folder)?;
        Ok(Loaded::of(path, sources, file, lints))
    }

    /// Compiles a policy whose own file is in `sources` already.
    #[must_use]
    pub fn of(path: &Path, mut sources: Sources, file: u32, lints: &LintArguments) -> Self {
        let mut compiled = compile_with(&mut sources, file, lints);
        let order = |a: &Diagnostic, b: &Diagnostic| {
            (a.span, a.code, &a.message).cmp(&(b.span, b.code, &b.message))
        };
        compiled.diagnostics.sort_by(order);
        compiled.diagnostics.dedup();
        Loaded {
            path: path.to_owned(),
            sources,
            file,
            compiled,
        }
    }
}

/// The files of a policy, of which its own is open, and the number of that.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn opened(path: &Path) -> Result<(Sources, u32), Failure> {
    let mut sources = Sources::default();
    let file = sources.open(&path.to_string_lossy());
    Ok((sources, file.map_err(Failure::Message)?))
}

/// The one policy that a command is about.
///
/// # Errors
/// When none is named and none is found, or more than one is named.
pub fn one(argument: Option<&Path>, common: &Common) -> Result<PathBuf, Failure> {
    let mut named = common.policy.iter().map(PathBuf::as_path).chain(argument);
    match (named.next(), named.next()) {
        (Some(_), Some(_)) => Err(Failure::of("this command takes one policy")),
        (Some(path), None) if path.is_dir() => match in_folder(path)?.as_slice() {
            [one] => Ok(one.clone()),
            [] => Err(none_in(path)),
            _ => Err(Failure::of(format!(
                "`{}` holds several policies, and this command takes one",
                path.display()
            ))),
        },
        (Some(path), None) => Ok(path.to_owned()),
        (None, _) => found(Path::new("")),
    }
}

/// The policies that a command is about: those named, those of the folders named, or the one found.
///
/// # Errors
/// When a folder cannot be read or holds no policy, or none is found.
pub fn several(arguments: &[PathBuf], common: &Common) -> Result<Vec<PathBuf>, Failure> {
    let mut policies = Vec::new();
    for path in common.policy.iter().chain(arguments) {
        if !path.is_dir() {
            policies.push(path.clone());
            continue;
        }
        let inside = in_folder(path)?;
        if inside.is_empty() {
            return Err(none_in(path));
        }
        policies.extend(inside);
    }
    if policies.is_empty() {
        policies.push(found(Path::new(""))?);
    }
    policies.dedup();
    Ok(policies)
}

/// The policy of a folder that names none: `redirects.yml` there or above, else the argument of `redirects!(` in the
/// package around it.
///
/// # Errors
/// When there is none.
pub fn found(folder: &Path) -> Result<PathBuf, Failure> {
    let start = std::path::absolute(if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    })?;
    let above = |name: &str| {
        let mut up = PathBuf::new();
        for ancestor in start.ancestors() {
            if ancestor.join(name).is_file() {
                // Short, as a person would write it.
                return Some(folder.join(&up));
            }
            up.push("..");
        }
        None
    };
    if let Some(folder) = above(NAME) {
        return Ok(folder.join(NAME));
    }
    let package = above("Cargo.toml");
    let named = package.and_then(|package| named_in_package(&package));
    named.ok_or_else(|| {
        Failure::of(format!(
            "there is no `{NAME}` in this folder or above it, and no `redirects!(...)` in this package: name the policy"
        ))
    })
}

/// The file that a package's `redirects!(...)` names.
fn named_in_package(package: &Path) -> Option<PathBuf> {
    let mut programs = Vec::new();
    files(&package.join("src"), 0, &mut |path| {
        if path.extension().is_some_and(|ending| ending == "rs") {
            programs.push(path);
        }
    })
    .ok()?;
    programs.sort();
    programs.into_iter().find_map(|program| {
        let text = fs::read_to_string(program).ok()?;
        let path = package.join(argument(&text)?);
        path.is_file().then_some(path)
    })
}

/// The first string in a call of `redirects!` that is no comment.
fn argument(program: &str) -> Option<&str> {
    let mut rest = program;
    while let Some(at) = rest.find("redirects!") {
        let (before, call) = rest.split_at_checked(at)?;
        let line = before.rsplit('\n').next().unwrap_or("");
        rest = call.get("redirects!".len()..)?;
        if line.trim_start().starts_with("//") {
            continue;
        }
        let within = rest.trim_start().strip_prefix(['(', '{', '['])?;
        let end = within.find([')', '}', ']']).unwrap_or(within.len());
        let mut quoted = within.get(..end)?.split('"');
        if let Some(name) = quoted.nth(1) {
            return Some(name);
        }
    }
    None
}

/// The policies of a folder and of those in it: YAML files with the one key that a policy has on top.
fn in_folder(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut policies = Vec::new();
    let read = files(folder, 0, &mut |path| {
        let is_yaml = path
            .extension()
            .is_some_and(|ending| ending == "yml" || ending == "yaml");
        if is_yaml && fs::read_to_string(&path).is_ok_and(|text| is_policy(&text)) {
            policies.push(path);
        }
    });
    read.map_err(|error| Failure::of(format!("cannot read `{}`: {error}", folder.display())))?;
    policies.sort();
    Ok(policies)
}

fn is_policy(text: &str) -> bool {
    text.trim_start_matches('\u{feff}')
        .lines()
        .any(|line| line.starts_with("redirectionPolicy"))
}

fn none_in(folder: &Path) -> Failure {
    Failure::of(format!(
        "`{}` holds no policy: no YAML file in it begins with `redirectionPolicy:`",
        folder.display()
    ))
}

/// Visits the files of a folder and of those in it, but for hidden ones and what builds and package managers make.
fn files(folder: &Path, depth: usize, visit: &mut dyn FnMut(PathBuf)) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let kind = entry.file_type()?;
        if name.starts_with('.') || matches!(&*name, "target" | "node_modules") {
            continue;
        }
        if kind.is_dir() && depth < MOST_DEPTH {
            files(&entry.path(), depth + 1, visit)?;
        } else if kind.is_file() {
            visit(entry.path());
        }
    }
    Ok(())
}

/// The table of a policy without errors, as the engine serves it; it is never freed.
///
/// # Errors
/// When the policy has none.
pub fn table(loaded: &mut Loaded) -> Result<&'static Policy, Failure> {
    let table = loaded.compiled.table.take().unwrap_or_default();
    let policy = Policy::from_bytes(table).map_err(|_| {
        Failure::of("the compiler made a table that the engine refuses: please report this")
    })?;
    Ok(Box::leak(Box::new(policy)))
}
