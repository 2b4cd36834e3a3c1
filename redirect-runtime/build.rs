//! Tells the crate if its profile makes vectors of loops over bytes: at the optimisation levels 2 and 3.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-check-cfg=cfg(makes_vectors)");
    if std::env::var("OPT_LEVEL").is_ok_and(|level| level == "2" || level == "3") {
        println!("cargo::rustc-cfg=makes_vectors");
    }
}
