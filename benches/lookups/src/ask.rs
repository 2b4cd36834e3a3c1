//! Asking the service, and checking that it answers with the row.

use futures_util::future::join_all;
use redirects::Decision;

use crate::routes::Redirects;
use crate::rows::{row, shuffled};
use crate::site::Site;

/// Requests that wait at once, where several do.
pub const AT_ONCE: usize = 64;

/// The paths that are asked for, under one prefix.
pub fn paths(prefix: &str) -> Vec<String> {
    shuffled().map(|id| format!("{prefix}{id}")).collect()
}

/// The location that a row leads to.
pub fn location(id: u64) -> String {
    let row = row(id);
    format!("/buy-sell/{}-{}/", row.title, row.node_id)
}

/// Answers requests one after another.
pub async fn one_by_one(redirects: &Redirects<Site>, paths: &[String], from: usize, count: usize) {
    for at in from..from + count {
        ask(redirects, &paths[at % paths.len()]).await;
    }
}

/// Answers requests [`AT_ONCE`] at a time.
pub async fn at_once(redirects: &Redirects<Site>, paths: &[String], from: usize, count: usize) {
    let all: Vec<usize> = (from..from + count).collect();
    for some in all.chunks(AT_ONCE) {
        let asked = some
            .iter()
            .map(|at| ask(redirects, &paths[at % paths.len()]));
        join_all(asked).await;
    }
}

async fn ask(redirects: &Redirects<Site>, path: &str) {
    match redirects.answer(path.into()).await {
        Decision::Answered(response) => assert_eq!(response.status(), 301, "{path}"),
        Decision::Site(_) => panic!("{path} is answered"),
    }
}

/// Checks that a prefix leads to the rows.
pub async fn check(redirects: &Redirects<Site>, prefix: &str) {
    for id in shuffled().take(500) {
        let path = format!("{prefix}{id}");
        let decision = redirects.answer(path.as_str().into()).await;
        let Decision::Answered(response) = decision else {
            panic!("{path} is answered");
        };
        assert_eq!(response.headers()["location"], location(id), "{path}");
    }
}
