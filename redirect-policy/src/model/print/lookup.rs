//! `lookups`: their rows where they are written here, else the file that they are in.

use super::Printer;
use crate::model::{Column, Lookup, LookupRow, Policy, Served};
use crate::pattern::Spelling;
use crate::yaml::write::{key, map, quoted};

impl Printer<'_> {
    pub(super) fn lookups(&mut self, policy: &Policy) {
        if policy.lookups.is_empty() {
            return;
        }
        self.title(1, "lookups");
        for lookup in &policy.lookups {
            self.title(2, &key(&lookup.name.value));
            self.one_lookup(lookup);
        }
    }

    fn one_lookup(&mut self, lookup: &Lookup) {
        let columns = self.columns(&lookup.key);
        self.line(3, "key", &columns);
        if !lookup.values.is_empty() {
            let columns = self.columns(&lookup.values);
            self.line(3, "values", &columns);
        }
        let all = lookup.key.iter().chain(&lookup.values);
        let renamed: Vec<_> = all
            .filter(|column| column.column != column.name.value)
            .map(|column| (key(&column.name.value), quoted(&column.column)))
            .collect();
        if !renamed.is_empty() {
            self.line(3, "columns", &map(&renamed));
        }
        if lookup.complete {
            self.line(3, "complete", "true");
        }
        match (&lookup.served, &lookup.compiled) {
            (Some(served), _) => self.served(served),
            (None, Some(file)) => self.line(3, "compiled", &quoted(file)),
            (None, None) => {
                self.title(3, "rows");
                for row in &lookup.rows {
                    let part = row.key.first().map_or("", String::as_str);
                    self.line(4, &quoted(part), &row_values(lookup, row));
                }
            }
        }
    }

    /// The keys of a lookup that the program serves, all that have a meaning beside one another.
    fn served(&mut self, served: &Served) {
        if let Some(file) = &served.snapshot {
            self.line(3, "snapshot", &quoted(file));
            if let Some(seconds) = served.max_age {
                self.line(3, "maxAge", &format!("{seconds}s"));
            }
            if served.min_rows > 0 {
                self.line(3, "minRows", &served.min_rows.to_string());
            }
        }
        if served.fallback {
            self.line(3, "fallback", "true");
            self.line(3, "deadline", &format!("{}ms", served.deadline));
            self.line(3, "inFlight", &served.in_flight.to_string());
            self.line(3, "missing", &format!("{}s", served.missing));
            if let Some(cache) = served.cache {
                let kept = format!("{}s", cache.seconds);
                let cache = [(key("rows"), cache.rows.to_string()), (key("for"), kept)];
                self.line(3, "cache", &map(&cache));
            }
        }
    }

    fn columns(&self, columns: &[Column]) -> String {
        let spelling = self.spelling(Spelling::SOURCE);
        let pairs: Vec<_> = columns
            .iter()
            .map(|column| {
                let name = &column.name.value;
                let name = match column.optional {
                    true => quoted(&format!("{name}?")),
                    false => key(name),
                };
                (name, quoted(&spelling.kind(&column.kind)))
            })
            .collect();
        map(&pairs)
    }
}

fn row_values(lookup: &Lookup, row: &LookupRow) -> String {
    let values = lookup.values.iter().zip(&row.values);
    let values: Vec<_> = values
        .filter_map(|(column, value)| Some((key(&column.name.value), quoted(value.as_deref()?))))
        .collect();
    match (lookup.values.len(), values.as_slice()) {
        (1, [(_, value)]) => value.clone(),
        _ => map(&values),
    }
}
