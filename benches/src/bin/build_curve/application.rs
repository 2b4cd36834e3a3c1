//! An application that serves a policy, made in a temporary folder and compiled again and again.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use redirect_benches::record;
use redirect_benches::sets::{Rule, RuleSet};

const MANIFEST: &str = r#"[package]
name = "application"
version = "0.0.0"
edition = "2024"

[workspace]

[dependencies]
redirects = { path = "ROOT" }
"#;

const MAIN: &str = r#"redirects::redirects!(mod routes = "redirects.yml");

fn main() {
    println!("{:?}", routes::POLICY.find("/").status());
}
"#;

/// Writes the files of a policy into a folder.
pub(crate) type Write = fn(&Path, &RuleSet) -> std::io::Result<()>;

/// The forms that a policy is given in.
pub(crate) const FORMS: [(&str, Write); 2] = [("yaml", yaml), ("table", bulk)];

/// The application; its folder goes when it does.
pub(crate) struct Application {
    folder: PathBuf,
}

impl Application {
    pub(crate) fn new() -> Result<Self, String> {
        let folder =
            std::env::temp_dir().join(format!("redirect-application-{}", std::process::id()));
        let shown = |error: std::io::Error| format!("{}: {error}", folder.display());
        std::fs::create_dir_all(folder.join("src")).map_err(shown)?;
        let root = record::root().canonicalize().map_err(shown)?;
        let manifest = MANIFEST.replace("ROOT", &root.display().to_string());
        std::fs::write(folder.join("Cargo.toml"), manifest).map_err(shown)?;
        std::fs::write(folder.join("src/main.rs"), MAIN).map_err(shown)?;
        // The versions that the workspace is built with, so that nothing has to be fetched.
        let _ = std::fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"));
        Ok(Application { folder })
    }

    /// Seconds for a debug build after the policy has changed, the best of three.
    pub(crate) fn compile(&self, write: Write, set: &RuleSet) -> Result<f64, String> {
        let shown = |error: std::io::Error| format!("{}: {error}", self.folder.display());
        write(&self.folder, set).map_err(shown)?;
        self.build()?;
        let mut best = f64::INFINITY;
        for _ in 0..3 {
            // The policy again, so that it is newer than what was built from it.
            write(&self.folder, set).map_err(shown)?;
            let begin = Instant::now();
            self.build()?;
            best = best.min(begin.elapsed().as_secs_f64());
        }
        Ok(best)
    }

    fn build(&self) -> Result<(), String> {
        let output = Command::new("cargo")
            .args(["build", "--offline", "--quiet"])
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .output()
            .map_err(|error| format!("cargo cannot be run: {error}"))?;
        match output.status.success() {
            true => Ok(()),
            false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
        }
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
