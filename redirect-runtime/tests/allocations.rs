//! Allocations of a lookup: none, up to the rendering of a location, which allocates once.

use redirect_policy::compile;
use redirect_policy::source::Sources;
use redirect_runtime::Policy;

const POLICY: &str = r#"
redirectionPolicy:
  version: 0.0.1
  rules:
    - { source: "/old", destination: "/new" }
    - { source: "/articles/:id", destination: "/buy/:id" }
    - { source: "/jobs/(:title-):id(/)", destination: "/kr/jobs/(:title-):id/x" }
    - { source: "/docs/a-:rest", destination: "/rest/:rest" }
    - { source: "/docs/:page", destination: "/pages/:page" }
    - { source: "/docs/*", destination: "/handbook/*" }
    - { source: "/gone", statusCode: 410 }
    - { source: "/Fold/:id", caseSensitive: false, destination: "/folded/:id" }
    - { source: "/host/:p", when: { host: kr.example.com }, destination: "/host2/:p" }
"#;

/// Rows of one path that are told apart by host.
fn policy() -> Policy {
    let mut text = POLICY.to_owned();
    for number in 0..12 {
        text.push_str(&format!(
            "    - {{ id: many-{number}, source: /many, when: {{ host: h{number}.example.com }}, destination: /one/{number} }}\n"
        ));
    }
    let mut sources = Sources::default();
    let file = sources.insert("redirects.yml", text);
    let compiled = compile(&mut sources, file);
    let diagnostics = compiled.diagnostics;
    let table = compiled.table.unwrap_or_else(|| panic!("{diagnostics:#?}"));
    Policy::from_bytes(table).expect("a table")
}

#[test]
fn lookups_allocate_nothing_and_locations_once() {
    let policy = policy();
    for (target, location) in [
        ("/none/such/path", None),
        ("/articles", None),
        ("/old", Some("/new")),
        ("/old?x=1", Some("/new?x=1")),
        ("/articles/12", Some("/buy/12")),
        ("/jobs/a-b-c/", Some("/kr/jobs/a-b-c/x")),
        ("/docs/a-b", Some("/rest/b")),
        ("/fOLD/x", Some("/folded/x")),
        ("https://kr.example.com/host/a", Some("/host2/a")),
        ("https://h7.example.com/many", Some("/one/7")),
    ] {
        let found = policy.find(target);
        assert_eq!(found.location(), location, "{target}");
        let parameters = allocation_counter::measure(|| {
            let found = policy.find(target);
            std::hint::black_box(found.parameters().count());
        });
        let rendered = allocation_counter::measure(|| {
            std::hint::black_box(policy.find(target).location());
        });
        // Where a rule leads shows only when it is rendered, unless the compiler could prove that all is well.
        let proved = matches!(target.get(..4), Some("/old" | "/art" | "/non"));
        assert!(parameters.count_total <= u64::from(!proved), "{target}");
        assert!(
            rendered.count_total <= 1,
            "{target}: {}",
            rendered.count_total
        );
    }
}
