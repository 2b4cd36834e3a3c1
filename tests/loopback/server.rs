//! One site in two frameworks, on loopback, with a policy in front.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use redirects::__private::{Dispatch, Field, Pending};
use redirects::{Answer, BoxError, Options, Policy, Redirector, Request};

use crate::observed::SITE;

/// A framework that serves the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framework {
    Axum,
    Actix,
}

pub(crate) const BOTH: [Framework; 2] = [Framework::Axum, Framework::Actix];

/// A site whose handlers do as told, for tests of what happens around them.
#[derive(Clone, Default)]
pub(crate) struct Site {
    pub(crate) started: Arc<AtomicUsize>,
    pub(crate) dropped: Arc<AtomicUsize>,
}

/// Counts when it goes.
struct Guard(Arc<AtomicUsize>);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

impl Dispatch for Site {
    const HANDLERS: &'static [&'static str] = &["decide"];

    async fn dispatch(&self, pending: Pending<'_>, _: &Request<'_>) -> Result<Answer, BoxError> {
        self.started.fetch_add(1, Ordering::SeqCst);
        let _guard = Guard(Arc::clone(&self.dropped));
        tokio::task::yield_now().await;
        match pending.required("kind")?.as_str() {
            "error" => Err("the ids cannot be reached".into()),
            "panic" => panic!("a bug"),
            "pass" => Ok(Answer::passthrough()),
            "split" => Ok(Answer::local("/a\r\nset-cookie: a=b")),
            "slow" => {
                tokio::time::sleep(Duration::from_secs(30)).await;
                Ok(Answer::gone())
            }
            kind => Ok(pending
                .to(&[Field::segment("node", Some(kind.to_uppercase().into()))])
                .cookie("seen=1; Path=/")),
        }
    }
}

const RULES: &str = "redirectionPolicy:
  version: 0.0.1
  rules:
    - { source: '/old', destination: '/new', headers: { X-Moved: 'yes' } }
    - { source: '/old/:x', destination: '/new/:x' }
    - { source: '/legacy/*', destination: '/*' }
    - { source: '/hosted', destination: '/yes', when: { host: good.example } }
    - { source: '/moved', destination: '/there', statusCode: 307 }
    - { source: '/gone', statusCode: 410 }
    - { source: '/lang', destination: '/kr', statusCode: 302, when: { language: ko } }
    - { source: '/ask/:kind', destination: '/node/:node', handler: decide }
    - { source: '*', destination: 'https://never.example/', statusCode: 308, when: { method: [OPTIONS, TRACE] }, allow: [unused-parameter] }
";

/// Starts the site with its own policy.
pub(crate) fn start(framework: Framework, site: Site) -> SocketAddr {
    start_with(framework, site, Options::new())
}

/// Starts the site with options.
pub(crate) fn start_with(framework: Framework, site: Site, options: Options) -> SocketAddr {
    let policy = redirect_policy::compile_text(RULES).unwrap_or_else(|faults| panic!("{faults}"));
    serve(framework, policy, site, options)
}

/// Starts the site with a policy; it runs until the process ends.
pub(crate) fn serve<D: Dispatch>(
    framework: Framework,
    policy: Policy,
    dispatch: D,
    options: Options,
) -> SocketAddr {
    let service = Redirector::with_shared(Arc::new(policy), dispatch).unwrap();
    let service = service.options(options);
    let (told, address) = std::sync::mpsc::channel();
    std::thread::spawn(move || match framework {
        Framework::Axum => axum_site::run(service, |address| told.send(address).unwrap()),
        Framework::Actix => actix_site::run(service, |address| told.send(address).unwrap()),
    });
    address.recv_timeout(Duration::from_secs(10)).unwrap()
}

mod axum_site {
    use super::*;
    use axum::Router;
    use axum::body::Body;
    use axum::routing::{get, post};
    use http::Response;
    use hyper_util::rt::TokioIo;
    use redirects::tower::RedirectLayer;

    pub(super) fn run<D: Dispatch>(service: Redirector<D>, told: impl FnOnce(SocketAddr)) {
        let app = Router::new()
            .route("/ws", get(upgrade))
            .route("/echo", post(|body: Body| async { body }))
            .fallback(|| async { ([(SITE, "1")], "the site") })
            .layer(RedirectLayer::new(service))
            .layer(axum::middleware::from_fn(country));
        let runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = { runtime }.enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0))
                .await
                .unwrap();
            told(listener.local_addr().unwrap());
            axum::serve(listener, app).await.unwrap();
        });
    }

    async fn country(
        mut request: http::Request<Body>,
        next: axum::middleware::Next,
    ) -> axum::response::Response {
        request
            .extensions_mut()
            .insert(crate::translations::Country("KR"));
        next.run(request).await
    }

    /// Says back what is said once the connection is the site's own.
    async fn upgrade(request: http::Request<Body>) -> Response<Body> {
        tokio::spawn(async move {
            let upgraded = hyper::upgrade::on(request).await.unwrap();
            let (mut read, mut write) = tokio::io::split(TokioIo::new(upgraded));
            let _ = tokio::io::copy(&mut read, &mut write).await;
        });
        let response = Response::builder().status(101);
        let response = response.header("connection", "upgrade");
        let response = response.header("upgrade", "websocket");
        response.body(Body::empty()).unwrap()
    }
}

mod actix_site {
    use super::*;
    use actix_web::{App, HttpResponse, HttpServer, web};
    use redirects::actix::Redirect;

    pub(super) fn run<D: Dispatch>(service: Redirector<D>, told: impl FnOnce(SocketAddr)) {
        let redirects = Redirect::new(service).extensions(|_, extensions| {
            extensions.insert(crate::translations::Country("KR"));
        });
        let server = HttpServer::new(move || {
            App::new()
                .route("/ws", web::get().to(upgrade))
                .route("/echo", web::post().to(echo))
                .default_service(web::to(home))
                .wrap(redirects.clone())
        });
        let server = server.workers(1).disable_signals();
        let server = server.bind_auto_h2c(("127.0.0.1", 0)).unwrap();
        let address = server.addrs()[0];
        actix_web::rt::System::new().block_on(async {
            let running = server.run();
            told(address);
            running.await.unwrap();
        });
    }

    async fn home() -> HttpResponse {
        HttpResponse::Ok()
            .insert_header((SITE, "1"))
            .body("the site")
    }

    async fn echo(body: web::Payload) -> HttpResponse {
        HttpResponse::Ok().streaming(body)
    }

    async fn upgrade(body: web::Payload) -> HttpResponse {
        HttpResponse::SwitchingProtocols()
            .upgrade("websocket")
            .streaming(body)
    }
}
