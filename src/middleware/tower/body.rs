//! The body of a response that the policy or the site gave.

use std::pin::Pin;
use std::task::{Context, Poll};

use http_body::{Body, Frame, SizeHint};
use pin_project_lite::pin_project;

pin_project! {
    /// The note of a redirect, or the site's own body, which passes untouched and without a box.
    pub struct RedirectBody<B> {
        #[pin]
        held: Held<B>,
    }
}

pin_project! {
    #[project = HeldProjection]
    enum Held<B> {
        Note { text: Option<String> },
        Site { #[pin] body: B },
    }
}

impl<B> RedirectBody<B> {
    pub(crate) fn note(text: String) -> Self {
        RedirectBody {
            held: Held::Note {
                text: Some(text).filter(|text| !text.is_empty()),
            },
        }
    }

    pub(crate) fn site(body: B) -> Self {
        RedirectBody {
            held: Held::Site { body },
        }
    }
}

impl<B> std::fmt::Debug for RedirectBody<B> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RedirectBody").finish_non_exhaustive()
    }
}

impl<B: Default> Default for RedirectBody<B> {
    fn default() -> Self {
        RedirectBody::site(B::default())
    }
}

impl<B> Body for RedirectBody<B>
where
    B: Body,
    B::Data: From<String>,
{
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        match self.project().held.project() {
            HeldProjection::Site { body } => body.poll_frame(context),
            HeldProjection::Note { text } => {
                Poll::Ready(text.take().map(|text| Ok(Frame::data(text.into()))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.held {
            Held::Site { body } => body.is_end_stream(),
            Held::Note { text } => text.is_none(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.held {
            Held::Site { body } => body.size_hint(),
            Held::Note { text } => {
                SizeHint::with_exact(text.as_ref().map_or(0, |text| text.len() as u64))
            }
        }
    }
}
