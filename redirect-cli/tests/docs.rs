//! The pages about the tool: what they show is what it says. `DOCS=overwrite` writes the output into them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The output of a line of shell in a copy of what the pages speak of.
fn output(folder: &Path, line: &str) -> String {
    let tool = Path::new(env!("CARGO_BIN_EXE_redirects"))
        .parent()
        .expect("a folder");
    let path = std::env::var("PATH").unwrap_or_default();
    let ran = Command::new("sh")
        .args(["-c", &format!("{line} 2>&1")])
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", tool.display()))
        .env("NO_COLOR", "1")
        .output()
        .expect("a shell");
    String::from_utf8(ran.stdout).expect("text")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let to = to.join(entry.file_name());
        match entry.file_type().expect("a type").is_dir() {
            true => copy(&entry.path(), &to),
            false => _ = fs::copy(entry.path(), to).expect("a copy"),
        }
    }
}

/// A page with the output of its commands as it is now.
fn told(page: &str, folder: &Path) -> (String, usize) {
    let (mut now, mut commands) = (String::new(), 0);
    let mut blocks = page.split("```console\n");
    now.push_str(blocks.next().unwrap_or_default());
    for block in blocks {
        let (shown, rest) = block.split_once("```").expect("a closed block");
        now.push_str("```console\n");
        for line in shown.lines().filter_map(|line| line.strip_prefix("$ ")) {
            commands += 1;
            let output = output(folder, line);
            now.push_str(&format!("$ {line}\n{output}"));
        }
        now.push_str("```");
        now.push_str(rest);
    }
    (now, commands)
}

#[test]
fn what_the_pages_show_is_what_the_tool_says() {
    let folder = std::env::temp_dir().join(format!("redirects-docs-{}", std::process::id()));
    let mut commands = 0;
    for entry in fs::read_dir(root().join("docs/tool")).expect("pages") {
        let path = entry.expect("a page").path();
        if path.extension().is_none_or(|ending| ending != "md") {
            continue;
        }
        // Each page begins afresh: `--fix` changes files.
        let _ = fs::remove_dir_all(&folder);
        copy(&root().join("docs/tool"), &folder.join("docs/tool"));
        copy(&root().join("examples/site"), &folder.join("examples/site"));
        let page = fs::read_to_string(&path).expect("a page");
        let (now, ran) = told(&page, &folder);
        commands += ran;
        if std::env::var_os("DOCS").is_some() {
            fs::write(&path, now).expect("a page");
        } else {
            assert!(
                page == now,
                "{} is not what the tool says now:\n{now}",
                path.display()
            );
        }
    }
    let _ = fs::remove_dir_all(&folder);
    assert!(commands >= 8, "only {commands}");
}
