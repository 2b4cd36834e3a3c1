//! `coverage`: inventories are files still, and patterns.

use super::Printer;
use crate::model::{Inventory, Policy, UrlFile, Urls};
use crate::pattern::Spelling;
use crate::yaml::write::{map, quoted};

impl Printer<'_> {
    pub(super) fn coverage(&mut self, policy: &Policy) {
        let coverage = &policy.coverage;
        let old = coverage.old.iter().map(|one| (one, None));
        let live = coverage.live.iter().map(|one| (one, None));
        let dropped = coverage.dropped.iter();
        let dropped = dropped.map(|(one, reason)| (one, Some(reason.as_str())));
        let lists: [(&str, Vec<_>); 3] = [
            ("old", old.collect()),
            ("live", live.collect()),
            ("dropped", dropped.collect()),
        ];
        if lists.iter().all(|(_, list)| list.is_empty()) {
            return;
        }
        self.title(1, "coverage");
        for (name, list) in lists.iter().filter(|(_, list)| !list.is_empty()) {
            self.title(2, name);
            for (inventory, reason) in list {
                let line = self.inventory(inventory, *reason);
                self.item(3, &line);
            }
        }
    }

    fn inventory(&self, inventory: &Inventory, reason: Option<&str>) -> String {
        let pair = |key: &str, value: &str| (key.to_owned(), quoted(value));
        let mut pairs = match (&inventory.urls, &inventory.file) {
            (Urls::Matching(pattern), _) => {
                let spelling = self.spelling(Spelling::SOURCE);
                vec![pair("pattern", &spelling.spelled(&pattern.items))]
            }
            (Urls::Listed(_), Some(UrlFile::Lines(file))) => vec![pair("file", file)],
            (Urls::Listed(_), Some(UrlFile::Sitemap(file))) => vec![pair("sitemap", file)],
            (Urls::Listed(_), Some(UrlFile::Column { file, column })) => {
                vec![pair("csv", file), pair("column", column)]
            }
            (Urls::Listed(_), None) => Vec::new(),
        };
        pairs.extend(reason.map(|reason| pair("reason", reason)));
        map(&pairs)
    }
}
