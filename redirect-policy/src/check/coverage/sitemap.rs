//! `sitemap`: the URLs of a sitemap (sitemaps.org), of those that an index names, compressed or not.

use std::fs;
use std::io::Read;

use flate2::read::GzDecoder;
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::Event;

use crate::check::Checker;
use crate::diagnostic::Diagnostic;
use crate::model::{Inventory, Located, UrlFile};
use crate::source::Span;
use crate::yaml::Scalar;

use super::span;

/// Depth to which indexes may name indexes; the protocol knows one level.
const DEEPEST: usize = 3;
/// The most bytes that a compressed sitemap may hold; the protocol allows 50 MB.
const MOST_BYTES: u64 = 128 << 20;

/// A sitemap that was read.
#[derive(Default)]
struct Sitemap {
    /// True if it names other sitemaps.
    is_index: bool,
    /// The texts of `loc`, with the bytes at which they stand.
    locations: Vec<(String, usize, usize)>,
}

impl Checker<'_> {
    /// The URLs of a sitemap.
    pub(super) fn sitemap(&mut self, written: &Scalar) -> Option<Inventory> {
        let mut urls = Vec::new();
        let shown = self.shown_beside(written);
        self.add_sitemap(written, &shown, 0, &mut urls)?;
        self.listed_urls(written, urls, UrlFile::Sitemap(written.text.clone()))
    }

    fn add_sitemap(
        &mut self,
        written: &Scalar,
        shown: &str,
        depth: usize,
        urls: &mut Vec<Located<String>>,
    ) -> Option<()> {
        let (file, text) = self.sitemap_text(written, shown)?;
        let sitemap = match read(&text) {
            Ok(sitemap) => sitemap,
            Err((at, fault)) => {
                let tags = ["<urlset", "<sitemapindex"];
                let is_meant = tags.iter().any(|tag| text.contains(tag));
                let fault = match (is_meant, file) {
                    (true, _) => fault,
                    (false, file) => {
                        if let Some(file) = file {
                            self.sources.hide(file);
                        }
                        "it has neither `<urlset>` nor `<sitemapindex>`".to_owned()
                    }
                };
                let span = file.map_or(written.span, |file| span(file, at, 0));
                self.report(Diagnostic::error(
                    "bad-sitemap",
                    span,
                    format!("`{shown}` is no sitemap: {fault}"),
                ));
                return None;
            }
        };
        for (location, start, length) in sitemap.locations {
            let span: Span = file.map_or(written.span, |file| span(file, start, length));
            if !sitemap.is_index {
                urls.extend(self.url(&location, span));
            } else if depth < DEEPEST {
                self.add_sitemap(written, &beside(shown, &location), depth + 1, urls)?;
            }
        }
        Some(())
    }

    /// The text of a sitemap, and its file if that can be shown.
    fn sitemap_text(&mut self, written: &Scalar, shown: &str) -> Option<(Option<u32>, String)> {
        let opened = self.sources.open(shown);
        if let Ok(file) = opened {
            return Some((Some(file), self.sources.file(file)?.text.clone()));
        }
        // What is compressed is no text, but is among the files all the same, so that a build watches it.
        let listed = self.sources.files().iter().find(|file| file.shown == shown);
        let path = listed
            .filter(|_| shown.ends_with(".gz"))
            .map(|file| file.path.clone());
        let message = match path.map(|path| unpacked(&path)) {
            Some(Ok(text)) => return Some((None, text)),
            Some(Err(fault)) => format!("cannot read `{shown}`: {fault}"),
            None => opened.err().unwrap_or_default(),
        };
        self.report(Diagnostic::error("unreadable-file", written.span, message).help(
            "paths are relative to the folder of the file in which they are written; the sitemaps of an index are looked for beside it",
        ));
        None
    }
}

fn unpacked(path: &std::path::Path) -> Result<String, String> {
    let bytes = fs::read(path).map_err(|error| error.to_string())?;
    let mut text = String::new();
    let mut rest = GzDecoder::new(bytes.as_slice()).take(MOST_BYTES);
    rest.read_to_string(&mut text)
        .map_err(|error| error.to_string())?;
    if rest.limit() == 0 {
        return Err("it holds more than 128 MiB".to_owned());
    }
    Ok(text)
}

/// The file that an index names by its URL: the last part of it, beside the index.
fn beside(index: &str, location: &str) -> String {
    let path = location.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    match index.rsplit_once(['/', '\\']) {
        Some((folder, _)) => format!("{folder}/{name}"),
        None => name.to_owned(),
    }
}

/// Reads the `loc` of each `url` or `sitemap`; those of images and videos have names of their own.
fn read(text: &str) -> Result<Sitemap, (usize, String)> {
    let mut reader = Reader::from_str(text);
    let mut sitemap = Sitemap::default();
    let mut inside: Vec<Vec<u8>> = Vec::new();
    loop {
        let event = reader.read_event();
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let failed = |error: quick_xml::Error| (at, error.to_string());
        match event.map_err(failed)? {
            Event::Start(tag) if tag.local_name().as_ref() == b"loc" && is_entry(&inside) => {
                let raw = reader.read_text(tag.name()).map_err(failed)?;
                let raw = raw.decode().map_err(|error| (at, error.to_string()))?;
                let location = content(&raw).map_err(|fault| (at, fault))?;
                let front = raw.len() - raw.trim_start().len();
                sitemap
                    .locations
                    .push((location, at.saturating_add(front), raw.trim().len()));
            }
            Event::Start(tag) => {
                sitemap.is_index |= tag.local_name().as_ref() == b"sitemapindex";
                inside.push(tag.local_name().as_ref().to_vec());
            }
            Event::End(_) => {
                inside.pop();
            }
            Event::Eof if inside.is_empty() && (sitemap.is_index || text.contains("urlset")) => {
                return Ok(sitemap);
            }
            Event::Eof => return Err((at, "it ends too early".to_owned())),
            _ => {}
        }
    }
}

fn is_entry(inside: &[Vec<u8>]) -> bool {
    inside
        .last()
        .is_some_and(|name| name == b"url" || name == b"sitemap")
}

/// The text of an element: with its entities read, and without the marks of a CDATA section.
fn content(raw: &str) -> Result<String, String> {
    let raw = raw.trim();
    let verbatim = raw
        .strip_prefix("<![CDATA[")
        .and_then(|rest| rest.strip_suffix("]]>"));
    match verbatim {
        Some(text) => Ok(text.trim().to_owned()),
        None => unescape(raw)
            .map(|text| text.into_owned())
            .map_err(|error| error.to_string()),
    }
}
