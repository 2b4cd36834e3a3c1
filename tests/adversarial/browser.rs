//! Where a browser goes for a `Location`: the WHATWG URL parser, as far as the origin needs it.
//!
//! `url::Url::join` alone does not do: it calls `///evil.example` an error, where a browser goes to evil.example.

/// Scheme, host and port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(crate) scheme: String,
    pub(crate) host: String,
    pub(crate) port: Option<u16>,
}

/// A location that a browser cannot go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Nowhere;

impl Origin {
    pub(crate) fn https(host: &str) -> Self {
        Origin {
            scheme: "https".into(),
            host: host.into(),
            port: None,
        }
    }
}

/// The origin of a location that was sent by a page of `base`.
pub(crate) fn origin(base: &Origin, location: &str) -> Result<Origin, Nowhere> {
    // Controls and spaces at both ends go, tabs and line ends go everywhere.
    let location = location.trim_matches(|character| character <= ' ');
    let location = location.replace(['\t', '\n', '\r'], "");
    let slash = |character: char| matches!(character, '/' | '\\');
    let Some((scheme, rest)) = scheme(&location) else {
        let slashes = location.chars().take_while(|&at| slash(at)).count();
        return match slashes {
            0 | 1 => Ok(base.clone()),
            _ => authority(&base.scheme, location.trim_start_matches(slash)),
        };
    };
    if !matches!(scheme.as_str(), "http" | "https" | "ftp" | "ws" | "wss") {
        return Err(Nowhere);
    }
    let slashes = rest.chars().take_while(|&at| slash(at)).count();
    if scheme == base.scheme && slashes < 2 {
        return Ok(base.clone());
    }
    authority(&scheme, rest.trim_start_matches(slash))
}

fn scheme(location: &str) -> Option<(String, &str)> {
    let (scheme, rest) = location.split_once(':')?;
    let mut characters = scheme.chars();
    let begins = characters.next()?.is_ascii_alphabetic();
    let goes_on = characters.all(|at| at.is_ascii_alphanumeric() || "+-.".contains(at));
    (begins && goes_on).then(|| (scheme.to_ascii_lowercase(), rest))
}

fn authority(scheme: &str, rest: &str) -> Result<Origin, Nowhere> {
    let end = rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len());
    let authority = &rest[..end];
    let (_, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    let (host, port) = match host.rsplit_once(':') {
        Some((host, "")) => (host, None),
        Some((host, port)) => (host, Some(port.parse().map_err(|_| Nowhere)?)),
        None => (host, None),
    };
    // Names of other scripts and encoded ones need IDNA; no location of a policy holds one, so they lead nowhere here.
    let plain = |at: char| at.is_ascii_alphanumeric() || ".-_".contains(at);
    if host.is_empty() || !host.chars().all(plain) {
        return Err(Nowhere);
    }
    let default = [("http", 80), ("https", 443), ("ftp", 21)];
    Ok(Origin {
        scheme: scheme.into(),
        host: host.to_ascii_lowercase(),
        port: port.filter(|&port| !default.contains(&(scheme, port))),
    })
}

/// Resolves a location with the crate `url`.
pub(crate) fn origin_by_url(base: &Origin, location: &str) -> Result<Origin, Nowhere> {
    let base = url::Url::parse(&format!("{}://{}/", base.scheme, base.host)).unwrap();
    let joined = base.join(location).map_err(|_| Nowhere)?;
    let special = matches!(joined.scheme(), "http" | "https" | "ftp" | "ws" | "wss");
    match joined.host_str() {
        Some(host) if special => Ok(Origin {
            scheme: joined.scheme().into(),
            host: host.into(),
            port: joined.port(),
        }),
        _ => Err(Nowhere),
    }
}

#[test]
fn browsers_leave_by_many_doors() {
    let base = Origin::https("good.example");
    let evil = Ok(Origin::https("evil.example"));
    let http = Ok(Origin {
        scheme: "http".into(),
        ..Origin::https("evil.example")
    });
    let stays = Ok(base.clone());
    let cases = [
        ("/a", &stays),
        ("", &stays),
        ("?a=//evil.example", &stays),
        ("/a//evil.example", &stays),
        ("/%2Fevil.example", &stays),
        ("/http://evil.example", &stays),
        ("https:evil.example", &stays),
        ("https:/evil.example", &stays),
        ("//evil.example", &evil),
        ("///evil.example", &evil),
        ("/\\evil.example/a", &evil),
        ("\\\\evil.example", &evil),
        ("/\t/evil.example", &evil),
        (" \n//evil.example", &evil),
        ("https:\\\\evil.example", &evil),
        ("https://good.example@evil.example:443/", &evil),
        ("https://evil.example\\@good.example/", &evil),
        ("https://EVIL.example#@good.example", &evil),
        ("http:evil.example", &http),
        ("http:///evil.example", &http),
        ("javascript:alert(1)", &Err(Nowhere)),
        ("//", &Err(Nowhere)),
        ("//a b/", &Err(Nowhere)),
        ("//a:x/", &Err(Nowhere)),
    ];
    for (location, expected) in cases {
        assert_eq!(origin(&base, location), *expected, "{location:?}");
        if location != "///evil.example" {
            assert_eq!(origin_by_url(&base, location), *expected, "{location:?}");
        }
    }
}
