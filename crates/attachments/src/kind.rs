//! What a file is, by its bytes.

use crate::AttachmentFault;
use crate::package::Package;

/// Kinds of file that are published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// PDF.
    Pdf,
    /// Word.
    Docx,
    /// Excel.
    Xlsx,
    /// PowerPoint.
    Pptx,
    /// The national fixed-layout format (GB/T 33190).
    Ofd,
    /// A PNG picture.
    Png,
    /// A JPEG picture.
    Jpeg,
    /// An archive of files of the other kinds.
    Zip,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 8] =
        [Self::Pdf, Self::Docx, Self::Xlsx, Self::Pptx, Self::Ofd, Self::Png, Self::Jpeg, Self::Zip];

    /// The kind with this usual ending.
    pub fn of_ending(ending: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.ending() == ending)
    }

    /// Whether it is a picture, which a text may show.
    pub const fn is_picture(self) -> bool {
        matches!(self, Self::Png | Self::Jpeg)
    }

    /// The usual ending of its name.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Pptx => "pptx",
            Self::Ofd => "ofd",
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Zip => "zip",
        }
    }

    /// Its media type, as it is served.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::Ofd => "application/ofd",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Zip => "application/zip",
        }
    }
}

/// Parts of an Office file that run.
const PROGRAMS: [&str; 4] = ["vbaproject.bin", "vbadata.xml", "activex/", "xl/macrosheets/"];

pub(crate) fn of(bytes: &[u8]) -> Result<Kind, AttachmentFault> {
    let head = &bytes[..bytes.len().min(1_024)];
    if head.windows(5).any(|window| window == b"%PDF-") {
        return Ok(Kind::Pdf);
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Ok(Kind::Png);
    }
    if bytes.starts_with(b"\xff\xd8\xff") {
        return Ok(Kind::Jpeg);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return packaged(&Package::open(bytes)?);
    }
    // The container of Office before 2007 also wraps encrypted files of today.
    let wraps = |stream: &str| {
        let wide: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) && wraps("EncryptedPackage") {
        return Err(AttachmentFault::Encrypted);
    }
    Err(AttachmentFault::OtherKind)
}

fn packaged(package: &Package) -> Result<Kind, AttachmentFault> {
    let kind = if package.has("word/document.xml") {
        Kind::Docx
    } else if package.has("xl/workbook.xml") {
        Kind::Xlsx
    } else if package.has("ppt/presentation.xml") {
        Kind::Pptx
    } else if package.has("ofd.xml") {
        Kind::Ofd
    } else if package.has("[content_types].xml") || package.has("xl/workbook.bin") {
        return Err(AttachmentFault::OtherKind);
    } else {
        return Ok(Kind::Zip);
    };
    let program = package.names().find(|name| PROGRAMS.iter().any(|program| name.contains(program)));
    program.map_or(Ok(kind), |name| Err(AttachmentFault::Program(name.to_owned())))
}

/// Whether a name is one a file of this kind may have; a name without an ending is.
pub(crate) fn is_called(kind: Kind, name: &str) -> Result<(), AttachmentFault> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let Some((_, ending)) = last.rsplit_once('.') else { return Ok(()) };
    let said = ending.to_lowercase();
    let is_other_name = kind == Kind::Jpeg && said == "jpeg";
    // What stands behind the last dot of 2016.12.30 is no ending.
    let begins = said.starts_with(|letter: char| letter.is_ascii_alphabetic());
    let is_ending = begins && said.len() <= 5 && said.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if said == kind.ending() || is_other_name || !is_ending {
        return Ok(());
    }
    Err(AttachmentFault::MisnamedAs { said, is: kind })
}
