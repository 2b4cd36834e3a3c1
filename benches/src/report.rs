//! The report that `compare` prints.

use crate::record::Row;
use crate::targets::{aim, reached};

/// The engines on the classes of a set: `throughput/dependent` in nanoseconds, and the share of the better of matchit
/// and wayfind.
pub fn print(set: &str, rows: &[Row], classes: &[&str]) {
    let mut engines: Vec<&str> = rows.iter().map(|row| row.engine.as_str()).collect();
    engines.dedup();
    engines.sort_by_key(|engine| crate::engine::NAMES.iter().position(|name| name == engine));
    engines.dedup();
    print!("{set:16}");
    classes.iter().for_each(|class| print!("{class:>30}"));
    println!();
    for engine in engines {
        print!("{engine:16}");
        for class in classes {
            let cell = rows
                .iter()
                .find(|row| row.engine == engine && row.class == *class);
            print!(
                "{:>30}",
                cell.map_or_else(|| "-".to_owned(), |row| written(row, rows))
            );
        }
        let refused = rows
            .iter()
            .find(|row| row.engine == engine)
            .map_or(0, |row| row.refused);
        println!(
            "{}",
            if refused > 0 {
                format!("  refuses {refused} rules")
            } else {
                String::new()
            }
        );
    }
    for class in classes {
        print_aim(set, class, rows);
    }
}

fn written(row: &Row, rows: &[Row]) -> String {
    let best = rows
        .iter()
        .filter(|other| {
            other.class == row.class && matches!(other.engine.as_str(), "matchit" | "wayfind")
        })
        .map(|other| other.throughput)
        .min_by(f64::total_cmp);
    let share = best.map_or_else(String::new, |best| {
        format!(" x{:.2}", row.throughput / best)
    });
    let wrong = match row.agreement {
        1.0 => String::new(),
        share => format!(" !{:.1}%", 100.0 - 100.0 * share),
    };
    let mark = row.mark();
    format!(
        "{:.1}/{:.1}{mark}{share}{wrong}",
        row.throughput, row.dependent
    )
}

fn print_aim(set: &str, class: &str, rows: &[Row]) {
    let Some(aim) = aim(set, class) else {
        return;
    };
    let Some((throughput, dependent)) = reached(rows, set, class, aim.against) else {
        return;
    };
    let verdict = |reached: f64, share: f64| if reached <= share { "ok" } else { "short" };
    print!(
        "  {class}: {throughput:.2} of {}, aim {:.2}: {}",
        aim.against.join(" or "),
        aim.share,
        verdict(throughput, aim.share)
    );
    if let Some(more) = aim.dependent {
        let share = aim.share + more;
        print!(
            "; dependent {dependent:.2}, aim {share:.2}: {}",
            verdict(dependent, share)
        );
    }
    println!();
}
