//! Events, counters and misses that are told of decisions.

use std::fmt::{Debug, Write};
use std::sync::{Arc, LazyLock, Mutex};

use http::{Method, StatusCode, Uri};
use metrics::{
    Counter, CounterFn, Gauge, Histogram, HistogramFn, Key, KeyName, Metadata, Recorder,
    SharedString, Unit,
};
use redirects::{Answer, Decision, Options, Redirector};
use tracing::field::{Field, Visit};
use tracing::{Dispatch, Event, Level, Subscriber, span};

use crate::support::{answer, get, request, service, site, with_handler};

const RULES: &str = "    - { id: moved, source: '/a/:x', destination: '/b/:x', owner: jobs }
    - { id: asked, source: '/c/:x', destination: '/d/:x', handler: decide, onFailure: { statusCode: 503 } }";

type Lines = Arc<Mutex<Vec<String>>>;

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

/// Keeps each count and measure as a line.
struct Meters(Lines);

struct Meter(Lines, String);

impl Meter {
    fn tell(&self, what: &str) {
        self.0.lock().unwrap().push(format!("{}{what}", self.1));
    }
}

impl CounterFn for Meter {
    fn increment(&self, value: u64) {
        self.tell(&format!(" +{value}"));
    }
    fn absolute(&self, _: u64) {}
}

impl HistogramFn for Meter {
    fn record(&self, _: f64) {
        self.tell("");
    }
}

impl Meters {
    fn meter(&self, key: &Key) -> Arc<Meter> {
        let labels: Vec<String> = key
            .labels()
            .map(|label| format!("{}={}", label.key(), label.value()))
            .collect();
        Arc::new(Meter(
            self.0.clone(),
            format!("{} {}", key.name(), labels.join(" ")),
        ))
    }
}

impl Recorder for Meters {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        Counter::from_arc(self.meter(key))
    }
    fn register_gauge(&self, _: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::noop()
    }
    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::from_arc(self.meter(key))
    }
}

fn measures(act: impl FnOnce()) -> Vec<String> {
    let lines = Lines::default();
    metrics::with_local_recorder(&Meters(lines.clone()), act);
    std::mem::take(&mut *lines.lock().unwrap())
}

#[test]
fn decisions_are_counted_by_rule_outcome_and_crawler() {
    let service = with_handler(RULES, |_, _| Ok(Answer::gone()));
    let agents = [
        ("Mozilla/5.0 (compatible; Googlebot/2.1)", "google"),
        (
            "Mozilla/5.0 (compatible; Yeti/1.1; +https://naver.me/spd)",
            "naver",
        ),
        ("some-bot/1", "other"),
        ("Mozilla/5.0 (X11; Linux x86_64)", "none"),
    ];
    for (agent, family) in agents {
        let asked = request(Method::GET, "/a/1", &[("user-agent", agent)]);
        assert_eq!(
            measures(|| drop(answer(&service, &asked))),
            [format!(
                "redirects_decisions_total rule=moved outcome=redirect crawler={family} observed=false +1"
            )]
        );
    }
    assert_eq!(
        measures(|| drop(answer(&service, &get("/c/1")))),
        [
            "redirects_decisions_total rule=asked outcome=gone crawler=none observed=false +1",
            "redirects_handler_seconds handler=decide"
        ]
    );
    assert_eq!(measures(|| drop(site(&service, &get("/nowhere")))), [""; 0]);
}

/// Passes a request as middleware does around a site that answers with a status.
fn pass(service: &Redirector, path: &str, status: StatusCode) {
    let uri: Uri = path.parse().unwrap();
    let Some(Decision::Site(cache_headers)) = service.answer_now((&uri).into()) else {
        panic!("the policy answers `{path}`");
    };
    if let Some(miss) = service.watch(&cache_headers, &uri) {
        miss.answered(status);
    }
}

#[test]
fn misses_are_counted_for_a_bounded_number_of_paths() {
    let rules = "    - { source: '/stop', action: stop }";
    let watching = service(rules).options(Options::new().misses(2));
    let miss = |path: &str| pass(&watching, path, StatusCode::NOT_FOUND);
    for path in ["/x?a=1", "/x?a=2", "/x", "/y", "/stop"] {
        miss(path);
    }
    pass(&watching, "/there", StatusCode::OK);
    assert_eq!(
        watching.misses(),
        [("/x".to_owned(), 3), ("/y".to_owned(), 1)]
    );
    miss("/z");
    assert_eq!(
        watching.misses(),
        [("/x".to_owned(), 3), ("/z".to_owned(), 2)]
    );
    // The rarest makes way, not the one that is there longest or came last.
    let three = service(rules).options(Options::new().misses(3));
    for path in ["/a", "/b", "/c", "/b", "/c", "/a", "/c", "/a", "/d", "/d"] {
        pass(&three, path, StatusCode::NOT_FOUND);
    }
    let counts = [
        ("/d".to_owned(), 4),
        ("/a".to_owned(), 3),
        ("/c".to_owned(), 3),
    ];
    assert_eq!(three.misses(), counts);
    // 512 bytes of path are kept, and no more.
    let long = service(rules).options(Options::new().misses(3));
    let kept = format!("/{}", "a".repeat(511));
    for path in [format!("{kept}a"), kept.clone()] {
        pass(&long, &path, StatusCode::NOT_FOUND);
    }
    assert_eq!(long.misses(), [(kept, 1)]);
    let other = service(rules);
    pass(&other, "/x", StatusCode::NOT_FOUND);
    assert!(other.misses().is_empty());
}
