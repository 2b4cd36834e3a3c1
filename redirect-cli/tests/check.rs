//! `redirects check`: what it says, in every format, and how it ends.

mod support;

use redirect_cli::Exit;
use snapbox::{file, str};
use support::{Folder, objects, ran};

const PLANTED: &str = "tests/policies/planted.yml";
const CHAINED: &str = "tests/policies/chained.yml";
const SOUND: &str = "tests/policies/sound.yml";

/// The policies of the macro's own tests, most of which have faults.
fn faulty() -> Vec<String> {
    let entries = std::fs::read_dir("../tests/ui").expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let paths = paths.filter(|path| path.extension().is_some_and(|ending| ending == "yml"));
    paths
        .map(|path| path.to_string_lossy().into_owned())
        .collect()
}

#[test]
fn people_see_what_the_compiler_says_and_a_summary() {
    let planted = ran(&["check", PLANTED]);
    assert_eq!(planted.exit, Exit::Found);
    snapbox::assert_data_eq!(planted.out, file!["check/planted.txt"]);
    let chained = ran(&["check", CHAINED]);
    assert_eq!(chained.exit, Exit::Clean, "a warning alone is no failure");
    snapbox::assert_data_eq!(chained.out, file!["check/chained.txt"]);
    let sound = ran(&["check", SOUND, "--at", "2027-01-01"]);
    assert_eq!(sound.exit, Exit::Clean);
    snapbox::assert_data_eq!(
        sound.out,
        str![[r#"
nothing found in tests/policies/sound.yml (5 rules, 1 file)

"#]]
    );
    assert_eq!(ran(&["check", "-q", SOUND]).out, "");
}

#[test]
fn rules_whose_time_is_over_are_counted() {
    let at = |time| ran(&["check", SOUND, "--at", time]);
    let last_second = at("2027-08-31T23:59:59Z").out;
    assert!(
        last_second.ends_with("(5 rules, 1 file)\n"),
        "{last_second}"
    );
    let ended = at("2027-09-01T00:00:00Z");
    assert_eq!(ended.exit, Exit::Clean, "nothing is wrong with it");
    snapbox::assert_data_eq!(
        ended.out,
        str![[r#"
nothing found in tests/policies/sound.yml (5 rules, 1 of them over, 1 file)

"#]]
    );
    let json = ran(&["check", SOUND, "--format", "json", "--at", "2027-09-01"]);
    assert_eq!(objects(&json.out)[0]["over"], 1);
}

#[test]
fn warnings_and_levels_decide_the_exit_code() {
    assert_eq!(
        ran(&["check", CHAINED, "--deny-warnings"]).exit,
        Exit::Found
    );
    assert_eq!(
        ran(&["check", CHAINED, "--lint", "chain=deny"]).exit,
        Exit::Found
    );
    let allowed = ran(&["check", CHAINED, "--lint", "chain=allow", "--deny-warnings"]);
    assert_eq!(allowed.exit, Exit::Clean, "{}", allowed.out);
    let missing = ran(&["check", "nowhere.yml"]);
    assert_eq!(missing.exit, Exit::Unknown);
    assert!(
        missing.err.starts_with("error: cannot read `nowhere.yml`"),
        "{}",
        missing.err
    );
}

#[test]
fn json_lines_carry_everything() {
    let found = objects(&ran(&["check", "--format", "json", CHAINED]).out);
    let [chain, summary] = found.as_slice() else {
        panic!("{found:?}");
    };
    assert_eq!(chain["kind"], "diagnostic");
    assert_eq!(chain["v"], 1);
    assert_eq!(chain["lint"], "chain");
    assert_eq!((&chain["line"], &chain["column"]), (&4.into(), &38.into()));
    assert_eq!(
        (&chain["end_line"], &chain["end_column"]),
        (&4.into(), &45.into())
    );
    assert_eq!(chain["witness"], "/first");
    assert_eq!(
        chain["trip"],
        serde_json::json!(["/first", "/second", "/third"])
    );
    assert_eq!(chain["suggestion"][0]["text"], "\"/third\"");
    assert_eq!(chain["related"][0]["line"], 5);
    assert_eq!(summary["kind"], "summary");
    assert_eq!(
        (&summary["warnings"], &summary["exit"]),
        (&1.into(), &0.into())
    );
}

#[test]
fn annotations_and_reports_of_other_systems() {
    let github = ran(&["check", "--format", "github", PLANTED]);
    snapbox::assert_data_eq!(github.out, file!["check/planted.github.txt"]);
    let junit = ran(&["check", "--format", "junit", PLANTED, SOUND]);
    snapbox::assert_data_eq!(junit.out, file!["check/planted.junit.xml"]);
    let sarif = ran(&["check", "--format", "sarif", PLANTED]);
    let log: serde_json::Value = serde_json::from_str(&sarif.out).expect("one object");
    let run = &log["runs"][0];
    assert_eq!(
        run["tool"]["driver"]["rules"][1]["id"],
        "unbound-destination-parameter"
    );
    let result = &run["results"][0];
    assert_eq!(result["ruleId"], "unknown-key");
    assert_eq!(
        result["message"]["text"],
        "unknown key `destinaton` in a rule\nwrite `destination`"
    );
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], PLANTED);
    assert_eq!(place["region"]["endColumn"], 17);
    let change = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(change["insertedContent"]["text"], "destination");
    assert_eq!(
        ran(&["check", "--format", "csv", SOUND]).exit,
        Exit::Unknown
    );
}

/// The task of the documentation: its expression takes every line, and reads the place, the lint and the message.
#[test]
fn the_editors_problem_matcher_reads_every_line() {
    let page = std::fs::read_to_string("../docs/tool/editors.md").expect("a page");
    let tasks = page.split("```json\n").skip(1);
    let tasks = tasks.filter_map(|block| block.split("```").next());
    let task = tasks
        .filter_map(|block| serde_json::from_str::<serde_json::Value>(block).ok())
        .find_map(|value| value["tasks"].get(0).cloned())
        .expect("a task");
    let command = task["command"].as_str().expect("a command");
    assert_eq!(command, "redirects check --format github redirects.yml");
    let pattern = &task["problemMatcher"]["pattern"];
    let expression = pattern["regexp"].as_str().expect("an expression");
    let expression = regex::Regex::new(expression).expect("an expression");
    let group = |name: &str| pattern[name].as_u64().expect("a group") as usize;
    let mut policies = faulty();
    policies.push(CHAINED.to_owned());
    let mut seen = Vec::new();
    for policy in policies {
        for line in ran(&["check", "--format", "github", &policy]).out.lines() {
            let read = expression.captures(line).expect(line);
            let column = |name| read.get(group(name)).map_or("", |text| text.as_str());
            let (from, to) = (column("column"), column("endColumn"));
            let (file, line) = (&read[group("file")], &read[group("line")]);
            let (level, code) = (&read[group("severity")], &read[group("code")]);
            seen.push(format!("{file}:{line}:{from}-{to} {level} {code}"));
            assert!(!read[group("message")].contains("%0A"), "{line}");
        }
    }
    let chain = format!("{CHAINED}:4:38-45 warning chain");
    assert!(seen.contains(&chain), "{seen:#?}");
    assert!(seen.len() > 60, "{seen:#?}");
}

/// Every log is valid by the standard's schema, formats of URIs included, whatever the policy's faults and file names are.
#[test]
fn sarif_is_valid_by_its_schema() {
    let schema = include_str!("check/sarif-2.1.0.schema.json");
    let schema = serde_json::from_str(schema).expect("a schema");
    let validator = jsonschema::draft7::options()
        .should_validate_formats(true)
        .build(&schema)
        .expect("a schema");
    let folder = Folder::new("sarif");
    let planted = std::fs::read_to_string(PLANTED).expect("a policy");
    let odd = folder.write("동네 100% #1?.yml", &planted);
    let mut policies = vec![odd, CHAINED.to_owned(), SOUND.to_owned()];
    policies.extend(faulty());
    let (mut results, mut fixes) = (0, 0);
    for policy in policies {
        let run = ran(&["check", "--format", "sarif", &policy]);
        if run.exit == Exit::Unknown {
            assert!(run.err.contains("cannot read"), "{policy}: {}", run.err);
            continue;
        }
        let log: serde_json::Value = serde_json::from_str(&run.out).expect("one object");
        let faults: Vec<String> = validator
            .iter_errors(&log)
            .map(|fault| format!("{fault} at {}", fault.instance_path()))
            .collect();
        assert!(faults.is_empty(), "{policy}: {faults:#?}");
        let found = log["runs"][0]["results"].as_array().expect("results");
        results += found.len();
        fixes += found.iter().filter(|one| one["fixes"].is_array()).count();
    }
    assert!(
        results > 60 && fixes > 10,
        "{results} results, {fixes} fixes"
    );
}

#[test]
fn a_folder_and_several_policies() {
    let all = ran(&["check", "tests/policies", "--format", "json"]);
    assert_eq!(all.exit, Exit::Found);
    let summary = objects(&all.out).pop().expect("a summary");
    assert!(summary["policies"].as_u64() >= Some(3), "{summary}");
    let folder = Folder::new("empty");
    folder.write("a.yml", "no: policy\n");
    assert_eq!(ran(&["check", &folder.path()]).exit, Exit::Unknown);
}

#[test]
fn results_go_to_a_file() {
    let folder = Folder::new("output");
    let path = folder.write("report.xml", "");
    let written = ran(&["check", SOUND, "--output", &path]);
    assert_eq!((written.exit, written.out.as_str()), (Exit::Clean, ""));
    let text = std::fs::read_to_string(path).expect("a report");
    assert!(text.starts_with("nothing found"), "{text}");
}
