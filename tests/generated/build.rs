//! Writes the code of policies into files, formatted as `redirects expand --rust` does.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use redirect_policy::compile;
use redirect_policy::expansion::Expansion;
use redirect_policy::source::Sources;

const POLICIES: [&str; 3] = ["design", "lookups", "plain"];

fn main() -> Result<(), Box<dyn Error>> {
    let out = env::var("OUT_DIR")?;
    for name in POLICIES {
        let path = format!("../policies/{name}.yml");
        let mut sources = Sources::default();
        let file = sources.open(&path)?;
        let compiled = compile(&mut sources, file);
        for file in sources.files() {
            println!("cargo::rerun-if-changed={}", file.path.display());
        }
        if compiled.has_errors() {
            return Err(format!("{path}: {:?}", compiled.diagnostics).into());
        }
        let items = Expansion::new(&path).items(&compiled, &sources);
        let code = prettyplease::unparse(&syn::parse2(items)?);
        fs::write(Path::new(&out).join(format!("{name}.rs")), code)?;
    }
    Ok(())
}
