//! Sources and destinations that no tool would write: each is converted to what the language accepts, or refused.

mod support;

use redirect_formats::{Format, Options, convert};

const SYNTAXES: [(&str, &str); 9] = [
    ("exact", ""),
    ("netlify", ""),
    ("next", ""),
    ("firebase-glob", ""),
    ("regex", ""),
    ("regex", "canonicalwebteam.yaml-responses"),
    ("nginx", "nginx-location"),
    ("exact", "nginx-location"),
    ("other", "amplify"),
];

fn odd_texts() -> Vec<String> {
    let mut texts: Vec<String> = [
        "",
        "/",
        "*",
        "/*",
        "/**",
        "/***/",
        "/(",
        "/)",
        "/()",
        "/(|)",
        "/[",
        "/[]",
        "/[^]",
        "/[a-",
        "/[z-a]+",
        "/{",
        "/{}",
        "/{,}",
        "/{a",
        "/a{2}",
        "/[a]{0}",
        "/[a]{2,1}",
        "/[a]{999}",
        "/.{3}",
        "/\\",
        "/\\d",
        "/\\d{3}",
        "/a**",
        "/:",
        "/:a",
        "/:a:b",
        "/:a(",
        "/:a()?",
        "/:a(\\d+)*",
        "/:1",
        "/:a-:b",
        "/:a:a",
        "/<",
        "/<*>",
        "/<*><a>",
        "</>",
        "</a/>",
        "/%",
        "/%2",
        "/%2F",
        "/a b",
        "/동네",
        "/../x",
        "/%2e%2E/x",
        "/a#b",
        "/a?b",
        "/a?b=c&b=d",
        "//x",
        "x",
        "/$",
        "/$1",
        "/${",
        "/${a",
        "/$request_uri",
        "/(a)(b)(c)$2",
        "/(.*)(.*)",
        "/(.+)(.+)",
        "/.*.+/x",
        "/(a|b|)+",
        "/(?:a|b/c)?",
        "/(?P<x>a)",
        "/(?P<",
        "/(?!a)",
        "/^a$",
        "/a|^/b$",
        "/a*",
        "/a+b",
        "/.*?",
        "/@(a|b)",
        "/?(a)",
        "/!(a)",
        "/+(a)",
        "/(*name)",
        "https://",
        "https://a",
        "https://a:b@c/",
        "https://*.a/",
        "http://a:99/x",
        "/\u{0}",
        "/\u{FEFF}",
        "/\"quoted\"",
        "/a\\*b",
        "/a\\:b",
    ]
    .map(str::to_owned)
    .to_vec();
    texts.push(format!("/{}", "(".repeat(3000)));
    texts.push(format!("/{}x{}", "(?:".repeat(500), ")".repeat(500)));
    texts.push(format!("/{}", "{a,b}".repeat(200)));
    texts.push(format!("/{}", "{".repeat(3000)));
    texts.push(format!("/{}", "a?".repeat(3000)));
    texts.push("/x".repeat(5000));
    texts
}

#[test]
fn odd_rules_are_converted_or_refused() {
    let texts = odd_texts();
    let mut lines = String::new();
    let mut count = 0;
    for (syntax, dialect) in SYNTAXES {
        for source in &texts {
            for destination in ["/to", source.as_str(), "/to/:a/$1/{x}/<*>/:splat"] {
                let rule = serde_json::json!({
                    "source": source, "destination": destination, "status": 301,
                    "syntax": syntax, "dialect": dialect, "location_mod": "~",
                });
                lines.push_str(&rule.to_string());
                lines.push('\n');
                count += 1;
            }
        }
    }
    let conversion = convert(Format::JsonLines, "odd", &lines, &Options::default());
    assert_eq!(conversion.read, count);
    assert_eq!(conversion.converted + conversion.refused.len(), count);
    let faults = support::faults(&conversion);
    assert!(
        faults.is_empty(),
        "{} faults\n{}",
        faults.len(),
        faults.join("\n")
    );
}
