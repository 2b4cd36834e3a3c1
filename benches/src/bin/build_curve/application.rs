//! A service that answers by a policy, made in a temporary folder and compiled again and again: a workspace with the
//! policy in one crate and the service in another, as large policies are kept.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use redirect_benches::record;
use redirect_benches::sets::{Rule, RuleSet};

use crate::wrapper::{self, Compiled};

/// The crate that holds nothing but the policy.
pub(crate) const POLICY: &str = "site_redirects";

const WORKSPACE: &str = "[workspace]\nmembers = [\"policy\", \"service\"]\nresolver = \"3\"\n";

const POLICY_MANIFEST: &str = r#"[package]
name = "site_redirects"
version = "0.0.0"
edition = "2024"

[dependencies]
redirects = { path = "ROOT" }
"#;

const SERVICE_MANIFEST: &str = r#"[package]
name = "service"
version = "0.0.0"
edition = "2024"

[dependencies]
site_redirects = { path = "../policy" }
"#;

/// Asks for each line of standard input, so that all of the table is looked at, and says how many were redirected and
/// how many kilobytes are resident.
const SERVICE: &str = r#"use std::io::BufRead;

fn main() {
    let asked = std::io::stdin().lock().lines().map_while(Result::ok);
    let found = asked.filter(|path| site_redirects::POLICY.find(path.as_str()).location().is_some());
    let found = found.count();
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    println!("{found} {}", resident.unwrap_or_default().trim_end_matches("kB").trim());
}
"#;

/// Writes the files of a policy into a folder.
pub(crate) type Write = fn(&Path, &RuleSet) -> std::io::Result<()>;

/// The forms that a policy is given in, with the set whose rules they take and the most that are tried.
pub(crate) const FORMS: [(&str, &str, usize, Write); 2] = [
    ("yaml", "mixed", 10_000, yaml),
    ("table", "literal", usize::MAX, bulk),
];

/// The application; its folder goes when it does.
pub(crate) struct Application {
    folder: PathBuf,
}

impl Application {
    pub(crate) fn new() -> Result<Self, String> {
        let folder =
            std::env::temp_dir().join(format!("redirect-application-{}", std::process::id()));
        let application = Application { folder };
        application
            .files()
            .map_err(|error| application.shown(&error))?;
        Ok(application)
    }

    fn files(&self) -> std::io::Result<()> {
        let root = record::root().canonicalize()?;
        let policy = POLICY_MANIFEST.replace("ROOT", &root.display().to_string());
        std::fs::create_dir_all(self.folder.join("policy/src"))?;
        std::fs::create_dir_all(self.folder.join("service/src"))?;
        self.write("Cargo.toml", WORKSPACE)?;
        self.write("policy/Cargo.toml", &policy)?;
        self.write(
            "policy/src/lib.rs",
            "redirects::redirects!(\"redirects.yml\");\n",
        )?;
        self.write("service/Cargo.toml", SERVICE_MANIFEST)?;
        self.write("service/src/main.rs", SERVICE)?;
        // The versions that the workspace is built with, so that nothing has to be fetched.
        std::fs::copy(root.join("Cargo.lock"), self.folder.join("Cargo.lock"))?;
        Ok(())
    }

    fn write(&self, name: &str, text: &str) -> std::io::Result<()> {
        std::fs::write(self.folder.join(name), text)
    }

    fn shown(&self, error: &std::io::Error) -> String {
        format!("{}: {error}", self.folder.display())
    }

    /// Measures what rustc takes for the policy after the policy has changed, the macro included: the best of some
    /// runs.
    pub(crate) fn compile(
        &self,
        write: Write,
        set: &RuleSet,
        runs: usize,
    ) -> Result<Compiled, String> {
        let mut best: Option<Compiled> = None;
        for _ in 0..runs {
            // The policy again, so that it is newer than what was built from it.
            write(&self.folder.join("policy"), set).map_err(|error| self.shown(&error))?;
            let compiled = self.build()?;
            let of_policy = compiled.into_iter().find(|one| one.name == POLICY);
            let of_policy = of_policy.ok_or("the policy was not compiled")?;
            if best
                .as_ref()
                .is_none_or(|best| of_policy.seconds < best.seconds)
            {
                best = Some(of_policy);
            }
        }
        best.ok_or_else(|| "there was no run".to_owned())
    }

    /// Builds after a change of the service alone, and returns what was compiled.
    pub(crate) fn change_service(&self, number: usize) -> Result<Vec<Compiled>, String> {
        let text = format!("{SERVICE}\nconst _: usize = {number};\n");
        self.write("service/src/main.rs", &text)
            .map_err(|error| self.shown(&error))?;
        self.build()
    }

    /// Kilobytes that are resident in the service after it was asked for all of these paths.
    pub(crate) fn resident(&self, set: &RuleSet) -> Result<u64, String> {
        let mut service = Command::new(self.folder.join("target/debug/service"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| self.shown(&error))?;
        let paths: Vec<&str> = set.rules.iter().filter_map(Rule::path).collect();
        if let Some(input) = service.stdin.take() {
            let mut input = std::io::BufWriter::new(input);
            for path in &paths {
                writeln!(input, "{path}").map_err(|error| self.shown(&error))?;
            }
        }
        let output = service
            .wait_with_output()
            .map_err(|error| self.shown(&error))?;
        let text = String::from_utf8_lossy(&output.stdout);
        match text.trim().split_once(' ') {
            Some((found, resident)) if found.parse() == Ok(paths.len()) => resident
                .parse()
                .map_err(|_| format!("the service says `{text}`")),
            _ => Err(format!(
                "of {} paths the service says `{text}`",
                paths.len()
            )),
        }
    }

    /// Builds in debug, and tells which crates were compiled.
    fn build(&self) -> Result<Vec<Compiled>, String> {
        let log = self.folder.join("compiled.jsonl");
        std::fs::write(&log, "").map_err(|error| self.shown(&error))?;
        let wrapper = std::env::current_exe().map_err(|error| self.shown(&error))?;
        let output = Command::new("cargo")
            .args(["build", "--offline", "--quiet"])
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .env("RUSTC_WRAPPER", wrapper)
            .env(wrapper::LOG, &log)
            .output()
            .map_err(|error| format!("cargo cannot be run: {error}"))?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned());
        }
        wrapper::read(&log)
    }
}

impl Drop for Application {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

const HEAD: &str = "redirectionPolicy:\n  version: 0.0.1\n  rules:\n";

fn yaml(folder: &Path, set: &RuleSet) -> std::io::Result<()> {
    let mut text = String::from(HEAD);
    for rule in &set.rules {
        entry(rule, &mut text);
    }
    std::fs::write(folder.join("redirects.yml"), text)
}

/// Literal rules as rows of a table, the others in YAML.
fn bulk(folder: &Path, set: &RuleSet) -> std::io::Result<()> {
    let mut text = format!("{HEAD}    - table: legacy.csv\n");
    let mut rows = String::from("source,destination\n");
    for rule in &set.rules {
        match rule.path() {
            Some(path) => {
                let _ = writeln!(rows, "{path},{}", rule.destination.text);
            }
            None => entry(rule, &mut text),
        }
    }
    std::fs::write(folder.join("legacy.csv"), rows)?;
    std::fs::write(folder.join("redirects.yml"), text)
}

fn entry(rule: &Rule, text: &mut String) {
    let (source, destination) = (&rule.source.text, &rule.destination.text);
    let _ = writeln!(
        text,
        "    - source: \"{source}\"\n      destination: \"{destination}\"\n      statusCode: 301"
    );
}
