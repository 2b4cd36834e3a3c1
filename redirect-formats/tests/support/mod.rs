//! Parts that the tests share: the language's own judgement of a conversion, and the tables beside the workspace.
#![allow(dead_code, unreachable_pub)]

pub(crate) mod judge;
pub(crate) mod location;
pub(crate) mod original;
pub(crate) mod rows;
pub(crate) mod sample;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;

use redirect_formats::Conversion;
use redirect_policy::check::check;
use redirect_policy::diagnostic::{Level, render_all};
use redirect_policy::lint::{self, LintArguments, LintLevel};
use redirect_policy::source::Sources;
use redirect_policy::{Compiled, compile_with};
use redirect_runtime::Policy;

/// The tables of real sites.
pub(crate) const CORPORA: [&str; 16] = [
    "aws_amplify_docs",
    "canonical_com",
    "cypress_docs",
    "dart_dev",
    "felix_newspaper",
    "get_into_teaching",
    "gitlab_www_2022",
    "govuk_transition_2013_100k",
    "kubeflow",
    "kubernetes_io_2020",
    "mdn_de_2026",
    "nodejs_org",
    "okta_docs",
    "psf_docs_nginx",
    "react_dev",
    "wikimedia_redirects",
];

/// Every fault that the language finds in a policy as it is read, before any proof.
pub(crate) fn faults(conversion: &Conversion) -> Vec<String> {
    let (mut sources, policy) = sources(conversion);
    let checked = check(&mut sources, policy);
    let errors = checked.diagnostics.iter();
    let errors = errors.filter(|one| one.level == Level::Error && one.code != "duplicate-source");
    let lines: Vec<&str> = conversion.policy.lines().collect();
    errors
        .map(|error| {
            let (line, _) = sources.position(error.span);
            let line = line.checked_sub(1).and_then(|at| lines.get(at));
            format!("{}: {}", error.message, line.unwrap_or(&""))
        })
        .collect()
}

fn sources(conversion: &Conversion) -> (Sources, u32) {
    let mut sources = Sources::default();
    let policy = sources.insert("redirects.yml", conversion.policy.as_str());
    for table in &conversion.tables {
        sources.insert(&table.name, table.csv.as_str());
    }
    (sources, policy)
}

/// The decompressed text of a table of the corpora; `None` where they are absent.
///
/// # Panics
/// Where they are absent though `CI=true`, and where they can't be read.
pub(crate) fn corpus(name: &str) -> Option<String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| {
            folder
                .join("shared/corpora")
                .join(format!("{name}.jsonl.xz"))
        })
        .find(|path| path.exists());
    let Some(path) = path else {
        assert!(
            std::env::var("CI").as_deref() != Ok("true"),
            "the shared corpora are absent"
        );
        println!("skipped: {name} is absent");
        return None;
    };
    let output = Command::new("xz").arg("-dc").arg(path).output();
    let output = output.expect("xz is needed to read the corpora");
    assert!(output.status.success());
    Some(String::from_utf8(output.stdout).expect("the corpora are UTF-8"))
}

/// The codes of the refusals with their counts.
pub(crate) fn codes(conversion: &Conversion) -> String {
    let codes: BTreeSet<&str> = conversion
        .refused
        .iter()
        .map(|remark| remark.reason.code)
        .collect();
    let counted = codes.into_iter().map(|code| {
        let count = conversion
            .refused
            .iter()
            .filter(|remark| remark.reason.code == code);
        format!("{code} {}", count.count())
    });
    counted.collect::<Vec<_>>().join(", ")
}

/// Compiles a conversion as a service's build would, with the tables that the policy names.
pub(crate) fn compiled(conversion: &Conversion, arguments: &LintArguments) -> (Compiled, Sources) {
    let (mut sources, policy) = sources(conversion);
    let compiled = compile_with(&mut sources, policy, arguments);
    (compiled, sources)
}

/// Every lint silenced: what is left are errors.
pub(crate) fn no_lints() -> LintArguments {
    let mut arguments = LintArguments::default();
    for lint in lint::names() {
        assert!(arguments.set(lint, LintLevel::Allow).is_ok());
    }
    arguments
}

/// The table of a conversion, ready to be asked.
///
/// # Panics
/// With every diagnostic if the policy does not compile.
pub(crate) fn served(conversion: &Conversion) -> (Policy, Compiled) {
    let (mut compiled, sources) = compiled(conversion, &no_lints());
    let Some(table) = compiled.table.take() else {
        let rendered = render_all(&mut compiled.diagnostics, &sources);
        let texts: Vec<String> = rendered.into_iter().map(|(_, text)| text).collect();
        panic!("{}", texts.join("\n"));
    };
    (Policy::from_bytes(table).expect("a table"), compiled)
}
