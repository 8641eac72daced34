//! What was found, on a terminal.

use crate::globals::Globals;
use gongkai_domain::reports::Format;
use gongkai_domain::says::{Language, Says};
use gongkai_report_check::{CheckedFile, Finding, Reading, Severity};
use std::fmt::Write as _;
use std::io::IsTerminal;

/// How text stands out; nothing does where nobody looks at a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Paint {
    colours: bool,
}

const BOLD: &str = "1";
const DIM: &str = "2";
const UNDERLINED: &str = "1;4";

impl Paint {
    /// Colours on a terminal, unless NO_COLOR asks for none.
    fn of_output() -> Self {
        let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self { colours: std::io::stdout().is_terminal() && !unwanted }
    }

    fn put(self, style: &str, text: &str) -> String {
        let text = visible(text);
        if self.colours { format!("\u{1b}[{style}m{text}\u{1b}[0m") } else { text }
    }
}

/// Text without what a terminal would obey.
fn visible(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

const fn colour(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "1;31",
        Severity::Warning => "33",
        Severity::Note => "36",
    }
}

const fn mark(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "✗",
        Severity::Warning => "!",
        Severity::Note => "·",
    }
}

/// Tells every file, then how many there were.
pub fn files(globals: &Globals, files: &[CheckedFile], formats: &[Format]) {
    let (paint, language) = (Paint::of_output(), globals.language());
    for file in files {
        out!("{}", told(file, formats, language, paint));
    }
    out!("{}", summary(files, language, paint));
}

fn told(file: &CheckedFile, formats: &[Format], language: Language, paint: Paint) -> String {
    let name = paint.put(BOLD, &file.file);
    let mut text = match &file.outcome {
        Err(fault) => {
            format!("{} {name}　{}\n", paint.put(colour(Severity::Error), "✗"), fault.in_language(language))
        }
        Ok(checked) => format!("{name}\n  {}\n", paint.put(DIM, &head(&checked.reading, formats, language))),
    };
    for finding in file.findings() {
        text.push_str(&lines(finding, language, paint));
    }
    if file.outcome.is_ok() && file.findings().is_empty() {
        let none = Says::new("没有发现问题", "nothing found");
        let _ = writeln!(text, "  ✓ {}", none.in_language(language));
    }
    text
}

/// Body, year, format, and how much was read.
fn head(reading: &Reading, formats: &[Format], language: Language) -> String {
    let unknown = Says::new("机关没有认出", "body not recognised");
    let body = reading.body.as_deref().unwrap_or_else(|| unknown.in_language(language));
    let format = reading.format_name(formats);
    let year = reading.year.map_or_else(|| "—".to_owned(), |year| year.to_string());
    let (cells, figures) = (reading.cells.len(), reading.figures.len());
    let read = Says::new(
        format!("读出表格 {cells} 个数、文字 {figures} 个数"),
        format!("{cells} table cells and {figures} figures in the text read"),
    );
    [body, &year, format.in_language(language), read.in_language(language)].join(" · ")
}

fn lines(finding: &Finding, language: Language, paint: Paint) -> String {
    let severity = finding.severity;
    let mut text = format!(
        "  {} {}　{}\n",
        paint.put(colour(severity), &format!("{} {}", mark(severity), severity.says().in_language(language))),
        paint.put(BOLD, finding.place.says().in_language(language)),
        visible(finding.says.in_language(language)),
    );
    if !finding.quote.is_empty() {
        let pieces = finding.quoted();
        let quote = pieces.iter().map(|piece| {
            if piece.matters && !paint.colours {
                format!("【{}】", visible(piece.text))
            } else if piece.matters {
                paint.put(UNDERLINED, piece.text)
            } else {
                visible(piece.text)
            }
        });
        let _ = writeln!(text, "      │ {}", quote.collect::<String>());
    }
    let values =
        [(&finding.left, Says::new("这里是", "here")), (&finding.right, Says::new("对照", "against"))];
    let sides: Vec<String> = values
        .into_iter()
        .filter_map(|(side, says)| {
            Some(format!("{} {}", says.in_language(language), visible(&side.as_ref()?.to_string())))
        })
        .collect();
    if !sides.is_empty() {
        let _ = writeln!(text, "      {}", paint.put(DIM, &sides.join("　")));
    }
    text
}

fn summary(files: &[CheckedFile], language: Language, paint: Paint) -> String {
    let read = files.iter().filter(|file| file.outcome.is_ok()).count();
    let count = |severity| files.iter().map(|file| file.count(severity)).sum::<usize>();
    let [errors, warnings, notes] = Severity::ALL.map(count);
    let mut says = Says::new(
        format!("{read} 份：{errors} 个错误，{warnings} 个警告，{notes} 个提示"),
        format!("{read} read: {errors} errors, {warnings} warnings, {notes} notes"),
    );
    if read < files.len() {
        let unread = files.len() - read;
        let _ = write!(says.zh, "；{unread} 份没能读出");
        let _ = write!(says.en, "; {unread} could not be read");
    }
    paint.put(BOLD, says.in_language(language))
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_report_check::{Checked, FindingKind, Place, Side};

    fn file() -> CheckedFile {
        let finding = Finding {
            severity: Severity::Error,
            kind: FindingKind::TextTable,
            place: Place::Cell { table: 2, row: 5, column: 3 },
            left: Some(Side::Number("93".parse().unwrap())),
            right: Some(Side::Number("91".parse().unwrap())),
            quote: "共收到93件\u{1b}[2J".to_owned(),
            cells: Vec::new(),
            says: Says::new("文中93件，表里91件", "93 in the text, 91 in the table"),
        };
        let reading = Reading { body: Some("某局".to_owned()), year: Some(2021), ..Reading::default() };
        CheckedFile {
            file: "某局.txt".to_owned(), outcome: Ok(Checked { reading, findings: vec![finding] })
        }
    }

    #[test]
    fn without_a_terminal_what_matters_is_bracketed() {
        let plain = Paint { colours: false };
        let text = told(&file(), &[], Language::Chinese, plain);
        assert_eq!(
            text,
            "某局.txt\n  某局 · 2021 · 只有文字，没有法定表格 · 读出表格 0 个数、文字 0 个数\n  \
             ✗ 错误 第2表第5行第3列　文中93件，表里91件\n      │ 共收到【93】件 [2J\n      这里是 93　对照 91\n"
        );
        let unread = CheckedFile { file: "b".to_owned(), outcome: Err(Says::new("没有文字", "no text")) };
        assert_eq!(told(&unread, &[], Language::English, plain), "✗ b　no text\n");
        assert_eq!(
            summary(&[file(), unread], Language::Chinese, plain),
            "1 份：1 个错误，0 个警告，0 个提示；1 份没能读出"
        );
    }

    #[test]
    fn on_a_terminal_nothing_of_the_file_is_obeyed() {
        let text = told(&file(), &[], Language::Chinese, Paint { colours: true });
        assert!(text.contains("\u{1b}[1;4m93\u{1b}[0m") && !text.contains("\u{1b}[2J"));
    }
}
