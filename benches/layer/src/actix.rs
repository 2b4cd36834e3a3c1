//! The site of `axum.rs`, in actix-web.

use std::hint::black_box;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use actix_web::body::MessageBody;
use actix_web::dev::{Service, ServiceResponse};
use actix_web::test::{TestRequest, init_service};
use actix_web::{App, Error, HttpResponse, web};
use redirects::actix::Redirect;

use crate::routes;
use crate::site::at_once;

/// Sends requests and reads what comes back to its end.
pub(crate) fn drive(redirects: bool, target: &str, expected: u16, times: usize) {
    let pages = |app: &mut web::ServiceConfig| {
        app.route("/page", web::get().to(HttpResponse::Ok))
            .route("/shop/{id}", web::get().to(HttpResponse::Ok));
    };
    actix_web::rt::System::new().block_on(async {
        if redirects {
            let redirect = Redirect::new(routes::POLICY);
            let app = init_service(App::new().configure(pages).wrap(redirect)).await;
            send(&app, target, expected, times);
        } else {
            let app = App::new()
                .configure(pages)
                .route("/old-page", web::get().to(literal))
                .route("/products/{id}", web::get().to(parameter))
                .wrap_fn(|request, next| next.call(request));
            send(&init_service(app).await, target, expected, times);
        }
    });
}

async fn literal() -> web::Redirect {
    web::Redirect::to("/company/about").permanent()
}

async fn parameter(id: web::Path<String>) -> web::Redirect {
    web::Redirect::to(format!("/shop/{id}")).permanent()
}

fn send<S, B>(app: &S, target: &str, expected: u16, times: usize)
where
    S: Service<actix_http::Request, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    for _ in 0..times {
        let request = TestRequest::with_uri(target)
            .insert_header(("host", "www.example.com"))
            .to_request();
        let response = match at_once(app.call(black_box(request))) {
            Ok(response) => response,
            Err(error) => panic!("{error}"),
        };
        assert_eq!(response.status().as_u16() / 100, expected / 100);
        let mut body = pin!(response.into_body());
        let mut context = Context::from_waker(Waker::noop());
        while let Poll::Ready(Some(Ok(data))) = body.as_mut().poll_next(&mut context) {
            black_box(data);
        }
    }
}
