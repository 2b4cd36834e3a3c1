//! Everything that can go wrong at once, in any order, against a model: whatever is answered for good is true, and
//! nothing that was taken back is seen again.

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use redirects::lookup::Found;
use redirects::{BoxError, Decision};
use testkit::Random;

use crate::support::moment;

redirects::redirects!(mod routes = "tests/policies/takedowns.yml");
use routes::{Articles, Fallbacks, Lookups, Redirects};

const IDS: u64 = 40;

/// The state of an article: its edition, or that it is gone.
type Truth = HashMap<u64, Option<u64>>;

/// The behaviour of the database.
const WORKS: usize = 0;
const ERRS: usize = 1;
const PANICS: usize = 2;
const HANGS: usize = 3;
const LIES_ABOUT_KINDS: usize = 4;

#[derive(Clone, Default)]
struct Site {
    truth: Arc<Mutex<Truth>>,
    behaves: Arc<AtomicUsize>,
}

fn row(edition: u64) -> Articles {
    Articles {
        node_id: format!("n{edition}"),
        title: format!("edition {edition}"),
    }
}

impl Fallbacks for Site {
    async fn articles(&self, db_id: u64) -> Result<Found<Articles>, BoxError> {
        match self.behaves.load(Ordering::SeqCst) {
            ERRS => return Err("no route to host".into()),
            PANICS => panic!("the database is on fire"),
            HANGS => std::future::pending().await,
            LIES_ABOUT_KINDS => {
                return Ok(Found::Row(Articles {
                    node_id: "not/alnum".into(),
                    title: "x".into(),
                }));
            }
            _ => {}
        }
        Ok(match self.truth.lock().unwrap().get(&db_id) {
            Some(Some(edition)) => Found::Row(row(*edition)),
            Some(None) => Found::Gone,
            None => Found::Missing,
        })
    }
}

/// An export of the truth, as a file.
fn export(truth: &Truth) -> String {
    let mut text = format!("# as_of {}\ndbId,nodeId,title,statusCode\n", moment(0));
    for (id, edition) in truth {
        text.push_str(&match edition {
            Some(edition) => format!("{id},n{edition},edition {edition},\n"),
            None => format!("{id},,,410\n"),
        });
    }
    text
}

fn rename_into_place(folder: &Path, text: &str) {
    let draft = folder.join("draft");
    std::fs::write(&draft, text).unwrap();
    std::fs::rename(draft, folder.join("articles.csv")).unwrap();
}

fn told(decision: Decision) -> String {
    let Decision::Answered(response) = decision else {
        return "site".to_owned();
    };
    let field = |name| {
        let value = response.headers().get(name);
        value.map_or("", |value| value.to_str().unwrap())
    };
    let status = response.status().as_u16();
    format!("{status} {} {}", field("location"), field("cache-control"))
}

#[tokio::test(start_paused = true)]
async fn nothing_false_is_answered_for_good() {
    // The panics are meant.
    std::panic::set_hook(Box::new(|_| {}));
    let (mut permanent, mut failed) = (0, 0);
    for seed in 0..12 {
        let folder = tempfile::tempdir().unwrap();
        let site = Site::default();
        let lookups = Lookups::open_available(folder.path());
        let redirects = Redirects::new(site.clone()).lookups(lookups.clone());
        let mut random = Random(seed);
        let mut edition = 0;
        let mut exports = vec![export(&Truth::new())];
        for _ in 0..400 {
            let id = random.draw() % IDS;
            match random.below(20) {
                // An article is written, changed or taken down, and the site says so.
                0..=5 => {
                    edition += 1;
                    let state = (!random.chance(20)).then_some(edition);
                    site.truth.lock().unwrap().insert(id, state);
                    lookups.articles().invalidate([id]);
                }
                6..=7 => {
                    let text = export(&site.truth.lock().unwrap());
                    rename_into_place(folder.path(), &text);
                    exports.push(text);
                }
                // A file of some time ago comes late.
                8 => {
                    let old: &String = random.pick(&exports);
                    rename_into_place(folder.path(), old);
                }
                9 => rename_into_place(folder.path(), "dbId,nodeId\n1;2;3\0"),
                10 => {
                    let text = export(&site.truth.lock().unwrap());
                    let some = text.get(..text.len() / 2).unwrap();
                    std::fs::write(folder.path().join("articles.csv"), some).unwrap();
                }
                11 => drop(std::fs::remove_file(folder.path().join("articles.csv"))),
                12 => drop(lookups.articles().rollback()),
                13..=15 => {
                    let how = [WORKS, WORKS, WORKS, ERRS, PANICS, HANGS, LIES_ABOUT_KINDS];
                    site.behaves.store(*random.pick(&how), Ordering::SeqCst);
                }
                16 => lookups.articles().switch_fallback_off(random.chance(20)),
                _ => {}
            }
            if random.chance(30) {
                // What cannot be used is told, and the file before it stays.
                drop(lookups.refresh());
            }
            let asked = random.draw() % IDS;
            let target = format!("/articles/{asked}");
            let answer = told(redirects.answer(target.as_str().into()).await);
            let known = site.truth.lock().unwrap().get(&asked).copied();
            let allowed = match known {
                Some(Some(edition)) => {
                    format!("301 /buy-sell/edition%20{edition}-n{edition}/ ")
                }
                Some(None) => "410  ".to_owned(),
                None => "302 /buy-sell/ ".to_owned(),
            };
            if answer == format!("307 /old/{asked} no-store") {
                failed += 1;
            } else {
                assert_eq!(answer, allowed, "seed {seed}, {target}");
                permanent += 1;
            }
        }
        assert_eq!(lookups.articles().status().in_flight, 0, "seed {seed}");
    }
    drop(std::panic::take_hook());
    assert!(permanent > 1_000 && failed > 300, "{permanent} {failed}");
}
