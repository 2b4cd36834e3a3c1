//! The tool, run inside the test as its binary runs it.

#![allow(dead_code, reason = "each test uses some of it")]

use clap::Parser;
use redirect_cli::{Arguments, Exit, Io, run};

/// Output and exit code of a run of the tool.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) exit: Exit,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs the tool on an input.
pub(crate) fn with_input(arguments: &[&str], input: &str) -> Ran {
    let all = ["redirects"].iter().chain(arguments);
    let arguments = Arguments::try_parse_from(all).expect("arguments");
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut input = input.as_bytes();
    let mut io = Io {
        input: &mut input,
        out: &mut out,
        err: &mut err,
    };
    let exit = run(&arguments, &mut io);
    let text = |bytes: Vec<u8>| {
        let plain = anstream::adapter::strip_bytes(&bytes).into_vec();
        String::from_utf8(plain).expect("text")
    };
    Ran {
        exit,
        out: text(out),
        err: text(err),
    }
}

/// Runs the tool without input.
pub(crate) fn ran(arguments: &[&str]) -> Ran {
    with_input(arguments, "")
}

/// The JSON objects of a result, one a line.
pub(crate) fn objects(text: &str) -> Vec<serde_json::Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).expect(line))
        .collect()
}

/// A folder that is removed with its files.
pub(crate) struct Folder(std::path::PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("redirects-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).expect("a folder");
        Folder(path)
    }

    /// Writes a file and gives its path.
    pub(crate) fn write(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, text).expect("a file");
        path.to_string_lossy().into_owned()
    }

    pub(crate) fn path(&self) -> String {
        self.0.to_string_lossy().into_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
