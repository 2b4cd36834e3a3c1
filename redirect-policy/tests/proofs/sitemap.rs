//! Sitemaps as inventories: plain ones, indexes, compressed ones, damaged ones.
#![cfg(feature = "sitemap")]

use std::io::Write;

use crate::support::proving::{file, rules};
use redirect_policy::source::Sources;
use redirect_policy::{Compiled, compile};

const MAP: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
  <url><loc> https://x.com/old/1?a=1&amp;b=2 </loc><lastmod>2026-01-01</lastmod></url>
  <url><loc><![CDATA[https://x.com/old/2]]></loc>
    <image:image><image:loc>https://cdn.com/i.png</image:loc></image:image></url>
</urlset>
"#;

const INDEX: &str = r#"<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
  <sitemap><loc>https://x.com/maps/map.xml</loc></sitemap>
  <sitemap><loc>https://x.com/maps/more.xml.gz</loc></sitemap>
</sitemapindex>
"#;

fn with(sources: &mut Sources, map: &str) -> Compiled {
    let lines = ["/old/:id<int> -> /new/:id"];
    let keys = format!("coverage: {{ old: {{ sitemap: {map} }} }}");
    let number = sources.insert("redirects.yml", file(&rules(&lines), &keys));
    compile(sources, number)
}

fn folder(name: &str) -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("redirects-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn the_pages_of_a_sitemap_must_be_answered() {
    let mut sources = Sources::default();
    sources.insert("map.xml", MAP);
    assert_eq!(with(&mut sources, "map.xml").diagnostics, []);

    let mut sources = Sources::default();
    sources.insert("map.xml", MAP.replace("/old/2", "/lost"));
    let found = with(&mut sources, "map.xml").diagnostics;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].message, "1 of 2 old URLs reaches no rule");
    assert_eq!(sources.position(found[0].related[0].span), (5, 13));
}

#[test]
fn indexes_and_compressed_sitemaps_are_followed() {
    let folder = folder("index");
    std::fs::write(folder.join("index.xml"), INDEX).unwrap();
    std::fs::write(folder.join("map.xml"), MAP).unwrap();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed
        .write_all(MAP.replace("/old/2", "/lost").as_bytes())
        .unwrap();
    std::fs::write(folder.join("more.xml.gz"), packed.finish().unwrap()).unwrap();
    let mut sources = Sources::new(&folder);
    let found = with(&mut sources, "index.xml").diagnostics;
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].message, "1 of 4 old URLs reaches no rule");
    // All of them are watched.
    assert_eq!(sources.files().len(), 4);
}

#[test]
fn damaged_sitemaps_are_errors() {
    for text in [
        "",
        "<urlset><url><loc>/a",
        "<html></html>",
        "<urlset><url><loc>/a&b;</loc></url></urlset>",
    ] {
        let mut sources = Sources::default();
        sources.insert("map.xml", text);
        let found = with(&mut sources, "map.xml").diagnostics;
        assert_eq!(
            found.iter().map(|one| one.code).collect::<Vec<_>>(),
            ["bad-sitemap"],
            "{text}"
        );
    }
    let mut sources = Sources::new(folder("none"));
    let found = with(&mut sources, "map.xml").diagnostics;
    assert_eq!(found[0].code, "unreadable-file");
}
