//! Prints what reading, lowering and proving cost: CPU time, memory, and the steps of the proofs.
//!
//! ```text
//! cargo run --package redirect-policy --example proof_times
//! cargo run --package redirect-policy --example proof_times -- redirects.yml
//! ```
//!
//! Unoptimised, as macros run in most builds; with `--release` as under an optimised `build-override`. Without
//! arguments it makes policies of several shapes and sizes.

use std::path::Path;
use std::time::{Duration, Instant};

use redirect_policy::check::check;
use redirect_policy::diagnostic::Level;
use redirect_policy::lint::{Levels, LintArguments, analyse};
use redirect_policy::lower::lower;
use redirect_policy::source::Sources;

fn main() {
    let mut files = std::env::args().skip(1).peekable();
    if files.peek().is_none() {
        return shapes();
    }
    for name in files {
        let path = Path::new(&name);
        let text = std::fs::read_to_string(path).expect("a policy");
        let folder = path.parent().unwrap_or(Path::new(""));
        let mut sources = Sources::new(folder);
        let number = sources.insert(&name, text);
        let cost = Cost::of(&mut sources, number);
        cost.show(&name);
    }
}

/// The cost of a policy.
struct Cost {
    rules: usize,
    read: Duration,
    lower: Duration,
    proofs: Duration,
    errors: usize,
    warnings: usize,
    /// The questions that the proofs left open, in their own words.
    undecided: Option<String>,
}

impl Cost {
    fn of(sources: &mut Sources, file: u32) -> Self {
        let started = cpu_time();
        let checked = check(sources, file);
        let read = cpu_time();
        let table = lower(&checked.policy, sources).expect("small enough");
        let lowered = cpu_time();
        let levels = Levels::of(&checked.policy, &LintArguments::default());
        let found = analyse(&checked.policy, &table, sources, &levels);
        let proved = cpu_time();
        let all = || checked.diagnostics.iter().chain(&found);
        let errors = all().filter(|one| one.level == Level::Error).count();
        Cost {
            rules: checked.policy.rules.len(),
            read: read - started,
            lower: lowered - read,
            proofs: proved - lowered,
            errors,
            warnings: all().count() - errors,
            undecided: all()
                .find(|one| one.code == "undecided")
                .map(|one| one.message.clone()),
        }
    }

    fn show(&self, name: &str) {
        println!(
            "{name:28} {:7} rules: reading {:7.3} s, lowering {:7.3} s, proofs {:7.3} s, {:4} MB; {} errors, {} warnings{}",
            self.rules,
            self.read.as_secs_f64(),
            self.lower.as_secs_f64(),
            self.proofs.as_secs_f64(),
            peak_megabytes(),
            self.errors,
            self.warnings,
            self.undecided
                .as_ref()
                .map(|told| format!("; {told}"))
                .unwrap_or_default(),
        );
    }
}

/// The CPU time of this thread where the system tells it, else the time on the clock.
fn cpu_time() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|told| told.split(' ').next()?.parse().ok());
    match nanoseconds {
        Some(nanoseconds) => Duration::from_nanos(nanoseconds),
        None => {
            static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
            START.get_or_init(Instant::now).elapsed()
        }
    }
}

/// The most memory that the process has had; 0 where the system does not tell it.
fn peak_megabytes() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<usize>().ok());
    kilobytes.unwrap_or_default() / 1024
}

/// A policy of so many rules: a YAML list of rules, and the rows of `rows.csv`.
type Shape = fn(usize) -> (String, String);

/// Policies of several shapes, each of several sizes.
fn shapes() {
    let shapes: [(&str, &[usize], Shape); 9] = [
        ("rows of text", &[1_000, 10_000, 100_000], rows_of_text),
        ("usual", &[1_000, 3_000, 10_000], usual),
        ("one front", &[100, 300, 1_000], one_front),
        ("overlapping names", &[60, 120, 240], overlapping_names),
        ("optional locale", &[1_000, 3_000, 10_000], optional_locale),
        (
            "optional segment",
            &[1_000, 3_000, 10_000],
            optional_segment,
        ),
        (
            "prefix of a group",
            &[1_000, 3_000, 10_000],
            prefix_of_a_group,
        ),
        ("many parameters", &[300, 1_000, 3_000], many_parameters),
        (
            "overlapping enumerations",
            &[30, 100, 300],
            overlapping_enumerations,
        ),
    ];
    for (name, sizes, make) in shapes {
        for &size in sizes {
            let (rules, rows) = make(size);
            let mut sources = Sources::default();
            let indented: String = rules.lines().map(|line| format!("    {line}\n")).collect();
            let kinds = "kinds: { locale: [de, en, en-US, fr, ja, ko, pt-BR, zh-TW] }";
            let policy =
                format!("redirectionPolicy:\n  version: 0.0.1\n  {kinds}\n  rules:\n{indented}");
            let number = sources.insert("redirects.yml", policy);
            sources.insert("rows.csv", rows);
            Cost::of(&mut sources, number).show(name);
        }
    }
}

