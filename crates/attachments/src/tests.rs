use super::*;
use gongkai_domain::law::BUILT_IN;
use gongkai_domain::redaction::{Personal, SecrecyMarks};
use img_parts::png::PngChunk;
use lopdf::{Object, StringFormat, dictionary};
use rust_xlsxwriter::{DocProperties, Workbook};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const MOBILE: &str = "13800012345";

fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn docx() -> Vec<u8> {
    let body = "<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>关于征地补偿的公告</w:t></w:r></w:p>\
        <w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>内部说明</w:t></w:r><w:ins w:id=\"1\"><w:r><w:t>新增一句</w:t></w:r></w:ins></w:p>\
        <w:p><w:r><w:t>公告期三十日</w:t></w:r></w:p></w:body></w:document>";
    zipped(&[
        ("[Content_Types].xml", "<Types xmlns=\"t\"/>"),
        ("word/document.xml", body),
        (
            "word/comments.xml",
            "<w:comments xmlns:w=\"w\"><w:comment><w:p><w:r><w:t>联系张某13800012345</w:t></w:r></w:p></w:comment></w:comments>",
        ),
        (
            "docProps/core.xml",
            "<cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\"><dc:title>公告</dc:title><dc:creator>李某&amp;王某</dc:creator><cp:lastModifiedBy>李某</cp:lastModifiedBy></cp:coreProperties>",
        ),
        ("docProps/app.xml", "<Properties><Company>某公司</Company><Pages>2</Pages></Properties>"),
        (
            "docProps/custom.xml",
            "<Properties><property name=\"经办\"><vt:lpwstr xmlns:vt=\"v\">赵某</vt:lpwstr></property></Properties>",
        ),
        ("word/embeddings/oleObject1.bin", "x"),
    ])
}

fn xlsx() -> Vec<u8> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_author("李某").set_company("某公司"));
    let sheet = workbook.add_worksheet();
    sheet.write(0, 0, "项目").unwrap();
    let hidden = workbook.add_worksheet();
    hidden.set_name("联系表").unwrap().set_hidden(true);
    hidden.write(0, 0, format!("王某 {MOBILE}")).unwrap();
    hidden.write(1, 0, 440_117_i32).unwrap();
    workbook.save_to_buffer().unwrap()
}

fn pdf(action: Option<&str>) -> Vec<u8> {
    let bytes = include_bytes!("../../documents/tests/it/fixtures/chromium.pdf");
    let mut document = lopdf::Document::load_mem(bytes).unwrap();
    let author = Object::String(
        "李某".encode_utf16().fold(vec![0xfe, 0xff], |mut bytes, unit| {
            bytes.extend(unit.to_be_bytes());
            bytes
        }),
        StringFormat::Literal,
    );
    let info = document
        .add_object(dictionary! { "Author" => author, "Producer" => Object::string_literal("某软件") });
    document.trailer.set("Info", info);
    let note = document.add_object(dictionary! { "Type" => "Annot", "Subtype" => "Text", "Contents" => Object::string_literal(format!("tel {MOBILE}")) });
    let page = document.get_pages()[&1];
    document.get_dictionary_mut(page).unwrap().set("Annots", vec![note.into()]);
    if let Some(kind) = action {
        let action =
            document.add_object(dictionary! { "S" => kind, "JS" => Object::string_literal("app.alert(1)") });
        document.catalog_mut().unwrap().set("OpenAction", action);
    }
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

fn png() -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let chunk = |kind: [u8; 4], contents: &[u8]| PngChunk::new(kind, contents.to_vec().into());
    let header = [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0];
    for chunk in [
        chunk(*b"IHDR", &header),
        chunk(*b"tEXt", b"Author\0Li"),
        chunk(*b"IDAT", &[0x78, 0x9c, 0x63, 0, 0, 0, 2, 0, 1]),
        chunk(*b"IEND", &[]),
    ] {
        bytes.extend_from_slice(&chunk.encoder().bytes());
    }
    bytes
}

fn jpeg() -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8];
    for (marker, contents) in [
        (0xe0, &b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"[..]),
        (0xe1, b"Exif\0\0GPS N23.5"),
        (0xfe, b"taken by Li"),
    ] {
        bytes.extend([0xff, marker]);
        bytes.extend((contents.len() as u16 + 2).to_be_bytes());
        bytes.extend(contents);
    }
    bytes.extend([0xff, 0xda, 0, 2, 0x12, 0x34, 0xff, 0xd9]);
    bytes
}

