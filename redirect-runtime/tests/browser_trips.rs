//! No redirect leads a browser to where it was: each location is asked for as the URL parser of another crate sends it.

use redirect_policy::compile_text;
use redirect_runtime::Outcome;
use testkit::Random;
use url::Url;

const DESTINATIONS: [&str; 9] = [
    "/f/:q?name=:q",
    "/f/:q?name=:q&x='1'#:q",
    "/f/:q/?a=b",
    "https://x.example/f/:q",
    "https://x.example:443/f/:q?:q",
    "https://x.example:8443//f/:q",
    "http://x.example/f/:q?a=:q",
    "/f/:q/?q=[:q]|^",
    "/f/:q",
];
const VALUES: [&str; 20] = [
    "it's", "a b", "a+b", "%27", "50%", "%zz", "a|b", "^", "{x}", "`", "\u{e9}", "%C3%A9",
    "%28x%29", "(x)", "a;b", "[x]", "a%2Fb", "~", "%7E", "&=?",
];

#[test]
fn browsers_are_never_sent_to_where_they_are() {
    let mut random = Random(3);
    let (mut redirects, mut arrivals) = (0, 0);
    for destination in DESTINATIONS {
        for query in ["keep", "drop"] {
            let policy = compile_text(&format!(
                "redirectionPolicy:
  version: 0.0.1
  lints: {{ loop: allow, chain: allow, self-redirect: allow }}
  rules:
    - {{ source: '/f/:q(/)', destination: \"{destination}\", query: {query} }}"
            ));
            let policy = policy.unwrap_or_else(|faults| panic!("{destination}: {faults}"));
            for _ in 0..400 {
                let origin = random.text(&[
                    "https://x.example",
                    "https://x.example:8443",
                    "http://x.example",
                ]);
                let value = random.text(&VALUES).replace('?', "%3F");
                let own = random.text(&["", "?", "?name=", "?a=", "?a=1&b="]);
                let text = if own.ends_with('=') {
                    random.text(&VALUES)
                } else {
                    ""
                };
                let slash = random.text(&["", "/"]);
                let mut url =
                    Url::parse(&format!("{origin}/f/{value}{slash}{own}{text}")).expect("a URL");
                let mut seen = Vec::new();
                loop {
                    let sent = url.to_string();
                    assert!(
                        !seen.contains(&sent),
                        "{seen:?} and {sent} again by {destination}"
                    );
                    assert!(seen.len() < 8, "{seen:?} by {destination}");
                    let found = policy.find(&*sent);
                    seen.push(sent.clone());
                    match found.outcome() {
                        Outcome::Redirect { location, .. } => {
                            redirects += 1;
                            url = url.join(location).expect("a URL");
                            url.set_fragment(None);
                        }
                        _ => break,
                    }
                }
                arrivals += 1;
            }
        }
    }
    assert!(
        redirects > 2_000 && arrivals > 5_000,
        "{redirects} {arrivals}"
    );
}
