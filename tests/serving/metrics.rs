//! Counters and measures of decisions.

use std::sync::Arc;

use http::Method;
use metrics::{
    Counter, CounterFn, Gauge, Histogram, HistogramFn, Key, KeyName, Metadata, Recorder,
    SharedString, Unit,
};
use redirects::Answer;

use crate::events::{Lines, RULES};
use crate::support::{answer, get, request, site, with_handler};

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
