//! The tables of `BENCHMARKS.md`, between markers.

use std::fmt::Write as _;

use crate::engine::NAMES;
use crate::instructions::Counted;
use crate::record::{Allocation, Building, Lookups, Row};
use crate::targets::{aim, reached};

/// Puts text between `<!-- begin: NAME -->` and `<!-- end: NAME -->`.
///
/// # Errors
/// A document without these markers.
pub fn put(document: &str, name: &str, text: &str) -> Result<String, String> {
    let (begin, end) = (
        format!("<!-- begin: {name} -->"),
        format!("<!-- end: {name} -->"),
    );
    let missing = || format!("BENCHMARKS.md has no markers for `{name}`");
    let (before, rest) = document.split_once(&begin).ok_or_else(missing)?;
    let (_, after) = rest.split_once(&end).ok_or_else(missing)?;
    Ok(format!(
        "{before}{begin}\n{}\n{end}{after}",
        text.trim_end()
    ))
}

/// Writes the times of lookups: a row for each set and class, a column for each engine.
pub fn lookups(lookups: &Lookups) -> String {
    let engines: Vec<_> = NAMES
        .into_iter()
        .filter(|engine| lookups.rows.iter().any(|row| row.engine == *engine))
        .collect();
    let mut text = head(
        ["set", "class"]
            .iter()
            .copied()
            .chain(engines.iter().copied()),
    );
    for (set, class) in cases(&lookups.rows) {
        let _ = write!(text, "| {set} | {class} |");
        for engine in &engines {
            let row = lookups
                .rows
                .iter()
                .find(|row| row.set == set && row.class == class && row.engine == *engine);
            let _ = write!(text, " {} |", row.map_or_else(|| "-".to_owned(), cell));
        }
        text.push('\n');
    }
    text
}

/// Sets with their classes, in the order of the results.
fn cases(rows: &[Row]) -> Vec<(&str, &str)> {
    let mut cases: Vec<(&str, &str)> = Vec::new();
    for row in rows {
        let case = (row.set.as_str(), row.class.as_str());
        if !cases.contains(&case) {
            cases.push(case);
        }
    }
    cases
}

fn cell(row: &Row) -> String {
    let wrong = if row.agreement < 1.0 { " *" } else { "" };
    let mark = row.mark();
    format!(
        "{} / {}{mark}{wrong}",
        time(row.throughput),
        time(row.dependent)
    )
}

/// Nanoseconds with three digits, and a unit where it is another.
fn time(nanoseconds: f64) -> String {
    match nanoseconds {
        ..10.0 => format!("{nanoseconds:.1}"),
        ..10_000.0 => format!("{nanoseconds:.0}"),
        ..10_000_000.0 => format!("{:.0} µs", nanoseconds / 1e3),
        _ => format!("{:.0} ms", nanoseconds / 1e6),
    }
}

/// Writes the instructions of lookups, profile by profile: ours, and matchit's.
pub fn profiles(rows: &[Counted]) -> String {
    let mut profiles: Vec<&str> = Vec::new();
    let mut cases: Vec<(&str, &str)> = Vec::new();
    for row in rows {
        if !profiles.contains(&row.profile.as_str()) {
            profiles.push(&row.profile);
        }
        let case = (row.set.as_str(), row.class.as_str());
        if !cases.contains(&case) {
            cases.push(case);
        }
    }
    let mut text = head(["set", "class"].iter().chain(&profiles).copied());
    for (set, class) in cases {
        let _ = write!(text, "| {set} | {class} |");
        for profile in &profiles {
            let of = |engine: &str| {
                let row = rows.iter().find(|row| {
                    row.profile == *profile
                        && (row.set.as_str(), row.class.as_str()) == (set, class)
                        && row.engine == engine
                });
                row.map_or_else(|| "-".to_owned(), |row| row.instructions.to_string())
            };
            let _ = write!(text, " {} / {} |", of("ours"), of("matchit"));
        }
        text.push('\n');
    }
    text
}

