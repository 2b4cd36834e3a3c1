//! Draws the plots of `docs/benchmarks` and writes the tables of `BENCHMARKS.md` from the recorded results.

use std::process::ExitCode;

use redirect_benches::engine::NAMES;
use redirect_benches::plot::{Line, Plot};
use redirect_benches::record::{self, Allocation, Building, Lookups, folder};
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
    if let Some(building) = record::read::<Building>(&folder().join("building.json"))? {
        draw("building.svg", &of_building(&building))?;
        text = tables::put(&text, "building", &tables::building(&building))?;
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

/// Seconds against the number of rules.
fn of_building(building: &Building) -> Plot {
    let lowering = building
        .lowering
        .iter()
        .map(|row| (row.rules as f64, row.milliseconds / 1e3));
    let mut lines = vec![Line {
        name: "policy to table".to_owned(),
        strong: true,
        points: lowering.collect(),
    }];
    for (form, name) in [
        ("yaml", "application, YAML"),
        ("table", "application, bulk table"),
    ] {
        let rows = building
            .compiling
            .iter()
            .filter(|row| row.form == form && row.seconds > 0.0);
        let points = rows.map(|row| (row.rules as f64, row.seconds)).collect();
        lines.push(Line {
            name: name.to_owned(),
            strong: false,
            points,
        });
    }
    Plot {
        title: "Building a policy".to_owned(),
        across: "rules".to_owned(),
        up: "seconds".to_owned(),
        lines,
    }
}
