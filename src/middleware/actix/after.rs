//! The work that is left once the site has answered.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use actix_web::Error;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::HeaderMap;
use http::StatusCode;

use super::{Redirect, parts};
use crate::decide::{CacheHeaders, Decision};
use crate::handler::Dispatch;
use crate::observe::Miss;
use redirect_runtime::Request;

/// The work that is left once the site has answered.
pub(super) struct After {
    cache_headers: CacheHeaders,
    miss: Option<Miss>,
    again: Option<Again>,
}

impl After {
    /// Returns what is to be done about a request that the site answers; `None` where that is nothing.
    pub(super) fn of<D: Dispatch>(
        redirect: &Rc<Redirect<D>>,
        request: &ServiceRequest,
        cache_headers: CacheHeaders,
    ) -> Option<After> {
        let redirector = &redirect.redirector;
        let miss = redirector.watch_path(&cache_headers, request.uri().path());
        // The application may change the request's head, so it is kept as it came.
        let asks = cache_headers.asks_site();
        let parts = asks.then(|| redirect.parts(request)).flatten();
        let head = parts.and_then(|parts| parts.into_head(request.head()));
        let again = head.map(|head| -> Again {
            let redirect = Rc::clone(redirect);
            Box::new(move |status| {
                Box::pin(async move {
                    let request = Request::from(&head).with_site_status(status);
                    redirect.redirector.answer(request).await
                })
            })
        });
        (again.is_some() || miss.is_some() || !cache_headers.is_empty()).then_some(After {
            cache_headers,
            miss,
            again,
        })
    }
}

/// Asks the rules with `when.siteStatus`.
type Again = Box<dyn FnOnce(StatusCode) -> Pin<Box<dyn Future<Output = Decision>>>>;

/// The application's answer to a request.
pub(super) type Answered<B> = Result<ServiceResponse<B>, Error>;

/// The answer once rules with `when.siteStatus` or a handler have been asked.
pub(super) type Asking<B> = Pin<Box<dyn Future<Output = Answered<EitherBody<B>>>>>;

/// Adds what is to be added; as a future where rules with `when.siteStatus` have to be asked.
pub(super) fn done<B: MessageBody + 'static>(
    answered: Answered<B>,
    after: Option<After>,
) -> Result<Answered<EitherBody<B>>, Asking<B>> {
    let Some(after) = after else {
        return Ok(answered.map(ServiceResponse::map_into_left_body));
    };
    let status = match &answered {
        Ok(response) => response.status(),
        Err(error) => error.as_response_error().status_code(),
    };
    match (after.again, StatusCode::from_u16(status.as_u16())) {
        (Some(again), Ok(status)) => Err(Box::pin(async move {
            match again(status).await {
                Decision::Answered(mut response) => {
                    after.cache_headers.add_to(response.headers_mut());
                    replace(answered, response)
                }
                Decision::Site(more) => {
                    let miss = after.miss.filter(|_| more.unmatched);
                    add(answered, &[&more, &after.cache_headers], miss)
                }
            }
        })),
        _ => Ok(add(answered, &[&after.cache_headers], after.miss)),
    }
}

/// The answer of a rule in place of the site's.
fn replace<B: MessageBody + 'static>(
    answered: Answered<B>,
    response: http::Response<String>,
) -> Answered<EitherBody<B>> {
    let Some(response) = parts::response(response) else {
        return answered.map(ServiceResponse::map_into_left_body);
    };
    match answered {
        Ok(site) => Ok(site.into_response(response.map_into_right_body())),
        Err(error) => Err(InternalError::from_response(error, response).into()),
    }
}

/// The site's answer with cache headers.
fn add<B: MessageBody + 'static>(
    answered: Answered<B>,
    cache_headers: &[&CacheHeaders],
    miss: Option<Miss>,
) -> Answered<EitherBody<B>> {
    let finish = |status: u16, headers: &mut HeaderMap| {
        for more in cache_headers {
            parts::add_to(more, headers);
        }
        if let (Some(miss), Ok(status)) = (miss, StatusCode::from_u16(status)) {
            miss.answered(status);
        }
    };
    match answered {
        Ok(mut response) => {
            finish(response.status().as_u16(), response.headers_mut());
            Ok(response.map_into_left_body())
        }
        // The framework makes an answer of an error later, when cache headers can no longer be added.
        Err(error) => {
            let mut response = error.error_response();
            finish(response.status().as_u16(), response.headers_mut());
            Err(InternalError::from_response(error, response).into())
        }
    }
}
