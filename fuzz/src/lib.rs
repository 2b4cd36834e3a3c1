//! Properties that hold for every input, each an ordinary function: fuzz targets call it with the fuzzer's input, tests
//! with the cases that are kept, and the programs of this crate with the files that they are given.
//!
//! | check | an input | what must hold |
//! |---|---|---|
//! | [`engine`] | rules and requests as [`case`] reads them | the engine and the reference matcher give one answer |
//! | [`policy`] | a policy's YAML | the compiler tells faults or makes a table, and never panics |
//! | [`table`] | a table, or what to change in one | the reader refuses it or answers, and never panics |
//! | [`location`] | rules and requests | a browser goes where the policy says, and never to where it is |

pub mod case;
pub mod engine;
pub mod location;
pub mod policy;
pub mod table;

/// Checks the files that a program is called with.
pub fn play(check: fn(&[u8])) {
    for name in std::env::args_os().skip(1) {
        let bytes = std::fs::read(&name).expect("a file that can be read");
        println!("{}", name.to_string_lossy());
        check(&bytes);
    }
}
