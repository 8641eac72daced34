//! The text of a report: shown with its figures as chips, and the office's own words written place by place.

use super::{failed, found, path, unknown};
use crate::forms::Fields;
use crate::frame::{go_on, page};
use crate::{Call, Frame, Office, reports};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use gongkai_app::reports::freezing::Frozen;
use gongkai_app::reports::studio::{self as use_cases, ReportOf, Studio, StudioError};
use gongkai_domain::reports::{
    Block, Entry, Part, Piece, ReportCell, ReportSection, Span, TextFinding, pieces,
};
use gongkai_domain::says::Says;
use gongkai_web::{Markup, PageError};
use std::collections::BTreeSet;

/// What the text is shown with.
pub(super) struct Words<'w> {
    pub home: &'w str,
    pub chosen: Option<&'w str>,
    pub bad: &'w BTreeSet<String>,
    pub frame: &'w Frame,
}

impl Words<'_> {
    /// The paragraphs of a section.
    pub(super) fn section(&self, section: &ReportSection) -> Vec<Markup> {
        let mut lines = Vec::new();
        for block in &section.blocks {
            let Block::Paragraph(spans) = block else { continue };
            lines.push(Markup::default());
            for span in spans {
                self.add(&mut lines, span);
            }
        }
        lines.retain(|line| !line.as_str().is_empty());
        lines
    }

    fn add(&self, lines: &mut Vec<Markup>, span: &Span) {
        match span {
            Span::Text(words) | Span::OwnWords { text: Some(words), .. } => add_words(lines, words),
            Span::Figure { cell, text } => {
                if let Some(line) = lines.last_mut() {
                    line.push(&self.chip(cell, text));
                }
            }
            Span::OwnWords { place, text: None } => {
                let Some(line) = lines.last_mut() else { return };
                let href = format!("{}/text/{place}", self.home);
                line.open("a", &[("class", "blank"), ("href", &href)]);
                line.push(&Markup::text(self.frame.say("（未写）", "(not written)")));
                line.tag("</a>");
            }
        }
    }

    fn chip(&self, cell: &str, text: &str) -> Markup {
        let mut chip = Markup::default();
        let href = format!("{}?cell={cell}#cell", self.home);
        let class = if self.bad.contains(cell) { "chip bad" } else { "chip" };
        let long = text.chars().count() > 24;
        let class = if long { "chip long" } else { class };
        if self.chosen == Some(cell) {
            chip.open("a", &[("class", class), ("href", &href), ("aria-current", "true")]);
        } else {
            chip.open("a", &[("class", class), ("href", &href)]);
        }
        chip.push(&Markup::text(if text.is_empty() { "—" } else { text }));
        chip.tag("<small>");
        chip.push(&Markup::text(cell));
        chip.tag("</small></a>");
        chip
    }
}

fn add_words(lines: &mut Vec<Markup>, words: &str) {
    for (at, part) in words.split('\n').enumerate() {
        if at > 0 {
            lines.push(Markup::default());
        }
        if let Some(line) = lines.last_mut() {
            line.push(&Markup::text(part));
        }
    }
}

/// The places for own words in a section: id, label.
pub(super) fn places_of(of: ReportOf<'_>, section: &str) -> Vec<(String, String)> {
    let Some(section) = of.format.sections.iter().find(|known| known.id == section) else {
        return Vec::new();
    };
    let paragraphs = section.entries.iter().filter_map(|entry| match entry {
        Entry::Paragraph(parts) => Some(parts),
        Entry::Table(_) => None,
    });
    let ids = paragraphs.flatten().filter_map(|part| match part {
        Part::Own(place) => Some(place),
        _ => None,
    });
    let places = ids.filter_map(|id| of.format.places.iter().find(|place| place.id == *id));
    places.map(|place| (place.id.clone(), place.label.clone())).collect()
}

