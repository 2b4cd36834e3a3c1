//! Structs of parameters and of destinations: which fields they have, of which types, and what becomes of them.

use redirects::{Answer, BoxError, Captured, CapturedInt, Decision, Request, Value};

redirects::redirects!("tests/policies/handlers.yml");

struct Site;

impl Handlers for Site {
    async fn shared(&self, of: Shared<'_>, _: &Request<'_>) -> Result<Answer, BoxError> {
        let (id, title, page): (
            CapturedInt<'_>,
            Option<Captured<'_>>,
            Option<CapturedInt<'_>>,
        ) = (of.id, of.title, of.page);
        assert_eq!(id.value(), 7);
        Ok(of.to(SharedTo {
            id: id.into(),
            page: page.map(Into::into),
            kind: title.is_none().then(|| "kind".into()),
        }))
    }

    async fn fetch_file(&self, of: FetchFile<'_>, _: &Request<'_>) -> Result<Answer, BoxError> {
        assert_eq!(of.wildcard.as_str(), "a/b.txt");
        Ok(of.to(FetchFileTo {
            wildcard: "c d/e?".into(),
        }))
    }

    async fn http_tree(&self, of: HttpTree<'_>, _: &Request<'_>) -> Result<Answer, BoxError> {
        Ok(of.to(HttpTreeTo {
            rest: String::from("c/d").into(),
            name: "c/d".into(),
        }))
    }

    async fn r#match(&self, of: Match<'_>, _: &Request<'_>) -> Result<Answer, BoxError> {
        let to = MatchTo {
            r#gen: of.r#gen.into(),
            r#type: of.r#type.into(),
        };
        Ok(of.to(to))
    }

    async fn plain(&self, of: Plain<'_>, _: &Request<'_>) -> Result<Answer, BoxError> {
        Ok(of.to(PlainTo))
    }

    async fn leave(&self, of: Leave<'_>, _: &Request<'_>) -> Result<Answer, BoxError> {
        let stays = of.id.as_str() == "7";
        Ok(if stays {
            Answer::passthrough()
        } else {
            Answer::gone()
        })
    }

    async fn by_query(&self, of: ByQuery<'_>, _: &Request<'_>) -> Result<Answer, BoxError> {
        let _: Option<Captured<'_>> = of.lang;
        let db_id: Value<'_> = of.db_id.value().into();
        Ok(of.to(ByQueryTo { db_id }))
    }

    async fn ticked(&self, _: Ticked<'_>, request: &Request<'_>) -> Result<Answer, BoxError> {
        Err(request.path().to_owned().into())
    }
}

/// The status and the location that the policy answers with; nothing if the site answers.
async fn answer(target: &str) -> Option<(u16, Option<String>)> {
    let redirects = Redirects::new(Site);
    match redirects.clone().answer(target.into()).await {
        Decision::Answered(response) => {
            let location = response.headers().get("location");
            let location = location.map(|value| value.to_str().unwrap().to_owned());
            Some((response.status().as_u16(), location))
        }
        Decision::Site(_) => None,
    }
}

#[tokio::test]
async fn every_field_reaches_its_place() {
    let cases = [
        // The first rule's destination has no `:kind`, the second's does.
        ("/a/7/title", "/b/7"),
        ("/c/7/2", "/d/7/2/kind"),
        ("/c/7", "/d/7/kind"),
        // A `/` separates segments where the source binds the name by `*` or `path`, and nowhere else.
        ("/files/a/b.txt", "https://example.com/c%20d/e%3F"),
        ("/trees/a/b", "/t/c/d/c%2Fd"),
        ("/post/a%20b", "/x/a%20b/post"),
        ("/plain", "/elsewhere"),
        ("/by-query.php?id=12&lang=ko", "/by-query/12"),
        ("/by-query.php?id=12&lang=none", "/by-query/12"),
    ];
    for (from, to) in cases {
        let expected = Some((301, Some(to.to_owned())));
        assert_eq!(answer(from).await, expected, "{from}");
    }
    assert_eq!(answer("/left/1").await, Some((410, None)));
    assert_eq!(answer("/left/7").await, None);
    // A failure.
    assert_eq!(answer("/tick%60[link]/1").await, None);
}

#[test]
fn a_handler_is_tested_by_itself() {
    let matched = POLICY.find("/trees/a/b");
    assert_eq!(HttpTree::of(&matched).unwrap().rest.as_str(), "a/b");
    assert!(Plain::of(&matched).is_none());
    assert!(Plain::of(&POLICY.find("/nothing")).is_none());
}