fn ofd() -> Vec<u8> {
    zipped(&[
        (
            "OFD.xml",
            "<ofd:OFD xmlns:ofd=\"o\"><ofd:DocBody><ofd:DocInfo><ofd:Title>公告</ofd:Title><ofd:Author>李某</ofd:Author></ofd:DocInfo></ofd:DocBody></ofd:OFD>",
        ),
        (
            "Doc_0/Pages/Page_0/Content.xml",
            "<ofd:Page xmlns:ofd=\"o\"><ofd:TextCode X=\"0\">联系电话13800012345</ofd:TextCode></ofd:Page>",
        ),
    ])
}

fn pptx() -> Vec<u8> {
    let text = |text: &str| format!("<p:sld xmlns:p=\"p\" xmlns:a=\"a\"><a:t>{text}</a:t></p:sld>");
    zipped(&[
        ("ppt/presentation.xml", "<p/>"),
        ("ppt/slides/slide2.xml", &text("第二页")),
        ("ppt/slides/slide10.xml", &text("第十页")),
        ("ppt/notesSlides/notesSlide1.xml", &text("不要念出来")),
    ])
}

fn kinds(examined: &Examined) -> Vec<(HiddenKind, &str)> {
    examined.hidden.iter().map(|hidden| (hidden.kind, hidden.text.trim())).collect()
}

#[test]
fn what_is_hidden_in_a_document_is_told() {
    use HiddenKind::{Comment, Embedded, HiddenText, Property, TrackedChange};
    let examined = examine("公告.docx", &docx()).unwrap();
    assert!(examined.text.contains("关于征地补偿的公告"));
    let expected = [
        (Property, "李某&王某"),
        (Property, "李某"),
        (Property, "某公司"),
        (Property, "赵某"),
        (HiddenText, "内部说明"),
        (TrackedChange, "新增一句"),
        (Comment, "联系张某13800012345"),
        (Embedded, ""),
    ];
    assert_eq!(kinds(&examined), expected);
}

#[test]
fn hidden_sheets_slides_and_pages_are_read() {
    let sheets = examine("附件2.xlsx", &xlsx()).unwrap();
    let hidden = sheets.hidden.iter().find(|hidden| hidden.kind == HiddenKind::HiddenSheet).unwrap();
    assert_eq!((hidden.name.as_str(), hidden.text.trim()), ("联系表", "王某 13800012345\n440117"));
    let slides = examine("介绍.pptx", &pptx()).unwrap();
    assert_eq!(slides.text.trim(), "第二页\n第十页");
    assert_eq!(kinds(&slides), [(HiddenKind::Notes, "不要念出来")]);
    let pages = examine("公告.ofd", &ofd()).unwrap();
    assert!(pages.text.contains(MOBILE));
    let pdf = examine("公告.pdf", &pdf(None)).unwrap();
    assert!(kinds(&pdf).contains(&(HiddenKind::Property, "李某")), "{:?}", pdf.hidden);
    assert!(kinds(&pdf).contains(&(HiddenKind::Comment, "tel 13800012345")), "{:?}", pdf.hidden);
}

#[test]
fn the_copy_opens_and_names_nobody() {
    for (name, bytes) in [
        ("公告.docx", docx()),
        ("附件.xlsx", xlsx()),
        ("公告.pdf", pdf(None)),
        ("图.png", png()),
        ("图.jpg", jpeg()),
        ("公告.ofd", ofd()),
        ("介绍.pptx", pptx()),
        ("全部.zip", archive()),
    ] {
        let before = examine(name, &bytes).unwrap();
        let copy = stripped(before.kind, &bytes).unwrap();
        let after = examine(name, &copy).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        assert_eq!(after.text, before.text, "{name}");
        let left: Vec<_> = after.hidden.iter().filter(|hidden| hidden.kind.is_stripped()).collect();
        assert!(left.is_empty(), "{name}: {left:?}");
        let stays =
            |examined: &Examined| examined.hidden.iter().filter(|one| !one.kind.is_stripped()).count();
        assert_eq!(stays(&after), stays(&before), "{name}: what its author must decide stays");
        assert_eq!(
            stripped(after.kind, &copy).map(|again| examine(name, &again).unwrap()),
            Ok(after),
            "{name}"
        );
    }
    let core = String::from_utf8(
        package::Package::open(&stripped(Kind::Docx, &docx()).unwrap())
            .unwrap()
            .part("docprops/core.xml")
            .unwrap()
            .unwrap(),
    )
    .unwrap();
    assert!(core.contains("<dc:title>公告</dc:title>") && !core.contains("李某"), "{core}");
}