#[derive(Debug, Template)]
#[template(path = "studio/text.html")]
struct TextPage {
    frame: Frame,
    home: String,
    label: String,
    hint: String,
    /// What stands in the field.
    words: String,
    /// How it read to whoever began to write.
    before: String,
    /// How it reads with its figures.
    preview: Vec<String>,
    findings: Vec<TextFinding>,
    /// What somebody else wrote meanwhile, line by line with what differs.
    conflict: Option<(String, Vec<(&'static str, String)>)>,
    last_year: Option<String>,
    figures: Vec<ReportCell>,
    neighbours: Vec<(String, String, bool, bool)>,
    is_open: bool,
}

pub(super) async fn show(
    State(office): State<Office>,
    call: Call,
    Path((body, year, format, place)): Path<(String, String, String, String)>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let parts = (body, year, format);
    let of = found(&office, &call, &parts)?;
    let studio = looked(&office, &call, of).await?;
    let words = studio.texts.get(&place).cloned().unwrap_or_default();
    let form = form(&office, &call, of, &studio, (&place, &words, &words)).await?;
    let form = TextPage { frame: form.frame.telling(&headers), ..form };
    page(&form.frame, &form)
}

async fn looked(office: &Office, call: &Call, of: ReportOf<'_>) -> Result<Studio, PageError> {
    use_cases::look(&office.records, &call.officer, of, call.moment.today).await.map_err(failed)
}

async fn form(
    office: &Office,
    call: &Call,
    of: ReportOf<'_>,
    studio: &Studio,
    (place, before, words): (&str, &str, &str),
) -> Result<TextPage, PageError> {
    let known = of.format.places.iter().find(|known| known.id == place).ok_or_else(unknown)?;
    let frame = Frame::new(office, call, reports::PATH);
    let english = frame.lang() == "en";
    let title = if english { format!("Text: {}", known.label) } else { format!("正文：{}", known.label) };
    let name = if english { format!("Report {}", of.year) } else { format!("{}年年报", of.year) };
    let home = frame.href(&path(of));
    let neighbours = of.format.places.iter().map(|place| {
        let is_written = studio.texts.contains_key(&place.id);
        (place.id.clone(), place.label.clone(), place.id == known.id, is_written)
    });
    let figures = studio.report.cells.iter().filter(|cell| cell.value.number().is_some()).cloned();
    Ok(TextPage {
        frame: frame
            .titled(&title)
            .under(if english { "Annual reports" } else { "年报" }, reports::PATH)
            .under(name, &path(of)),
        home,
        label: known.label.clone(),
        hint: known.hint.clone(),
        words: words.to_owned(),
        before: before.to_owned(),
        preview: filled(of, studio, words),
        findings: use_cases::words_findings(of, &studio.report, place, words),
        conflict: None,
        last_year: last_year(office, call, of, place).await?,
        figures: figures.collect(),
        neighbours: neighbours.collect(),
        is_open: studio.work.state.is_open(),
    })
}

/// How words read with their figures, line by line.
fn filled(of: ReportOf<'_>, studio: &Studio, words: &str) -> Vec<String> {
    let read = |piece: Piece<'_>| match piece {
        Piece::Words(words) => words.to_owned(),
        Piece::Chip(chip) => studio.report.cell(chip.cell).map(|cell| chip.text(cell)).unwrap_or_default(),
    };
    let text: String = pieces(words, of.format).into_iter().map(read).collect();
    text.lines().map(str::to_owned).filter(|line| !line.trim().is_empty()).collect()
}

/// How last year's report read at the same place.
async fn last_year(
    office: &Office,
    call: &Call,
    of: ReportOf<'_>,
    place: &str,
) -> Result<Option<String>, PageError> {
    let before = ReportOf { year: of.year - 1, ..of };
    let studio = looked(office, call, before).await?;
    let frozen = studio.versions.first().map(|frozen: &Frozen| &frozen.content.report);
    let report = frozen.unwrap_or(&studio.report);
    let blocks = report.sections.iter().flat_map(|section| &section.blocks);
    let spans =
        blocks.filter_map(|block| if let Block::Paragraph(spans) = block { Some(spans) } else { None });
    let mut text = String::new();
    for spans in spans {
        let mut within = false;
        for span in spans {
            match span {
                Span::OwnWords { place: at, text: words } if at == place => {
                    within = true;
                    text.push_str(words.as_deref().unwrap_or_default());
                }
                // A figure among own words belongs to them.
                Span::Figure { text: figure, .. } if within => text.push_str(figure),
                _ => within = false,
            }
        }
    }
    Ok(Some(text).filter(|text| !text.trim().is_empty()))
}

pub(super) async fn save(
    State(office): State<Office>,
    call: Call,
    Path((body, year, format, place)): Path<(String, String, String, String)>,
    fields: Fields,
) -> Result<Response, PageError> {
    let parts = (body, year, format);
    let of = found(&office, &call, &parts)?;
    let (before, words) = (fields.raw("before"), inserted(&fields));
    if fields.has("preview") || fields.has("insert") {
        let studio = looked(&office, &call, of).await?;
        let form = form(&office, &call, of, &studio, (&place, before, &words)).await?;
        return page(&form.frame, &form);
    }
    let change = (place.as_str(), before, words.as_str());
    match use_cases::save_words(&office.records, &call.officer, of, change, &call.by()).await {
        Ok(()) => {
            let here = format!("{}/text/{place}", path(of));
            Ok(go_on(&office, &call.visit, &here, &Says::new("已保存", "Saved")))
        }
        Err(StudioError::Conflict(theirs)) => {
            let studio = looked(&office, &call, of).await?;
            let mut form = form(&office, &call, of, &studio, (&place, &theirs, &words)).await?;
            let differs = differences(&theirs, &words);
            form.frame.title = form.frame.say("错误：", "Error: ").to_owned() + &form.frame.title;
            form.conflict = Some((theirs, differs));
            let mut response = page(&form.frame, &form)?;
            *response.status_mut() = StatusCode::CONFLICT;
            Ok(response)
        }
        Err(error) => Err(failed(error)),
    }
}

/// The words of the field, with the figure that was asked to be put in: in place of what was found, otherwise at their end.
fn inserted(fields: &Fields) -> String {
    let words = fields.raw("words").replace("\r\n", "\n");
    let Some((at, chip)) = fields.get("insert").split_once(' ') else {
        return match fields.get("insert") {
            "" => words,
            _ => words + fields.get("figure"),
        };
    };
    let found =
        at.split_once('+').and_then(|(at, length)| Some((at.parse().ok()?, length.parse::<usize>().ok()?)));
    let Some((at, length)) = found else { return words };
    match (words.get(..at), words.get(at + length..)) {
        (Some(before), Some(after)) => format!("{before}{chip}{after}"),
        _ => words,
    }
}

/// Lines of two texts one after the other: `del` only in the first, `ins` only in the second, otherwise in both.
fn differences(theirs: &str, ours: &str) -> Vec<(&'static str, String)> {
    let (one, other): (Vec<&str>, Vec<&str>) = (theirs.lines().collect(), ours.lines().collect());
    let mut common = vec![vec![0_usize; other.len() + 1]; one.len() + 1];
    for left in (0..one.len()).rev() {
        for right in (0..other.len()).rev() {
            common[left][right] = if one[left] == other[right] {
                common[left + 1][right + 1] + 1
            } else {
                common[left + 1][right].max(common[left][right + 1])
            };
        }
    }
    let (mut left, mut right, mut lines) = (0, 0, Vec::new());
    while left < one.len() || right < other.len() {
        if left < one.len() && right < other.len() && one[left] == other[right] {
            lines.push(("", one[left].to_owned()));
            (left, right) = (left + 1, right + 1);
        } else if right >= other.len()
            || left < one.len() && common[left + 1][right] >= common[left][right + 1]
        {
            lines.push(("del", one[left].to_owned()));
            left += 1;
        } else {
            lines.push(("ins", other[right].to_owned()));
            right += 1;
        }
    }
    lines
}

impl TextPage {
    /// What the button of a finding sends: where it stands, how long it is, what to put there.
    fn put(finding: &TextFinding) -> Option<String> {
        Some(format!("{}+{} {}", finding.at, finding.found.len(), finding.chip.as_ref()?))
    }

