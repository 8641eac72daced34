//! Why a file cannot be published.

use crate::Kind;

/// Why a file is refused. Nothing of it is kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AttachmentFault {
    /// There is nothing in it.
    #[error("文件是空的；请确认选对了文件 / the file is empty; make sure it is the right one")]
    Empty,
    /// It has more megabytes than this.
    #[error(
        "文件超过 {0} MB；请压缩图片或分成几个文件 / the file is larger than {0} MB; make its pictures smaller, or split it"
    )]
    TooLarge(usize),
    /// It is of a kind that is not published.
    #[error(
        "这种文件不能公开；请另存为 PDF、DOCX、XLSX、PPTX、OFD、PNG、JPEG 或 ZIP / this kind of file is not published; save it as PDF, DOCX, XLSX, PPTX, OFD, PNG, JPEG or ZIP"
    )]
    OtherKind,
    /// Its name says another kind than it is.
    #[error("文件名像是“.{said}”，内容却是 {}；请改正文件名 / it is called “.{said}” but is {}; correct its name", .is.ending(), .is.ending())]
    MisnamedAs {
        /// The ending of its name.
        said: String,
        /// What it is.
        is: Kind,
    },
    /// It holds a program: macros, scripts, something to be run.
    #[error(
        "文件里有程序（{0}），不能公开；请去掉宏或脚本再存 / the file holds a program ({0}) and is not published; take macros and scripts out and save it anew"
    )]
    Program(String),
    /// It opens with a password only.
    #[error("文件有密码；请取消密码后再传 / the file has a password; remove it first")]
    Encrypted,
    /// It is damaged or cut off.
    #[error(
        "文件已损坏或没有传完整；请打开后另存，再传一次 / the file is damaged or cut off; open it, save it anew and send it again"
    )]
    Broken,
    /// It unpacks to more than can be looked at.
    #[error("文件解开后过大；请分成几个文件 / the file unpacks to too much; split it")]
    TooMuch,
}