/// The shares that are aimed at and those that were reached.
pub fn aims(lookups: &Lookups) -> String {
    let mut text = head(
        [
            "set",
            "class",
            "of the better of",
            "aim",
            "reached",
            "dependent: aim",
            "reached",
        ]
        .into_iter(),
    );
    for (set, class) in cases(&lookups.rows) {
        let Some(aim) = aim(set, class) else {
            continue;
        };
        let Some((throughput, dependent)) = reached(&lookups.rows, set, class, aim.against) else {
            continue;
        };
        let against = aim.against.join(", ");
        let _ = write!(
            text,
            "| {set} | {class} | {against} | {:.2} | {}",
            aim.share,
            shown(throughput, aim.share)
        );
        match aim.dependent {
            Some(more) => {
                let share = aim.share + more;
                let _ = writeln!(text, " | {share:.2} | {} |", shown(dependent, share));
            }
            None => text.push_str(" | - | - |\n"),
        }
    }
    text
}

/// A share, bold where it is reached.
fn shown(reached: f64, aim: f64) -> String {
    if reached <= aim {
        format!("**{reached:.2}**")
    } else {
        format!("{reached:.2}")
    }
}

/// Passing on through rules that all match.
pub fn chains(lookups: &Lookups) -> String {
    let mut text = head(["rules", "how many", "the whole chain, µs", "a rule, ns"].into_iter());
    for chain in &lookups.chains {
        let _ = writeln!(
            text,
            "| {} | {} | {:.1} | {:.1} |",
            chain.kind,
            chain.rules,
            chain.nanoseconds / 1e3,
            chain.nanoseconds / chain.rules.max(1) as f64
        );
    }
    text
}

/// Heap allocations: the most of any class.
pub fn allocations(rows: &[Allocation]) -> String {
    let mut text = head(
        [
            "set",
            "engine",
            "allocations a lookup, at most",
            "bytes held",
        ]
        .into_iter(),
    );
    let mut seen = Vec::new();
    for row in rows {
        let case = (&row.set, &row.engine);
        if seen.contains(&case) {
            continue;
        }
        seen.push(case);
        let same = rows
            .iter()
            .filter(|other| (&other.set, &other.engine) == case);
        let most = same.map(|row| row.allocations).fold(0.0, f64::max);
        let _ = writeln!(
            text,
            "| {} | {} | {most:.2} | {} |",
            row.set, row.engine, row.held
        );
    }
    text
}

/// Writes the cost to build policies.
pub fn building(building: &Building) -> String {
    let mut text = head(
        [
            "rules",
            "policy to table, ms",
            "literal rules only, ms",
            "table, bytes",
            "a literal rule beside its text, bytes",
        ]
        .into_iter(),
    );
    for row in &building.lowering {
        let _ = writeln!(
            text,
            "| {} | {:.1} | {:.1} | {} | {:.1} |",
            row.rules, row.milliseconds, row.literal_milliseconds, row.bytes, row.bytes_beside_text
        );
    }
    text
}

/// Writes the cost to build and to run services, as a table.
pub fn compiling(building: &Building) -> String {
    let mut text = head(
        [
            "rules",
            "form",
            "rustc and macro, CPU s",
            "the macro, CPU s",
            "rustc's peak, MB",
            "service, MB more",
            "a change of the service, CPU s",
            "compiled then",
        ]
        .into_iter(),
    );
    for row in &building.compiling {
        let expanding = row
            .expanding
            .map_or_else(|| "-".to_owned(), |seconds| format!("{seconds:.2}"));
        let _ = writeln!(
            text,
            "| {} | {} | {:.2} | {expanding} | {:.0} | {:.1} | {:.2} | {} |",
            row.rules,
            row.form,
            row.seconds,
            row.peak_megabytes,
            row.resident_megabytes,
            row.rebuild_seconds,
            row.rebuilt.join(", ")
        );
    }
    text
}

fn head<'t>(titles: impl Iterator<Item = &'t str> + Clone) -> String {
    let mut text = String::from("|");
    titles
        .clone()
        .for_each(|title| text.push_str(&format!(" {title} |")));
    text.push_str("\n|");
    titles.for_each(|_| text.push_str("---|"));
    text.push('\n');
    text
}