    fn told(&self, finding: &TextFinding) -> String {
        self.frame.says(&finding.says()).to_owned()
    }

    fn chip(cell: &ReportCell) -> String {
        let unit = if cell.unit.is_empty() { "" } else { ":unit" };
        format!("{{{}{unit}}}", cell.code)
    }
}

#[cfg(test)]
mod tests {
    use super::{differences, inserted};
    use crate::forms::Fields;

    fn fields(given: &[(&str, &str)]) -> Fields {
        given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_figure_takes_the_place_of_the_number_typed_by_hand() {
        let words = ("words", "采购1533宗");
        assert_eq!(inserted(&fields(&[words, ("insert", "6+4 {F38}")])), "采购{F38}宗");
        assert_eq!(
            inserted(&fields(&[words, ("insert", "figure"), ("figure", "{F13:unit}")])),
            "采购1533宗{F13:unit}"
        );
        // Places that are none, as of words changed since, leave them as they are.
        for wrong in ["5+4 {F38}", "6+400 {F38}", "x {F38}"] {
            assert_eq!(inserted(&fields(&[words, ("insert", wrong)])), "采购1533宗");
        }
        assert_eq!(inserted(&fields(&[("words", "一\r\n二")])), "一\n二");
    }

    #[test]
    fn what_differs_is_told_line_by_line() {
        let told = differences("一\n二\n三", "一\n贰\n三\n四");
        let told: Vec<(&str, &str)> = told.iter().map(|(kind, line)| (*kind, line.as_str())).collect();
        assert_eq!(told, [("", "一"), ("del", "二"), ("ins", "贰"), ("", "三"), ("ins", "四")]);
        assert_eq!(differences("", ""), []);
    }
}
