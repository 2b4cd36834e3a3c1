//! The cases in the words of this language, and what is answered.

use redirects::__private::{Field, Pending};
use redirects::{Answer, BoxError, Request};

/// The answer of a case's handler.
pub(crate) type Decide = fn(&Pending<'_>, &Request<'_>) -> Result<Answer, BoxError>;

/// The translation of a case.
#[derive(Clone, Copy)]
pub(crate) enum Ours {
    /// The compiler refuses the rules, with this code.
    Refused(&'static str),
    /// The compiler warns of the rules, with this code.
    Warned(&'static str),
    /// The rules answer; `site` where they leave the request to the site.
    Answers(&'static str),
    /// The rules' handler decides, and this is answered.
    Decides(Decide, &'static str),
}

use Ours::{Answers, Decides, Refused, Warned};

/// A case, its rules, and what becomes of it.
pub(crate) type Translation = (&'static str, &'static str, Ours);

/// The client's country, as an application puts it into the extensions.
#[derive(Clone)]
pub(crate) struct Country(pub(crate) &'static str);

const LABEL: &str = "{ source: '/t/:tenant', destination: 'https://:tenant.cdn.good.example/' }";
const AUTHORITY: Ours = Refused("variable-in-authority");
const TITLE: &str = "{ source: '/articles/:dbId(/)', destination: '/kr/buy-sell/:title-:nodeId/', handler: decide }";
const HOST: &str = "{ source: '/', destination: '/kr/', when: { host: good.example } }";
const OLD: &str = "{ source: '/old/:x', destination: '/new/:x' }";
const LEGACY: &str = "{ source: '/legacy/*', destination: '/*' }";
const INT: &str = "{ source: '/articles/:dbId<int>', destination: '/a/:dbId' }";

/// Of every case one.
#[rustfmt::skip]
pub(crate) const TRANSLATIONS: &[Translation] = &[
    // What can be seen in the destination is refused there.
    ("dest-userinfo", "{ source: '/x', destination: 'https://user:pw@good.example/' }", Refused("bad-host")),
    ("compile-host-ipv6", "{ source: '/go/:host/:a/:s/:tail<path>', destination: 'https://[:a::1]/' }", AUTHORITY),
    ("compile-host-single-label-suffix", "{ source: '/go/:host/:a/:s/:tail<path>', destination: 'https://:a.com/' }", AUTHORITY),
    ("compile-host-tail-open", "{ source: '/go/:host/:a/:s/*', destination: 'https://good.example*' }", AUTHORITY),
    ("compile-host-whole", "{ source: '/go/:host/:a/:s/:tail<path>', destination: 'https://:host/' }", AUTHORITY),
    ("compile-host-whole-port", "{ source: '/go/:host/:a/:s/:tail<path>', destination: 'https://:host:8080/' }", AUTHORITY),
    ("compile-scheme-capture", "{ source: '/go/:host/:a/:s/:tail<path>', destination: ':s://good.example/' }", Refused("destination-must-start-with-slash-or-scheme")),
    ("host-label-at", LABEL, AUTHORITY),
    ("host-label-backslash", LABEL, AUTHORITY),
    ("host-label-dot", LABEL, AUTHORITY),
    ("host-label-hash", LABEL, AUTHORITY),
    ("host-label-ideographic-stop", LABEL, AUTHORITY),
    ("host-label-tab", LABEL, AUTHORITY),
    ("compile-dest-backslash", "{ source: '/x', destination: '/\\evil.com' }", Refused("reserved-escape")),
    ("compile-dest-no-slash", "{ source: '/x', destination: 'new-page' }", Refused("destination-must-start-with-slash-or-scheme")),
    ("compile-dest-scheme-relative", "{ source: '/x', destination: '//evil.com/' }", Refused("protocol-relative-destination")),
    ("compile-dest-space", "{ source: '/x', destination: '/a b' }", Refused("whitespace")),
    ("compile-dest-tab", "{ source: '/x', destination: \"/\\t/evil.com\" }", Refused("whitespace")),
    ("optional-group-empty-first-segment", "{ source: '/old/(:c/):rest<path>', destination: '/:c/:rest' }", Refused("maybe-unbound-destination-parameter")),
    ("prefix-strip-without-slash", "{ source: '/old*', destination: '*' }", Refused("destination-must-start-with-slash-or-scheme")),
    ("splat-leading-space", "{ source: '/go/*', destination: '*' }", Refused("destination-must-start-with-slash-or-scheme")),
    ("unrooted-destination-newline", "{ source: '/*', destination: '*' }", Refused("destination-must-start-with-slash-or-scheme")),
    ("policy-bad-status", "{ source: '/a', destination: '/b', statusCode: 3001 }", Refused("bad-status")),
    ("policy-status-304", "{ source: '/a', destination: '/b', statusCode: 304 }", Refused("bad-status")),
    ("policy-optional-used-as-required", "{ source: '/j/(:title-):id', destination: '/k/:title/:id' }", Refused("maybe-unbound-destination-parameter")),
    ("policy-unbound-param", "{ source: '/articles/:dbId', destination: '/buy-sell/:title-:nodeId/' }", Refused("unbound-destination-parameter")),
    ("policy-duplicate", "{ source: '/a', destination: '/b' }, { source: '/a', destination: '/c' }", Refused("duplicate-source")),
    ("policy-loop-growing", "{ source: '/x/*', destination: '/x/y/*' }", Refused("loop")),
    ("policy-loop-static", "{ source: '/a', destination: '/b' }, { source: '/b', destination: '/a' }", Refused("loop")),
    ("policy-shadowed", "{ source: '/old/*', destination: '/n/*' }, { source: '/old/x', destination: '/y' }", Refused("unreachable-rule")),
    ("acme-catch-all", "{ source: '/*', destination: 'https://new.example/*' }", Warned("catch-all")),

    // What a request brings stays a value of its place, on this site.
    ("compile-dest-non-ascii", "{ source: '/x', destination: '/café' }", Answers("301 /caf%C3%A9")),
    ("dot-segment-encoded", LEGACY, Answers("site")),
    ("embedded-scheme-cleanup", "{ source: '/go/*', destination: '/*' }", Answers("301 /http:/evil.com")),
    ("param-encoded-backslash", "{ source: '/u/:name', destination: '/:name/profile' }", Answers("301 /%5Cevil.com/profile")),
    ("splat-backslash-encoded-decoded", LEGACY, Answers("301 /%5Cevil.com")),
    ("splat-backslash-raw", LEGACY, Answers("301 /evil.com")),
    ("splat-cr-decoded", LEGACY, Answers("301 /%0D/evil.com")),
    ("splat-double-slash", LEGACY, Answers("301 /evil.com")),
    ("splat-double-slash-cf", "{ source: '/foo/*', destination: '/*', statusCode: 302 }", Answers("302 /google.com")),
    ("splat-tab-decoded", LEGACY, Answers("301 /%09/evil.com")),
    ("strip-trailing-slash", "{ source: '/*/', destination: '/*', allow: [catch-all] }", Answers("301 /evil.com")),
    ("bad-percent", OLD, Answers("301 /new/%25zz%25")),
    ("double-encoded-slash", OLD, Answers("301 /new/a%252fb")),
    ("invalid-utf8", OLD, Answers("301 /new/%FF%FE")),
    ("nfd-title", "{ source: '/kr/job-posts/(:title-):publicId(/)', destination: '/kr/jobs/(:title-):publicId/' }", Answers("301 /kr/jobs/%E1%84%8F%E1%85%A1-9/")),
    ("overlong-utf8", OLD, Answers("301 /new/%C0%AF")),
    ("param-double-encode", OLD, Answers("301 /new/30%25_volume")),
    ("param-raw-utf8", OLD, Answers("301 /new/%C3%A9")),
    ("param-crlf-custom-header", "{ source: '/v1/:action.json', destination: '/v2/', headers: { X-Action: ':action' }, allow: [unused-parameter] }", Answers("301 /v2/")),
    ("param-nul", OLD, Answers("301 /new/a%00b")),
    ("param-encoded-hash", OLD, Answers("301 /new/a%23b")),
    ("param-into-query-plus", "{ source: '/s/:t', destination: '/search?q=:t' }", Answers("301 /search?q=a%2Bb")),
    ("query-second-question-mark", "{ source: '/old', destination: '/new', query: keep }", Answers("301 /new?a=1?b=2")),
    ("encoded-traversal-scope", "{ source: '/api/orders/*', destination: '/v2/orders/*' }", Answers("301 /v2/orders/..%2Fadmin%2Fconfig.json")),
    ("case-variant-bypass", "{ source: '/admin/*', destination: '/login', caseSensitive: false, allow: [unused-parameter] }", Answers("301 /login")),
    ("dot-segments", OLD, Answers("301 /new/1")),
    ("encoded-literal", "{ source: '/admin', destination: '/login' }", Answers("301 /login")),
    ("int-fullwidth", INT, Answers("site")),
    ("int-leading-zero", INT, Answers("301 /a/007")),
    ("int-overflow", INT, Answers("site")),
    ("int-plus-sign", INT, Answers("site")),
    ("long-path-64k", "{ source: '/old/*', destination: '/new/*' }", Answers("site")),
    ("quadratic-hyphens", "{ source: '/j/(:a-)(:b-):c(/)', destination: '/k/:c', allow: [unused-parameter] }", Answers("301 /k/-")),

    // Hosts are compared whole, and only one that is beyond doubt counts.
    ("host-duplicate", HOST, Answers("site")),
    ("host-header-fragment", "{ source: '/', destination: '/kr/', when: { host: '*.good.example' } }", Answers("site")),
    ("host-header-suffix", HOST, Answers("site")),
    ("host-header-trailing-dot-port-case", "{ source: '/old', destination: '/new', when: { host: good.example } }", Answers("301 /new")),
    ("host-header-userinfo", HOST, Answers("site")),
    ("host-missing-http10", "{ id: own, source: '/old', destination: '/own', when: { host: good.example } }, { source: '/old', destination: '/new' }", Answers("301 /new")),

    // Methods.
    ("connect-authority", "{ source: '/*', destination: 'https://new.example/*', statusCode: 308 }", Answers("site")),
    ("options-asterisk", "{ source: '*', destination: 'https://new.example/*', statusCode: 308 }", Answers("site")),
    ("post-301", "{ source: '/a', destination: '/b' }", Answers("site")),

    // Handlers: what they look up is a value, too.
    ("geo-301-without-vary", "{ source: '/', destination: '/kr/', handler: decide }", Decides(by_country, "301 /kr/")),
    ("lookup-down-must-not-be-permanent", "{ source: '/articles/:dbId(/)', destination: '/kr/buy-sell/:nodeId/', handler: decide }", Decides(|_, _| Err("the ids cannot be reached".into()), "site no-store")),
    ("self-redirect", "{ source: '/kr/jobs/:slug-:id/', destination: '/kr/jobs/:slug-:id/', handler: decide }", Decides(|pending, _| Ok(pending.to(&[])), "site")),
    ("lookup-id-with-slash", "{ source: '/articles/:dbId(/)', destination: '/kr/buy-sell/:nodeId/', handler: decide }", Decides(|pending, _| Ok(pending.to(&[Field::segment("nodeId", Some("../x".into()))])), "301 /kr/buy-sell/..%2Fx/")),
    ("lookup-title-..", TITLE, Decides(|pending, _| titled(pending, ".."), "301 /kr/buy-sell/..-7/")),
    ("lookup-title-../../", TITLE, Decides(|pending, _| titled(pending, "../../admin"), "301 /kr/buy-sell/..%2F..%2Fadmin-7/")),
    ("lookup-title-\\u202egpj.e", TITLE, Decides(|pending, _| titled(pending, "\u{202e}gpj.exe"), "301 /kr/buy-sell/%E2%80%AEgpj.exe-7/")),
    ("lookup-title-\\ud55c\\uae00 \\uc81c\\ubaa9 ", TITLE, Decides(|pending, _| titled(pending, "한글 제목 100% ✨"), "301 /kr/buy-sell/%ED%95%9C%EA%B8%80%20%EC%A0%9C%EB%AA%A9%20100%25%20%E2%9C%A8-7/")),
    ("lookup-title-a/b?c#", TITLE, Decides(|pending, _| titled(pending, "a/b?c#d"), "301 /kr/buy-sell/a%2Fb%3Fc%23d-7/")),
    ("lookup-title-aaaaaa", TITLE, Decides(|pending, _| titled(pending, &"a".repeat(9000)), "site no-store")),
    ("lookup-title-x\\r\\nSet", TITLE, Decides(|pending, _| titled(pending, "x\r\nSet-Cookie: a=b"), "301 /kr/buy-sell/x%0D%0ASet-Cookie:%20a=b-7/")),
];

fn titled(pending: &Pending<'_>, title: &str) -> Result<Answer, BoxError> {
    Ok(pending.to(&[
        Field::segment("title", Some(title.into())),
        Field::segment("nodeId", Some(7.into())),
    ]))
}

fn by_country(pending: &Pending<'_>, request: &Request<'_>) -> Result<Answer, BoxError> {
    match request.extension::<Country>() {
        Some(Country("KR")) => Ok(pending.to(&[])),
        _ => Ok(Answer::passthrough()),
    }
}

/// Other spellings of a case's request that must get the same answer: target and host.
pub(crate) fn spellings(name: &str) -> &'static [(&'static str, &'static str)] {
    match name {
        "host-header-trailing-dot-port-case" => &[
            ("/old", "good.example"),
            ("/old", "good.example:80"),
            ("/old", "Good.Example."),
        ],
        "dot-segments" => &[
            ("/old/1", "good.example"),
            ("/./old/%2e/1", "good.example"),
            ("/x/%2E%2e/old/1", "good.example"),
        ],
        "encoded-literal" => &[("/admin", "good.example"), ("/%61%64%6Din", "good.example")],
        _ => &[],
    }
}
