//! Draws the plots of `docs/benchmarks` and writes the tables of `BENCHMARKS.md` from the recorded results.

use std::process::ExitCode;

use redirect_benches::engine::NAMES;
use redirect_benches::instructions::Counted;
use redirect_benches::plot::{Line, Plot};
use redirect_benches::record::{self, Allocation, Building, Compiling, Lookups, Lowering, folder};
use redirect_benches::tables;

/// Plots of lookups: file, class, title.
const LOOKUPS: [(&str, &str, &str); 4] = [
    ("hits.svg", "hit", "A rule matches"),
    (
        "parameter-hits.svg",
        "parameter",
        "A rule with a parameter or wildcard matches",
    ),
    (
        "shared-misses.svg",
        "shared",
        "No rule matches, though some begin alike",
    ),
    ("cold-misses.svg", "cold", "No rule matches or begins alike"),
];

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let page = record::root().join("BENCHMARKS.md");
    let mut text =
        std::fs::read_to_string(&page).map_err(|error| format!("{}: {error}", page.display()))?;
    if let Some(lookups) = record::read::<Lookups>(&folder().join("lookups.json"))? {
        for (file, class, title) in LOOKUPS {
            draw(file, &of_lookups(&lookups, class, title))?;
        }
        text = tables::put(&text, "machine", &lookups.machine)?;
        text = tables::put(&text, "lookups", &tables::lookups(&lookups))?;
        text = tables::put(&text, "aims", &tables::aims(&lookups))?;
        text = tables::put(&text, "chains", &tables::chains(&lookups))?;
    }
    if let Some(rows) = record::read::<Vec<Allocation>>(&folder().join("allocations.json"))? {
        text = tables::put(&text, "allocations", &tables::allocations(&rows))?;
    }
    if let Some(rows) = record::read::<Vec<Counted>>(&folder().join("profiles.json"))? {
        text = tables::put(&text, "profiles", &tables::profiles(&rows))?;
    }
    if let Some(building) = record::read::<Building>(&folder().join("building.json"))? {
        draw("building.svg", &of_building(&building))?;
        draw("compiling.svg", &of_compiling(&building))?;
        draw("compiling-memory.svg", &of_memory(&building))?;
        text = tables::put(&text, "building", &tables::building(&building))?;
        text = tables::put(&text, "compiling", &tables::compiling(&building))?;
    }
    std::fs::write(&page, text).map_err(|error| format!("{}: {error}", page.display()))
}

fn draw(file: &str, plot: &Plot) -> Result<(), String> {
    let Some(svg) = plot.svg() else {
        println!("nothing is recorded for {file}");
        return Ok(());
    };
    let file = folder().join(file);
    std::fs::write(&file, svg).map_err(|error| format!("{}: {error}", file.display()))
}

/// Time against the number of rules, on the sets that are named by their size.
fn of_lookups(lookups: &Lookups, class: &str, title: &str) -> Plot {
    let sized = |set: &str| set.bytes().next().is_some_and(|byte| byte.is_ascii_digit());
    let line = |engine: &&str| {
        let rows = lookups
            .rows
            .iter()
            .filter(|row| row.engine == *engine && row.class == class && sized(&row.set));
        let mut points: Vec<_> = rows.map(|row| (row.rules as f64, row.throughput)).collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        Line {
            name: (*engine).to_owned(),
            strong: *engine == "ours",
            points,
        }
    };
    // The other depths of the engine are in the tables.
    let engines = NAMES.iter().filter(|name| !name.starts_with("ours-"));
    Plot {
        title: title.to_owned(),
        across: "rules".to_owned(),
        up: "nanoseconds a lookup".to_owned(),
        lines: engines.map(line).collect(),
    }
}

/// Seconds from a policy to its table against the number of rules.
fn of_building(building: &Building) -> Plot {
    let rows = |of: fn(&Lowering) -> f64| {
        let points = building.lowering.iter();
        points
            .map(|row| (row.rules as f64, of(row) / 1e3))
            .collect()
    };
    Plot {
        title: "From a policy to its table".to_owned(),
        across: "rules".to_owned(),
        up: "seconds".to_owned(),
        lines: vec![
            line("mixed", true, rows(|row| row.milliseconds)),
            line("literal", false, rows(|row| row.literal_milliseconds)),
        ],
    }
}

/// CPU seconds of an unoptimised build against the number of rules.
fn of_compiling(building: &Building) -> Plot {
    let seconds = |row: &Compiling| Some(row.seconds);
    Plot {
        title: "Building a service without optimisation".to_owned(),
        across: "rules".to_owned(),
        up: "CPU seconds".to_owned(),
        lines: vec![
            line("bulk table", true, services(building, "table", seconds)),
            line(
                "its macro",
                false,
                services(building, "table", |row| row.expanding),
            ),
            line("YAML", false, services(building, "yaml", seconds)),
            line(
                "a change elsewhere",
                false,
                services(building, "table", |row| Some(row.rebuild_seconds)),
            ),
        ],
    }
}

/// Memory against the number of rules.
fn of_memory(building: &Building) -> Plot {
    let peak = |row: &Compiling| Some(row.peak_megabytes);
    Plot {
        title: "Memory of the build and of the service".to_owned(),
        across: "rules".to_owned(),
        up: "megabytes".to_owned(),
        lines: vec![
            line(
                "service, beyond an empty one",
                true,
                services(building, "table", |row| Some(row.resident_megabytes)),
            ),
            line(
                "rustc, bulk table",
                false,
                services(building, "table", peak),
            ),
            line("rustc, YAML", false, services(building, "yaml", peak)),
        ],
    }
}

fn line(name: &str, strong: bool, points: Vec<(f64, f64)>) -> Line {
    Line {
        name: name.to_owned(),
        strong,
        points,
    }
}

/// A figure of all services whose policy has this form; a logarithmic scale has no place for nothing.
fn services(
    building: &Building,
    form: &str,
    of: impl Fn(&Compiling) -> Option<f64>,
) -> Vec<(f64, f64)> {
    let rows = building.compiling.iter().filter(|row| row.form == form);
    let points = rows.filter_map(|row| Some((row.rules as f64, of(row)?)));
    points.filter(|(_, value)| *value > 0.0).collect()
}
