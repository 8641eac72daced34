//! Why a file is not read, in words for whoever brought it.

/// Why a file is not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DocumentFault {
    /// There is nothing in it, or nothing but white space.
    #[error("文件里没有内容；请确认选对了文件 / there is nothing in the file; make sure it is the right one")]
    Empty,
    /// It has more bytes than are read; with the limit in megabytes.
    #[error(
        "文件超过 {0} MB；请只保留年度报告本身，或把图片压缩后另存 / the file is larger than {0} MB; keep the report \
         alone, or save it with smaller pictures"
    )]
    TooLarge(usize),
    /// It is a kind of file that is not read, but known; with how to come to one that is.
    #[error("{} / {}", .0.says().0, .0.says().1)]
    OtherKind(OtherKind),
    /// Nobody can tell what it is.
    #[error(
        "认不出文件类型；请另存为 .docx、.pdf、.html、.xlsx 或 .txt / the kind of file is unknown; save it as .docx, \
         .pdf, .html, .xlsx or .txt"
    )]
    UnknownKind,
    /// It opens with a password only.
    #[error("文件有密码；请取消密码后再试 / the file has a password; remove the password and try again")]
    Encrypted,
    /// A PDF of pictures, or one whose letters cannot be told.
    #[error(
        "PDF 里没有文字，可能是扫描件；请用原稿（如 .docx），或先做文字识别 / there is no text in the PDF, it may be a \
         scan; use the original (such as a .docx), or run text recognition first"
    )]
    Scanned,
    /// Its name or its beginning says what it is, but it is cut off or damaged; with the kind.
    #[error(
        "{0} 文件已损坏或不完整；请重新下载，或打开后另存 / the {0} file is damaged or cut off; fetch it again, or open \
         it and save it anew"
    )]
    Broken(&'static str),
    /// It holds, or unpacks to, more than is read.
    #[error(
        "文件内容过多，或解压后过大；请只保留年度报告本身，删去图片和附件后另存 / the file holds, or unpacks to, too \
         much; keep the report alone, take out pictures and attachments, and save it anew"
    )]
    TooMuch,
    /// Reading took longer than one waits for; with the limit in seconds.
    #[error(
        "{0} 秒内没有读完；请打开后另存为 .docx 或 .txt 再试 / it was not read within {0} seconds; open it, save it as \
         .docx or .txt and try again"
    )]
    TooSlow(u64),
}

/// Kinds of file that are known and not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherKind {
    /// Word before 2007.
    OldWord,
    /// Excel before 2007.
    OldExcel,
    /// PowerPoint before 2007, or another file in the same container.
    OldOffice,
    /// WPS Writer's own.
    Wps,
    /// The national fixed-layout format (GB/T 33190).
    Ofd,
    /// PowerPoint.
    Slides,
    /// OpenDocument text or sheet.
    OpenDocument,
    /// The binary workbook of Excel.
    BinaryWorkbook,
    /// Rich text.
    RichText,
    /// A web page with all its parts in one file (MHT).
    WebArchive,
    /// A picture.
    Picture,
    /// RAR, 7-Zip, gzip or a ZIP with other files in it.
    Archive,
    /// JSON or another file of a program.
    Data,
}

impl OtherKind {
    /// What it is and what to do, in Chinese and in English.
    fn says(self) -> (&'static str, &'static str) {
        match self {
            Self::OldWord => (
                "这是旧版 Word 文件（.doc），请另存为 .docx",
                "this is an old Word file (.doc); save it as .docx",
            ),
            Self::OldExcel => (
                "这是旧版 Excel 文件（.xls），请另存为 .xlsx",
                "this is an old Excel file (.xls); save it as .xlsx",
            ),
            Self::OldOffice => (
                "这是旧版办公软件的文件，请另存为 .docx 或 .xlsx",
                "this is a file of an old office program; save it as .docx or .xlsx",
            ),
            Self::Wps => {
                ("这是 WPS 文字文件（.wps），请另存为 .docx", "this is a WPS file; save it as .docx")
            }
            Self::Ofd => (
                "这是版式文件（.ofd），请用原稿，或在阅读软件里导出为 .pdf",
                "this is an OFD file; use the original, or export it as .pdf from the reading program",
            ),
            Self::Slides => (
                "这是演示文稿，请把报告另存为 .docx 或 .pdf",
                "these are slides; save the report as .docx or .pdf",
            ),
            Self::OpenDocument => (
                "这是 OpenDocument 文件，请另存为 .docx 或 .xlsx",
                "this is an OpenDocument file; save it as .docx or .xlsx",
            ),
            Self::BinaryWorkbook => (
                "这是二进制工作簿（.xlsb），请另存为 .xlsx",
                "this is a binary workbook (.xlsb); save it as .xlsx",
            ),
            Self::RichText => ("这是 RTF 文件，请另存为 .docx", "this is an RTF file; save it as .docx"),
            Self::WebArchive => (
                "这是网页归档（.mht），请另存为 .html 或 .docx",
                "this is a web archive (.mht); save it as .html or .docx",
            ),
            Self::Picture => (
                "这是图片，里面没有文字；请用原稿，或先做文字识别",
                "this is a picture and has no text; use the original, or run text recognition first",
            ),
            Self::Archive => (
                "这是压缩包，请先解压，再选其中的报告",
                "this is an archive; unpack it and choose the report in it",
            ),
            Self::Data => (
                "这是程序用的数据文件，不是报告；请选 .docx、.pdf、.html、.xlsx 或 .txt",
                "this is a data file of a program and no report; choose a .docx, .pdf, .html, .xlsx or .txt",
            ),
        }
    }
}
