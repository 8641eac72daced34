//! The parts of the file, and how they are packed.

use super::body::Document;
use super::{page, styles, xml::Xml};
use crate::{FileFault, Publication, standing};
use std::io::{Cursor, Write};
use zip::write::{SimpleFileOptions, ZipWriter};

/// The name spaces of the parts a reader sees.
pub(super) const SPACES: &[(&str, &str)] = &[
    ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
];
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// Packs a document. Files in the package bear no time, so that the same document is the same bytes.
pub(super) fn pack(publication: &Publication, document: Document<'_>) -> Result<Vec<u8>, FileFault> {
    let standing = standing::line(&publication.standing);
    let (body, links) = document.finish();
    let parts = [
        ("[Content_Types].xml", content_types()),
        ("_rels/.rels", package_relations()),
        ("docProps/core.xml", core(publication)),
        ("docProps/app.xml", app(publication)),
        ("word/document.xml", body),
        ("word/_rels/document.xml.rels", document_relations(&links)),
        ("word/styles.xml", styles::styles()),
        ("word/fontTable.xml", styles::fonts()),
        ("word/settings.xml", settings()),
        ("word/footer1.xml", page::foot(&standing, true)),
        ("word/footer2.xml", page::foot(&standing, false)),
    ];
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
        archive.start_file(name, options)?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

fn content_types() -> String {
    let mut xml = Xml::new();
    let space = [("xmlns", "http://schemas.openxmlformats.org/package/2006/content-types")];
    xml.within("Types", &space, |xml| {
        for (ending, kind) in
            [("rels", "application/vnd.openxmlformats-package.relationships+xml"), ("xml", "application/xml")]
        {
            xml.empty("Default", &[("Extension", ending), ("ContentType", kind)]);
        }
        for (part, kind) in [
            ("/word/document.xml", format!("{WORD}.document.main+xml")),
            ("/word/styles.xml", format!("{WORD}.styles+xml")),
            ("/word/fontTable.xml", format!("{WORD}.fontTable+xml")),
            ("/word/settings.xml", format!("{WORD}.settings+xml")),
            ("/word/footer1.xml", format!("{WORD}.footer+xml")),
            ("/word/footer2.xml", format!("{WORD}.footer+xml")),
            ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml".to_owned()),
            (
                "/docProps/app.xml",
                "application/vnd.openxmlformats-officedocument.extended-properties+xml".to_owned(),
            ),
        ] {
            xml.empty("Override", &[("PartName", part), ("ContentType", &kind)]);
        }
    });
    xml.finish()
}

fn package_relations() -> String {
    let core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    let mut xml = Xml::new();
    xml.within("Relationships", &[("xmlns", RELATIONS)], |xml| {
        for (id, kind, part) in [
            ("document", format!("{OFFICE}/officeDocument"), "word/document.xml"),
            ("core", core.to_owned(), "docProps/core.xml"),
            ("app", format!("{OFFICE}/extended-properties"), "docProps/app.xml"),
        ] {
            xml.empty("Relationship", &[("Id", id), ("Type", &kind), ("Target", part)]);
        }
    });
    xml.finish()
}

fn document_relations(links: &[String]) -> String {
    let mut xml = Xml::new();
    xml.within("Relationships", &[("xmlns", RELATIONS)], |xml| {
        for (id, kind, part) in [
            ("styles", "styles", "styles.xml"),
            ("fonts", "fontTable", "fontTable.xml"),
            ("settings", "settings", "settings.xml"),
            ("odd", "footer", "footer1.xml"),
            ("even", "footer", "footer2.xml"),
        ] {
            let kind = format!("{OFFICE}/{kind}");
            xml.empty("Relationship", &[("Id", id), ("Type", &kind), ("Target", part)]);
        }
        let kind = format!("{OFFICE}/hyperlink");
        for (at, address) in links.iter().enumerate() {
            let id = format!("link{at}");
            let outside = ("TargetMode", "External");
            xml.empty("Relationship", &[("Id", &id), ("Type", &kind), ("Target", address), outside]);
        }
    });
    xml.finish()
}

/// Title, author, language and day (Dublin Core).
fn core(publication: &Publication) -> String {
    let day = format!("{}T00:00:00Z", standing::date(publication));
    let time = [("xsi:type", "dcterms:W3CDTF")];
    let mut xml = Xml::new();
    let spaces = [
        ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", "http://purl.org/dc/terms/"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ];
    xml.within("cp:coreProperties", &spaces, |xml| {
        xml.words("dc:title", &[], &publication.report.title);
        xml.words("dc:subject", &[], &publication.format.zh);
        xml.words("dc:creator", &[], &publication.body);
        xml.words("dc:description", &[], &standing::line(&publication.standing));
        xml.words("dc:language", &[], "zh-CN");
        xml.words("cp:lastModifiedBy", &[], &publication.body);
        xml.words("dcterms:created", &time, &day);
        xml.words("dcterms:modified", &time, &day);
        xml.words("cp:contentStatus", &[], standing::word(&publication.standing));
    });
    xml.finish()
}

fn app(publication: &Publication) -> String {
    let space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties";
    let mut xml = Xml::new();
    xml.within("Properties", &[("xmlns", space)], |xml| {
        xml.words("Application", &[], "Gongkai");
        xml.words("Company", &[], &publication.body);
    });
    xml.finish()
}

fn settings() -> String {
    let mut xml = Xml::new();
    xml.within("w:settings", SPACES, |xml| {
        xml.empty("w:evenAndOddHeaders", &[]);
        xml.value("w:characterSpacingControl", "compressPunctuation");
        xml.within("w:compat", &[], |xml| {
            let office = ("w:uri", "http://schemas.microsoft.com/office/word");
            xml.empty("w:compatSetting", &[("w:name", "compatibilityMode"), office, ("w:val", "15")]);
        });
        xml.empty("w:themeFontLang", &[("w:val", "en-US"), ("w:eastAsia", "zh-CN")]);
    });
    xml.finish()
}