fn archive() -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in [("一/公告.docx", docx()), ("二.png", png()), ("说明.txt", "说明文字".into())]
    {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(&bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn what_must_not_be_published_is_refused_with_what_to_do() {
    let misnamed = |said: &str, is| AttachmentFault::MisnamedAs { said: said.to_owned(), is };
    let password = include_bytes!("../../documents/tests/it/fixtures/user-password.pdf");
    let macros = zipped(&[("word/document.xml", "<w/>"), ("word/vbaProject.bin", "x")]);
    let inner = archive();
    let mut nested = ZipWriter::new(Cursor::new(Vec::new()));
    nested.start_file("in.zip", SimpleFileOptions::default()).unwrap();
    nested.write_all(&inner).unwrap();
    let nested = nested.finish().unwrap().into_inner();
    for (name, bytes, fault) in [
        ("a.pdf", Vec::new(), AttachmentFault::Empty),
        ("公告.pdf", docx(), misnamed("pdf", Kind::Docx)),
        ("图.jpg", png(), misnamed("jpg", Kind::Png)),
        ("照片.exe", jpeg(), misnamed("exe", Kind::Jpeg)),
        ("a.pdf", password.to_vec(), AttachmentFault::Encrypted),
        ("a.docx", macros, AttachmentFault::Program("word/vbaproject.bin".to_owned())),
        ("a.pdf", pdf(Some("JavaScript")), AttachmentFault::Program("JavaScript".to_owned())),
        ("a.pdf", pdf(Some("Launch")), AttachmentFault::Program("Launch".to_owned())),
        ("a.svg", b"<svg onload='x'/>".to_vec(), AttachmentFault::OtherKind),
        ("a.html", b"<html><script>".to_vec(), AttachmentFault::OtherKind),
        ("a.exe", b"MZ\x90\0".to_vec(), AttachmentFault::OtherKind),
        ("a.zip", nested, AttachmentFault::OtherKind),
        ("a.zip", zipped(&[("run.exe", "MZ")]), AttachmentFault::OtherKind),
        ("a.docx", docx()[..400].to_vec(), AttachmentFault::Broken),
        ("a.pdf", b"%PDF-1.7\n".to_vec(), AttachmentFault::Broken),
    ] {
        assert_eq!(examine(name, &bytes).map(|examined| examined.kind), Err(fault), "{name}");
    }
    assert!(examine("公告", &docx()).is_ok() && examine("图.jpeg", &jpeg()).is_ok());
    assert_eq!(
        examine("关于2016.12.30", &docx()).map(|examined| examined.kind),
        Ok(Kind::Docx),
        "a date is no ending"
    );
}

#[test]
fn everything_is_read_for_what_must_be_masked() {
    let marks = BUILT_IN.iter().find(|text| text.path == "reading/secrecy-marks.toml").unwrap();
    let marks = SecrecyMarks::read(*marks).unwrap();
    let found = examine("张某440117199001010012.docx", &docx()).unwrap().read(&marks, &[]);
    let personal = |place: Whereabouts, kind, text: &str| {
        found.iter().any(|one| matches!(one, Found::Personal(at, is, said, _, true) if *at == place && *is == kind && said == text))
    };
    assert!(personal(Whereabouts::Name, Personal::IdentityNumber, "440117199001010012"), "{found:?}");
    assert!(
        personal(
            Whereabouts::Hidden(HiddenKind::Comment, "comments.xml".to_owned()),
            Personal::Mobile,
            MOBILE
        ),
        "{found:?}"
    );
    assert!(found.contains(&Found::Hidden(HiddenKind::TrackedChange, String::new())));
    let found = examine("附件.xlsx", &xlsx()).unwrap().read(&marks, &["138-0001-2345"]);
    assert!(!found.iter().any(|one| matches!(one, Found::Personal(..))), "{found:?}");
}

#[test]
fn damaged_files_are_refused_and_never_panic() {
    let mut seed = 20_161_230_u32;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) as usize % below
    };
    for (name, bytes) in
        [("a.docx", docx()), ("a.pdf", pdf(None)), ("a.png", png()), ("a.jpg", jpeg()), ("a.ofd", ofd())]
    {
        for _ in 0..25 {
            let mut damaged = bytes.clone();
            for _ in 0..=next(4) {
                let at = next(damaged.len());
                damaged[at] = next(256) as u8;
            }
            damaged.truncate(next(damaged.len()) + 1);
            if let Ok(examined) = examine(name, &damaged) {
                let _ = stripped(examined.kind, &damaged);
            }
        }
    }
}