fn rows_of_text(size: usize) -> (String, String) {
    let row = |row: usize| {
        let section = row % 97;
        format!("/old/section-{section}/page-{row},/new/pages/{row}\n")
    };
    let rows: String = (0..size).map(row).collect();
    (
        "- table: rows.csv".to_owned(),
        format!("source,destination\n{rows}"),
    )
}

/// Rules, and no table.
fn rules(size: usize, rule: impl Fn(usize) -> String) -> (String, String) {
    let rules = (0..size).map(|number| format!("- {{ {} }}\n", rule(number)));
    (rules.collect(), "source,destination\n".to_owned())
}

fn usual(size: usize) -> (String, String) {
    rules(size, |rule| match rule % 17 {
        0 => format!("source: '/s{rule}/:id<int>(/)', destination: '/t{rule}/:id'"),
        1 => format!("source: '/blog{rule}/*', destination: '/news{rule}/*'"),
        _ => {
            let section = rule % 97;
            format!("source: '/old/{section}/page-{rule}', destination: '/new/{rule}'")
        }
    })
}

fn one_front(size: usize) -> (String, String) {
    rules(size, |rule| {
        format!("source: '/x/:a<alpha>/p{rule}-:b<int>', destination: '/y/:a/q{rule}-:b'")
    })
}

fn overlapping_names(size: usize) -> (String, String) {
    rules(size, |rule| {
        let end = size - rule;
        format!("source: '/x/:a/:b-{end}', destination: '/y/:a/:b', id: r{rule}")
    })
}

/// A path of a site's documentation, and where it went.
fn page(rule: usize) -> (String, String) {
    let areas = ["api", "css", "glossary", "guides", "html", "learn", "tools"];
    let topics = [
        "basics",
        "events",
        "forms",
        "media",
        "motion",
        "selectors",
        "storage",
        "tables",
    ];
    let area = areas[rule % areas.len()];
    let topic = topics[rule / 7 % topics.len()];
    let was = format!("/docs/{area}/{topic}/page-{rule}");
    let is = format!("/docs/web/{area}/reference/{topic}/page-{rule}");
    (was, is)
}

fn optional_locale(size: usize) -> (String, String) {
    rules(size, |rule| {
        let (was, is) = page(rule);
        format!("source: '(/:l<locale>){was}', destination: '(/:l){is}'")
    })
}

fn optional_segment(size: usize) -> (String, String) {
    rules(size, |rule| {
        let (was, is) = page(rule);
        format!("source: '(/:l){was}', destination: '(/:l){is}'")
    })
}

fn prefix_of_a_group(size: usize) -> (String, String) {
    let rule = |rule: usize| {
        let (was, is) = page(rule);
        format!("    - {{ source: '{was}', destination: '{is}' }}\n")
    };
    let rules: String = (0..size).map(rule).collect();
    let group = "- group: localised\n  prefix: '/(:l<locale>/)'\n  rules:\n";
    (format!("{group}{rules}"), "source,destination\n".to_owned())
}

fn many_parameters(size: usize) -> (String, String) {
    rules(size, |rule| {
        let section = rule % 97;
        format!(
            "source: '(/:l)/s{section}/:year<int{{4}}>/:month<int{{2}}>/(:day<int{{2}}>/)(:title-):id<alnum>-p{rule}(/:page<int>)(/)', destination: '(/:l)/t{section}/:year/:month/(:day/)(:title-):id-q{rule}(/:page)/'"
        )
    })
}

fn overlapping_enumerations(size: usize) -> (String, String) {
    rules(size, |rule| {
        let values = |seed: usize| {
            let value = |at: usize| format!("v{}", (rule * seed + at * at) % 31);
            let mut values: Vec<String> = (0..8).map(value).collect();
            values.sort();
            values.dedup();
            values.join("|")
        };
        let (a, b) = (values(3), values(7));
        format!(
            "source: '/e/:a<{a}>/:b<{b}>(/:c<{a}>)', destination: '/f{rule}/:b/:a(/:c)', id: r{rule}"
        )
    })
}
