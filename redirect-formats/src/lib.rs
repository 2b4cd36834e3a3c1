//! Redirect tables of other systems, written as a redirect policy.
//!
//! ```
//! use redirect_formats::{Format, Options, convert};
//!
//! let netlify = "/news/*  /blog/:splat\n/old  /new  302\n/app/*  /index.html  200\n";
//! let conversion = convert(Format::Netlify, "_redirects", netlify, &Options::default());
//! assert!(conversion.policy.contains(r#"source: "/news(/*)""#));
//! assert!(conversion.policy.contains(r#"destination: "/blog/(*)""#));
//! assert_eq!(conversion.refused[0].reason.code, "rewrite");
//! ```
//!
//! Every rule of the input is either in the policy or in [`Conversion::refused`], with the reason, its file and its line;
//! comments of the policy say both again. A rule that is in the policy but does not match exactly what it
//! matched before (a character class without a kind, a `.` that may be any character) is in [`Conversion::approximated`], too.
//!
//! In regular expressions a lone `.` is read as the full stop that its author nearly always meant; between letters or
//! digits (`index.html`) nothing is said of it. An expression without anchors finds its match anywhere, as its system
//! has it, but for GitLab's rows with a `comp_op`, which are read from the start of the path and listed. Where a class
//! ends an expression without `$`, a percent-encoded character right behind it is not looked at. `:name*` at the end of
//! a route takes a slash behind its last segment, which is no part of the value.
//!
//! # What comes first
//!
//! The rules of a policy are tried in the order of the file. Where a system tries its own in another order, they are
//! moved:
//!
//! | system | what it does | what is done here |
//! |---|---|---|
//! | nginx | `=` before `^~` (longest first) before `~` in order before plain prefixes (longest first) | written in that order |
//! | Wikimedia's `redirects.dat` | overrides before other rules, hosts before wildcard hosts | written in that order, longest wildcard first |
//! | Netlify | a file that exists hides a rule without `!`; `/a` and `/a/` are the same | the first can't be known; `trailingSlash: optional` |
//! | Next.js, Firebase, Amplify, Ghost | in order | in order |
//! | tables of exact rows | no order at all | rows with more query keys first; with [`Options::table`] a CSV table, whose rows have no order either |
//!
//! nginx's `return` drops the query of the request unless the destination says `$request_uri` or `$is_args$args`; such
//! rules get `query: drop`. All other systems are taken to hand the query on, which is what a policy does by itself.
//! `https://$host` in a destination becomes a path on the same host.
//!
//! # No target yet
//!
//! Some tables hold rows with status 418, which mark URLs whose target is not decided. [`Status418::Stop`], the default,
//! writes them with `action: stop`: the site itself answers, and no later rule takes the URL.
#![forbid(unsafe_code)]

mod draft;
mod entry;
mod foreign;
mod import;
mod notes;
mod policy;
mod report;
mod text;
mod translation;

pub use import::Format;
pub use report::{Reason, Remark};

use redirect_policy::model::Action;

use draft::Draft;
use entry::Entry;
use foreign::in_order_of_precedence;

/// The treatment of rows of status 418, "no target yet".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status418 {
    /// `action: stop`: the site answers.
    #[default]
    Stop,
    /// Left out, and reported.
    Skip,
    /// 410: the page is gone.
    Gone,
}

/// Options of a conversion.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Writes runs of at least 20 literal rows to CSV tables named `STEM-1.csv` and so on.
    pub table: Option<String>,
    /// The treatment of rows of status 418.
    pub status_418: Status418,
    /// The site's own hosts, for the policy's `hosts`.
    pub hosts: Vec<String>,
}

/// A CSV table that the policy names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The file's name, as the policy has it.
    pub name: String,
    /// Number of rows.
    pub rows: usize,
    /// Its text.
    pub csv: String,
}

/// A converted table.
#[derive(Clone, Debug)]
pub struct Conversion {
    /// The policy, YAML.
    pub policy: String,
    /// The tables that it names.
    pub tables: Vec<Table>,
    /// Number of rules in the input.
    pub read: usize,
    /// Number of those that are in the policy.
    pub converted: usize,
    /// Source and destination of every rule of the policy, tables included, in order; no destination for 410 and stop.
    pub patterns: Vec<(String, Option<String>)>,
    /// The rules that are not in the policy, and why.
    pub refused: Vec<Remark>,
    /// The rules that are in the policy, but not to the letter.
    pub approximated: Vec<Remark>,
    /// The line in the input that each rule of `patterns` comes from; 0 where the system has the rule by itself.
    pub lines: Vec<u64>,
    /// Differences that hold for the whole table.
    pub notes: Vec<Reason>,
}

/// Converts a text; `file` is its name for the remarks.
pub fn convert(format: Format, file: &str, text: &str, options: &Options) -> Conversion {
    let mut draft = Draft::default();
    let mut foreign = Vec::new();
    let read = import::read(format, file, text);
    let count = read.len();
    for rule in read {
        match rule {
            Ok(rule) => foreign.push(rule),
            Err(remark) => draft.refused.push(remark),
        }
    }
    in_order_of_precedence(&mut foreign);
    for rule in &foreign {
        draft.push(rule, format, options);
    }
    let notes = notes::of_the_table(format, &foreign);
    draft.keep_order_of_forced_rules();
    draft.drop_idle_stops();
    let by_place = |a: &Remark, b: &Remark| (&a.file, a.line).cmp(&(&b.file, b.line));
    draft.refused.sort_by(by_place);
    draft.approximated.sort_by(by_place);
    let (policy, tables) = policy::written(&mut draft, &notes, options);
    let Draft {
        entries,
        refused,
        approximated,
        converted,
    } = draft;
    Conversion {
        policy,
        tables,
        read: count,
        converted,
        patterns: entries.iter().map(patterns).collect(),
        lines: entries.iter().map(|entry| entry.origin.line).collect(),
        refused,
        approximated,
        notes,
    }
}

impl Conversion {
    /// Everything that is not the same, one JSON object a line: `outcome` is `refused`, `approximated`, or `note` for
    /// what holds for the whole table.
    pub fn report(&self) -> String {
        let refused = self.refused.iter().map(|remark| remark.to_json("refused"));
        let others = self.approximated.iter();
        let others = others.map(|remark| remark.to_json("approximated"));
        let notes = self.notes.iter().map(Reason::to_json);
        refused
            .chain(others)
            .chain(notes)
            .map(|line| line + "\n")
            .collect()
    }
}

fn patterns(entry: &Entry) -> (String, Option<String>) {
    let rule = &entry.rule;
    let destination = match &rule.action {
        Action::Redirect { destination, .. } => Some(destination.to_string()),
        Action::Gone { .. } | Action::Stop => None,
    };
    (rule.source.to_string(), destination)
}
