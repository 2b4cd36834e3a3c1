//! Lookups whose rows are not compiled in: from a file that is opened when the program starts, or from the program.

use crate::check::keys::Fields;
use crate::check::{Checker, keys, values};
use crate::diagnostic::Diagnostic;
use crate::model::{Lookup, LookupCache, Served};
use crate::yaml::Entry;

/// The unit of a duration, and its milliseconds.
const UNITS: [(&str, u64); 5] = [
    ("ms", 1),
    ("s", 1_000),
    ("m", 60_000),
    ("h", 3_600_000),
    ("d", 86_400_000),
];

/// The keys that say how a fallback is asked.
const OF_FALLBACK: [&str; 4] = ["deadline", "inFlight", "missing", "cache"];
/// The keys that say which files are used.
const OF_SNAPSHOT: [&str; 2] = ["maxAge", "minRows"];

impl Checker<'_> {
    /// Where the rows of a lookup come from while the program runs; `None` for a lookup that is compiled in, or a faulty
    /// one.
    pub(super) fn served(&mut self, fields: &Fields<'_>) -> Option<Served> {
        let fallback = fields
            .find("fallback")
            .is_some_and(|entry| self.boolean(entry).unwrap_or(true));
        let snapshot = fields.find("snapshot");
        if let Some(own) = ["rows", "compiled"].iter().find_map(|key| fields.find(key)) {
            self.only_served(fields, &own.key.text);
            return None;
        }
        if !fallback {
            for entry in OF_FALLBACK.iter().filter_map(|key| fields.find(key)) {
                let why = "the lookup has no fallback";
                self.out_of_place(
                    entry,
                    "conflicting-keys",
                    why,
                    "remove it, or add `fallback: true`",
                );
            }
        }
        if snapshot.is_none() {
            let of_files = OF_SNAPSHOT.iter().chain(["columns"].iter());
            for entry in of_files.filter_map(|key| fields.find(key)) {
                let why = "the lookup has no file";
                self.out_of_place(
                    entry,
                    "conflicting-keys",
                    why,
                    "remove it, or add `snapshot: articles.sqlite`",
                );
            }
        }
        let seconds = |millis: u64| millis / 1_000;
        Some(Served {
            snapshot: match snapshot {
                Some(entry) => Some(self.file_name(entry)?),
                None => None,
            },
            fallback,
            deadline: self.duration(fields, "deadline", "200ms", 1).unwrap_or(200),
            in_flight: self
                .count(fields, "inFlight", "a number of questions such as 256")
                .unwrap_or(256),
            missing: self
                .duration(fields, "missing", "60s", 0)
                .map_or(60, seconds),
            cache: fields.find("cache").and_then(|entry| self.cache(entry)),
            max_age: self.duration(fields, "maxAge", "2d", 1_000).map(seconds),
            min_rows: self
                .count(fields, "minRows", "a number of rows such as 1000")
                .unwrap_or(0),
        })
    }

    /// Reports the keys that have no meaning where rows are compiled in.
    fn only_served(&mut self, fields: &Fields<'_>, own: &str) {
        let served = ["snapshot", "fallback"].iter();
        let all = served.chain(&OF_FALLBACK).chain(&OF_SNAPSHOT);
        for entry in all.filter_map(|key| fields.find(key)) {
            let why = format!("the rows are compiled in, by `{own}`");
            let help = match entry.key.text.as_str() {
                "snapshot" => format!("remove one of the two: `{own}` is read when the program is built, `snapshot` when it starts"),
                _ => "remove it, or name the file by `snapshot`, which is opened when the program starts".to_owned(),
            };
            self.out_of_place(entry, "conflicting-keys", &why, &help);
        }
    }

    /// The name of a file in the folder that the program names when it starts.
    fn file_name(&mut self, entry: &Entry) -> Option<String> {
        let written = self.text(entry, "the name of a file such as `articles.sqlite`")?;
        let name = written.text.as_str();
        let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
        if !name.is_empty() && last == name && !name.starts_with('.') {
            return Some(name.to_owned());
        }
        let message = format!("`{name}` is no name of a file");
        let help = match last {
            "" | "." | ".." => "write a name such as `articles.sqlite`".to_owned(),
            last => format!(
                "write `{}`: the program names the folder when it starts",
                last.trim_start_matches('.')
            ),
        };
        self.report(Diagnostic::error("bad-file-name", written.span, message).help(help));
        None
    }

    /// A whole number from 1 on.
    fn count(&mut self, fields: &Fields<'_>, key: &str, expected: &str) -> Option<u32> {
        let entry = fields.find(key)?;
        let number = self.number(entry, expected)?;
        if number.value == 0 {
            let message = format!("`{key}` is 0");
            self.report(
                Diagnostic::error("bad-number", number.span, message)
                    .help("write a number from 1 on, or remove it"),
            );
            return None;
        }
        Some(number.value)
    }

    /// A duration in milliseconds, not under `least`.
    fn duration(
        &mut self,
        fields: &Fields<'_>,
        key: &str,
        example: &str,
        least: u64,
    ) -> Option<u64> {
        let entry = fields.find(key)?;
        let expected = format!("a duration such as `{example}`");
        let written = self.text(entry, &expected)?;
        let text = written.text.as_str();
        let read = millis(text).filter(|read| *read >= least);
        if read.is_none() {
            let message = format!("`{key}` must be {expected}, not `{text}`");
            let help = if text.bytes().all(|byte| byte.is_ascii_digit()) && text != "0" {
                let unit = example.trim_start_matches(|at: char| at.is_ascii_digit());
                format!("add a unit, such as `{text}{unit}`; there are `ms`, `s`, `m`, `h` and `d`")
            } else {
                format!("write a whole number with `ms`, `s`, `m`, `h` or `d`, such as `{example}`")
            };
            self.report(Diagnostic::error("bad-duration", written.span, message).help(help));
        }
        read
    }

    /// `cache: { rows: 10000, for: 5m }`.
    fn cache(&mut self, entry: &Entry) -> Option<LookupCache> {
        let example = "a map such as `{ rows: 10000, for: 5m }`";
        if values::scalar(&entry.value).is_some() {
            self.wrong_value(entry, example);
            return None;
        }
        let fields = self.fields(&entry.value, &keys::LOOKUP_CACHE)?;
        self.required(&fields, &keys::LOOKUP_CACHE, "rows", "rows: 10000");
        self.required(&fields, &keys::LOOKUP_CACHE, "for", "for: 5m");
        let rows = self.count(&fields, "rows", "a number of rows such as 10000");
        let kept = self.duration(&fields, "for", "5m", 1_000);
        Some(LookupCache {
            rows: rows?,
            seconds: kept? / 1_000,
        })
    }

    /// `onMissing: gone` says that a key without a row has none for good: each lookup must be `complete`.
    pub(super) fn missing_for_good(&mut self, entry: &Entry, lookups: &[&Lookup]) {
        for lookup in lookups.iter().filter(|lookup| !lookup.complete) {
            let name = &lookup.name.value;
            let message = format!(
                "`onMissing: gone` is for good, but a key that `{name}` does not have may be newer than its rows"
            );
            self.report(
                Diagnostic::error("lookup-not-complete", values::span_of(entry), message)
                    .related(lookup.name.span, "the lookup")
                    .help(format!(
                        "add `complete: true` to `{name}` if it has every key that there ever was"
                    ))
                    .help("or write `onMissing: passthrough`: then the next rule is tried"),
            );
        }
    }
}

/// The milliseconds of a duration such as `5m`.
fn millis(text: &str) -> Option<u64> {
    let unit = text.find(|at: char| !at.is_ascii_digit())?;
    let (number, unit) = text.split_at_checked(unit)?;
    let (_, factor) = UNITS.iter().find(|(name, _)| *name == unit.trim())?;
    number.parse::<u64>().ok()?.checked_mul(*factor)
}
