//! A damaged table gives wrong answers, or none, but never a panic.

use redirect_runtime::{Policy, TableError};
use testkit::Random;
use testkit::tables::{TARGETS, ask, of_every_section};

fn damage(random: &mut Random, table: &mut Vec<u8>) {
    for _ in 0..=random.below(4) {
        let at = random.below(table.len());
        table[at] = match random.below(4) {
            0 => 0,
            1 => 0xff,
            2 => table[at] ^ (1 << random.below(8)),
            _ => random.below(256) as u8,
        };
    }
    if random.chance(10) {
        // Cut off, with a header that does not mind.
        let length = random.below(table.len());
        table.truncate(length);
        if let Some(held) = table.get_mut(8..12) {
            held.copy_from_slice(&(length as u32).to_le_bytes());
        }
    }
}

#[test]
fn the_whole_table_answers() {
    let policy = Policy::from_bytes(of_every_section()).expect("a table");
    assert!(
        TARGETS
            .iter()
            .filter(|target| policy.find(**target).rule().is_some())
            .count()
            > 15
    );
    assert!(ask(&policy) > 100);
}

#[test]
fn damaged_tables_never_panic() {
    let table = of_every_section();
    let mut random = Random(11);
    let mut read = 0;
    for _ in 0..4_000 {
        let mut damaged = table.clone();
        damage(&mut random, &mut damaged);
        if let Ok(policy) = Policy::from_bytes(damaged) {
            read += 1;
            std::hint::black_box(ask(&policy));
        }
    }
    assert!(read > 2_000, "only {read} tables passed the header");
}

#[test]
fn names_that_are_no_text_are_refused() {
    let mut table = of_every_section();
    // The names stand at the end.
    let last = table.last_mut().expect("a table");
    *last = 0xff;
    assert_eq!(Policy::from_bytes(table).err(), Some(TableError::Names));
}

#[test]
fn tables_of_another_version_are_refused_in_words() {
    let mut table = of_every_section();
    let version = table[7];
    table[7] = version + 1;
    let error = Policy::from_bytes(table).unwrap_err();
    let (written, read) = (version + 1, version);
    assert_eq!(error, TableError::Version { written, read });
    assert_eq!(
        error.to_string(),
        format!(
            "the redirect table has layout {written}, and this version of `redirects` reads layout {read}: compile the \
             policy again with the version that serves it"
        )
    );
}
