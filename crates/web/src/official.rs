//! Official text (公文): from plain lines to headings, articles and paragraphs, and titles that break between words.
//!
//! Offices hand in plain text. Its outline is in the numbering every office uses (GB/T 9704): 一、 first, （一）
//! second, 第…章 centred, 第…条 with its number in bold, the salutation flush left, the signature at the right.

use crate::Markup;

/// One line of a text, with its HTML where it holds more than words (figures that open).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The words alone, by which the line is recognised.
    pub plain: String,
    /// The same words as HTML.
    pub html: Markup,
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Salutation,
    Chapter,
    First,
    Second,
    Article(usize),
    Signature,
    Paragraph,
}

/// A heading longer than this many characters is a paragraph that happens to be numbered.
const HEADING: usize = 40;

impl Line {
    /// A line of words.
    pub fn words(text: &str) -> Self {
        Self { plain: text.to_owned(), html: Markup::text(text) }
    }
}

/// Plain text as official text; blank lines separate nothing, every line is a paragraph.
pub fn text(plain: &str) -> Markup {
    let lines: Vec<Line> =
        plain.lines().map(str::trim).filter(|line| !line.is_empty()).map(Line::words).collect();
    lines_as_text(&lines)
}

/// Lines as official text.
pub fn lines_as_text(lines: &[Line]) -> Markup {
    let signature = signature_start(lines);
    let mut html = Markup::default();
    for (at, line) in lines.iter().enumerate() {
        let part = if at >= signature { Part::Signature } else { part_of(&line.plain, at == 0) };
        set(&mut html, part, line);
    }
    html
}

/// A title with a place to break (`<wbr>`) before and after the words titles are made of.
pub fn title(words: &str) -> Markup {
    const AFTER: [&str; 14] = [
        "人民政府",
        "办公室",
        "关于",
        "印发",
        "转发",
        "公布",
        "征求",
        "政府信息公开",
        "管理",
        "工作",
        "年度",
        "的",
        "》",
        "、",
    ];
    const BEFORE: [&str; 12] = [
        "人民政府",
        "办公室",
        "关于",
        "《",
        "政府信息公开",
        "年度报告",
        "通知",
        "公告",
        "办法",
        "方案",
        "意见",
        "流程",
    ];
    let mut html = Markup::default();
    let mut start = 0;
    for (at, _) in words.char_indices().skip(1) {
        if AFTER.iter().any(|word| words[..at].ends_with(word))
            || BEFORE.iter().any(|word| words[at..].starts_with(word))
        {
            html.push(&Markup::text(&words[start..at]));
            html.tag("<wbr>");
            start = at;
        }
    }
    html.push(&Markup::text(&words[start..]));
    html
}

fn set(html: &mut Markup, part: Part, line: &Line) {
    let (open, close) = match part {
        Part::Salutation => ("<p class=\"flush\">", "</p>"),
        Part::Chapter => ("<h2 class=\"ch\">", "</h2>"),
        Part::First => ("<h2>", "</h2>"),
        Part::Second => ("<h3>", "</h3>"),
        Part::Signature => ("<p class=\"sign\">", "</p>"),
        Part::Article(_) | Part::Paragraph => ("<p>", "</p>"),
    };
    html.tag(open);
    match part {
        Part::Article(end) if line.html == Markup::text(&line.plain) => {
            html.tag("<b>");
            html.push(&Markup::text(&line.plain[..end]));
            html.tag("</b>　");
            html.push(&Markup::text(line.plain[end..].trim_start()));
        }
        _ => html.push(&line.html),
    }
    html.tag(close);
    html.tag("\n");
}

fn part_of(line: &str, first: bool) -> Part {
    let short = line.chars().count() <= HEADING && !line.contains('。') && !line.ends_with('；');
    if first && short && line.ends_with('：') {
        return Part::Salutation;
    }
    if let Some(end) = ordinal_end(line, "第", "条") {
        return Part::Article(end);
    }
    if short && (ordinal_end(line, "第", "章").is_some() || ordinal_end(line, "第", "节").is_some()) {
        return Part::Chapter;
    }
    if short && ordinal_end(line, "", "、").is_some() {
        return Part::First;
    }
    if short && ordinal_end(line, "（", "）").is_some() {
        return Part::Second;
    }
    Part::Paragraph
}

/// Where `before` + Chinese number + `after` ends, when the line begins with it.
fn ordinal_end(line: &str, before: &str, after: &str) -> Option<usize> {
    let rest = line.strip_prefix(before)?;
    let number = rest.find(|letter| !"一二三四五六七八九十百零".contains(letter))?;
    (number > 0 && rest[number..].starts_with(after)).then_some(before.len() + number + after.len())
}

/// Where the signature begins: a date alone on the last line, and the name above it.
fn signature_start(lines: &[Line]) -> usize {
    let Some(last) = lines.last() else { return 0 };
    if !is_date(&last.plain) {
        return lines.len();
    }
    let date = lines.len() - 1;
    let name = |line: &Line| {
        line.plain.chars().count() <= 24 && !line.plain.contains(['。', '，', '、', '：', '；'])
    };
    if date > 1 && lines.get(date - 1).is_some_and(name) { date - 1 } else { date }
}

fn is_date(line: &str) -> bool {
    line.ends_with('日')
        && line.contains('年')
        && line.contains('月')
        && line.chars().all(|letter| letter.is_ascii_digit() || "年月日".contains(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outline_is_read_from_the_numbering() {
        let html = text(
            "各镇（街）人民政府：\n\n一、总体要求\n（一）基本原则\n第一章　总则\n第三条 本办法适用于<全区>。\n\
             二、加强领导，落实责任。各单位应当明确分管领导。\n从化区人民政府办公室\n2016年11月16日",
        );
        assert_eq!(
            html.as_str(),
            "<p class=\"flush\">各镇（街）人民政府：</p>\n<h2>一、总体要求</h2>\n<h3>（一）基本原则</h3>\n\
             <h2 class=\"ch\">第一章　总则</h2>\n<p><b>第三条</b>　本办法适用于&lt;全区&gt;。</p>\n\
             <p>二、加强领导，落实责任。各单位应当明确分管领导。</p>\n\
             <p class=\"sign\">从化区人民政府办公室</p>\n<p class=\"sign\">2016年11月16日</p>\n"
        );
    }

    #[test]
    fn a_sentence_before_the_date_is_no_signature() {
        let html = text("本通知自发布之日起施行，有效期五年。\n2016年11月16日");
        assert!(html.as_str().starts_with("<p>本通知"));
        assert_eq!(text("").as_str(), "");
        assert_eq!(text("一、二、三").as_str(), "<h2>一、二、三</h2>\n");
    }

    #[test]
    fn titles_break_between_words() {
        assert_eq!(
            title("从化区人民政府办公室关于印发办法的通知").as_str(),
            "从化区<wbr>人民政府<wbr>办公室<wbr>关于<wbr>印发<wbr>办法的<wbr>通知"
        );
        assert_eq!(title("<a>").as_str(), "&lt;a&gt;");
    }
}
