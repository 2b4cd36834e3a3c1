//! Events that are told of decisions, and of policies that begin to serve.

use std::fmt::{Debug, Write};
use std::sync::{Arc, LazyLock, Mutex};

use http::Method;
use redirects::{Options, Redirector};
use tracing::field::{Field, Visit};
use tracing::{Dispatch, Event, Level, Subscriber, span};

use crate::support::{answer, get, request, service, site, with_handler};

pub(crate) const RULES: &str = "    - { id: moved, source: '/a/:x', destination: '/b/:x', owner: jobs }
    - { id: asked, source: '/c/:x', destination: '/d/:x', handler: decide, onFailure: { statusCode: 503 } }";

pub(crate) type Lines = Arc<Mutex<Vec<String>>>;

/// Keeps each event as a line.
struct Log(Lines);

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() != "handler_seconds" {
            write!(self.0, " {}={value:?}", field.name()).unwrap();
        }
    }
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        metadata.target().starts_with("redirects")
    }

    fn event(&self, event: &Event<'_>) {
        let mut line = Line(event.metadata().level().to_string());
        event.record(&mut line);
        self.0.lock().unwrap().push(line.0);
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }
    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

/// With only one subscriber, an event's place in the code that another thread comes to first is taken for one that no
/// one listens to. Two that stay make tracing ask all of them.
static LISTENING: LazyLock<[Dispatch; 2]> =
    LazyLock::new(|| [0, 1].map(|_| Dispatch::new(Log(Lines::default()))));

fn events(act: impl FnOnce()) -> Vec<String> {
    LazyLock::force(&LISTENING);
    let lines = Lines::default();
    tracing::subscriber::with_default(Log(lines.clone()), act);
    std::mem::take(&mut *lines.lock().unwrap())
}

/// The events behind those that tell of a policy that begins to serve.
fn decisions(act: impl FnOnce()) -> Vec<String> {
    let mut lines = events(act);
    lines.retain(|line| !line.contains("begins to serve"));
    lines
}

#[test]
fn an_event_tells_which_policy_begins_to_serve() {
    let lines = events(|| drop(service(RULES.lines().next().unwrap())));
    let [line] = lines.as_slice() else {
        panic!("{lines:?}")
    };
    let same = events(|| drop(service(RULES.lines().next().unwrap())));
    assert_eq!(lines, same);
    let (text, number) = line.split_once("policy=").unwrap();
    assert_eq!(text, "INFO message=a redirect policy begins to serve ");
    let other = events(|| drop(service("    - { source: /a, destination: /b }")));
    assert!(!other[0].contains(number), "{other:?} {number}");
}

mod lookups {
    redirects::redirects!("tests/policies/takedowns.yml");

    pub(super) struct Site;

    impl Fallbacks for Site {
        async fn articles(
            &self,
            _: u64,
        ) -> Result<redirects::lookup::Found<Articles>, redirects::BoxError> {
            Ok(redirects::lookup::Found::Missing)
        }
    }
}

#[test]
fn the_start_tells_policy_and_files_in_one_event() {
    use lookups::{Lookups, Redirects, Site};
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("articles.csv");
    let start = |lookups: &Lookups| {
        let lines = events(|| drop(Redirects::new(Site).lookups(lookups.clone())));
        let [line] = lines.as_slice() else {
            panic!("{lines:?}")
        };
        assert!(line.contains(" policy="), "{line}");
        line.split_once(" lookups=").unwrap().1.to_owned()
    };
    let lookups = Lookups::open_available(folder.path());
    assert_eq!(start(&lookups), "\"articles: no file\"");
    std::fs::write(&file, "# as_of 1790000000000\ndbId,nodeId,title\n1,n1,a\n").unwrap();
    assert!(lookups.refresh().is_empty());
    let told = format!("articles: {}, rows 1, as_of 1790000000", file.display());
    assert_eq!(start(&lookups), format!("{told:?}"));
}

#[test]
fn one_event_tells_a_decision() {
    let lines = decisions(|| {
        answer(
            &service(&RULES[..RULES.find('\n').unwrap()]),
            &get("/a/1?secret=1"),
        );
    });
    assert_eq!(
        lines,
        [
            "INFO message=redirect decision rule=\"moved\" owner=\"jobs\" outcome=\"redirect\" status=301 \
          from=\"/a/1\" to=\"/b/1\" observed=false"
        ]
    );
    let failing = with_handler(RULES, |_, _| Err("the id service is down".into()));
    let lines = decisions(|| drop(answer(&failing, &get("/c/1"))));
    assert_eq!(
        lines,
        [
            "WARN message=redirect handler failed rule=\"asked\" outcome=\"failure\" status=503 \
          from=\"/c/1\" handler=\"decide\" observed=false error=the id service is down"
        ]
    );
    let lines = decisions(|| drop(site(&failing, &get("/nowhere"))));
    assert!(
        lines
            .iter()
            .all(|line| line.starts_with(Level::TRACE.as_str())),
        "{lines:?}"
    );
}

#[test]
fn a_rule_that_looks_at_an_unknown_scheme_says_so_once() {
    let secure =
        "    - { source: '/*', destination: 'https://a.example/*', when: { scheme: http } }";
    let warnings = |service: &Redirector, requests: &[http::Request<()>]| {
        let lines = decisions(|| {
            for request in requests {
                let _ = service.answer_now(request.into());
            }
        });
        let warns = |line: &&String| line.starts_with("WARN");
        lines.iter().filter(warns).cloned().collect::<Vec<_>>()
    };
    let told = [get("http://a.example/x"), get("https://a.example/x")];
    assert_eq!(warnings(&service(secure), &told), [""; 0]);
    let service = service(secure);
    let lines = warnings(&service, &[get("/x"), get("/y")]);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(
        lines[0].contains("Options::trust(TrustedProxy::XForwarded)"),
        "{lines:?}"
    );
    let mended = service.options(Options::new().trust(redirects::TrustedProxy::XForwarded));
    let secure = [("x-forwarded-proto", "https"), ("host", "a.example")];
    assert_eq!(
        warnings(&mended, &[request(Method::GET, "/x", &secure)]),
        [""; 0]
    );
}
