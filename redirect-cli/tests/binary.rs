//! The binary itself: codes, streams, closed pipes, and where it looks for a policy.

mod support;

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use support::Folder;

fn redirects() -> Command {
    Command::new(env!("CARGO_BIN_EXE_redirects"))
}

#[test]
fn the_policy_is_found_above_or_by_the_macro() {
    let folder = Folder::new("found");
    let policy = std::fs::read_to_string("tests/policies/sound.yml").expect("a policy");
    folder.write("site/redirects.yml", &policy);
    folder.write("site/deep/er/keep", "");
    let above = redirects()
        .arg("check")
        .current_dir(format!("{}/site/deep/er", folder.path()))
        .output()
        .expect("the tool");
    let said = String::from_utf8(above.stdout).expect("text");
    assert!(said.contains("../../redirects.yml"), "{said}");
    assert_eq!(above.status.code(), Some(0));
    folder.write("package/Cargo.toml", "[package]\n");
    folder.write("package/routes/moved.yml", &policy);
    folder.write(
        "package/src/main.rs",
        "// redirects!(\"not-this.yml\")\nredirects::redirects!(mod routes = \"routes/moved.yml\");\n",
    );
    let named = redirects()
        .arg("check")
        .current_dir(format!("{}/package/src", folder.path()))
        .output()
        .expect("the tool");
    let said = String::from_utf8(named.stdout).expect("text");
    assert!(said.contains("../routes/moved.yml"), "{said}");
    let nowhere = redirects()
        .arg("check")
        .current_dir(std::env::temp_dir())
        .output()
        .expect("the tool");
    assert_eq!(nowhere.status.code(), Some(2));
}

#[test]
fn wrong_arguments_end_with_two() {
    let wrong = redirects().arg("chek").output().expect("the tool");
    assert_eq!(wrong.status.code(), Some(2));
    let none = redirects().output().expect("the tool");
    assert_eq!(none.status.code(), Some(2));
}

#[test]
fn each_answer_comes_before_the_next_question() {
    let mut process = redirects()
        .args(["resolve", "tests/policies/sound.yml"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the tool");
    let mut questions = process.stdin.take().expect("a pipe");
    let mut answers = BufReader::new(process.stdout.take().expect("a pipe"));
    for _ in 0..3 {
        questions.write_all(b"/gone\n").expect("a question");
        let mut answer = String::new();
        answers.read_line(&mut answer).expect("an answer");
        assert!(answer.contains("\"status\":410"), "{answer}");
    }
    drop(questions);
    assert_eq!(process.wait().expect("an end").code(), Some(0));
}

#[test]
fn a_closed_pipe_is_no_fault() {
    let mut process = redirects()
        .args(["resolve", "tests/policies/sound.yml"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the tool");
    drop(process.stdout.take());
    let mut questions = process.stdin.take().expect("a pipe");
    // The tool may end before it has read everything.
    let _ = questions.write_all("/gone\n".repeat(100_000).as_bytes());
    drop(questions);
    let output = process.wait_with_output().expect("an end");
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty(), "{output:?}");
}

#[test]
fn manual_and_completions_are_made_of_the_arguments() {
    let man = redirects()
        .args(["--generate", "man"])
        .output()
        .expect("the tool");
    let man = String::from_utf8(man.stdout).expect("roff");
    assert!(
        man.contains(".TH redirects 1") && man.contains("\\-\\-deny\\-warnings"),
        "{man}"
    );
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = redirects()
            .args(["--generate", &format!("complete-{shell}")])
            .output()
            .expect("the tool");
        assert!(script.status.success());
        let script = String::from_utf8(script.stdout).expect("a script");
        assert!(script.contains("deny-warnings"), "{shell}");
    }
}
