//! The known word that is suggested for an unknown one.

use redirect_policy::diagnostic::suggestion::nearest;

#[test]
fn the_nearest_known_word_is_suggested() {
    let known = [
        "source",
        "destination",
        "statusCode",
        "handler",
        "query",
        "when",
        "id",
        "rules",
        "headers",
    ];
    let cases = [
        ("sorce", Some("source")),
        ("soruce", Some("source")),
        ("SOURCE", Some("source")),
        ("destnation", Some("destination")),
        ("destinationUrl", Some("destination")),
        ("status_code", Some("statusCode")),
        ("status", None),
        ("hander", Some("handler")),
        ("header", Some("headers")),
        ("qeury", Some("query")),
        ("whne", Some("when")),
        ("ID", Some("id")),
        ("ix", None),
        ("di", None),
        ("", None),
        ("동네", None),
        ("colour", None),
    ];
    for (word, expected) in cases {
        assert_eq!(nearest(word, known), expected, "{word}");
    }
    assert_eq!(nearest("동내시장", ["동네시장"]), Some("동네시장"));
    assert_eq!(nearest("abc", ["abd", "abe"]), Some("abd"));
    assert_eq!(nearest("abc", ["abd", "abc"]), Some("abc"));
}
