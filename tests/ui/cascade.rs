//! A faulty rule still gives enough for the code of its handler.

use redirects::{Answer, BoxError, Request};

redirects::redirects!("cascade.yml");

struct Site;

impl Handlers for Site {
    async fn unclosed_kind(&self, of: UnclosedKind<'_>, _: &Request<'_>) -> Result<Answer, BoxError> {
        let title = of.title.map(|title| title.as_str().len());
        let node = (of.id.value() + title.unwrap_or(0) as u64).into();
        Ok(of.to(UnclosedKindTo { node }))
    }

    async fn misspelt_source(&self, of: MisspeltSource<'_>, _: &Request<'_>) -> Result<Answer, BoxError> {
        Ok(of.to(MisspeltSourceTo { node: of.id.value().into() }))
    }

    async fn misspelt_destination(&self, of: MisspeltDestination<'_>, _: &Request<'_>) -> Result<Answer, BoxError> {
        Ok(of.to(MisspeltDestinationTo { node: of.id.into() }))
    }

    async fn faulty_destination(&self, of: FaultyDestination<'_>, _: &Request<'_>) -> Result<Answer, BoxError> {
        Ok(of.to(FaultyDestinationTo { title: None, node: of.id.into() }))
    }

    async fn misspelt_handler(&self, of: MisspeltHandler<'_>, _: &Request<'_>) -> Result<Answer, BoxError> {
        Ok(of.to(MisspeltHandlerTo { node: of.id.into() }))
    }
}

fn main() {
    let _ = Redirects::new(Site);
}
