//! A report (P8): its text, its tables and its checks, every figure a link to the rows behind it.

mod checking_copy;
mod files;
mod pdf;
mod table;

pub use checking_copy::{CheckingCopy, checking_copy};

use crate::{
    Site,
    by_year::ByYear,
    chart::ChartView,
    entries,
    furniture::{Attachment, Furniture, RelatedLink},
    reports::{self, ReportYear},
    site::{Room, no_report, unknown_report},
};
use askama::Template;
use axum::{
    Router,
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use gongkai_app::public::{self, PublicStanding};
use gongkai_domain::{
    reports::{Block, Chart, Point, Report, ReportTable, Span, Verdict},
    says::{Language, Says},
};
use gongkai_web::{Layout, Markup, PageError, Visit, dates, markup, official, page};
use jiff::civil::Date;
use std::sync::Arc;
use table::TableView;

/// A number of more characters than this, its unit included, may be broken between lines.
const LONG: usize = 12;

/// The routes of the page and of its files.
pub fn routes() -> Router<Site> {
    let file = |name: &str| entries::figure_pattern(name);
    Router::new()
        .route(&entries::report_pattern(), get(show))
        .route(&file("report.json"), get(data))
        .route(&file("report.html"), get(html))
        .route(&file("report.docx"), get(files::docx))
        .route(&file("report.xlsx"), get(files::xlsx))
        .route(&file("report.csv"), get(files::csv))
        .route(&file("report.pdf"), get(pdf::official))
        .route(&file("report-checking.pdf"), get(pdf::checking))
}

type Asked = Path<(String, String)>;

async fn show(State(site): State<Site>, visit: Visit, asked: Asked) -> Result<Response, PageError> {
    let found = find(&site, visit, &asked.0).await?;
    let by_year = site.by_year(&found.room).await?;
    let furniture = furniture(&found, (site.today)());
    let page_of = found.into_page(&site);
    let fact = Some((Says::new("格式", "Format"), page_of.format.clone()));
    let furniture = Furniture { fact, attachments: page_of.attachments(), ..furniture }
        .with_related(Says::new("本年度其他格式", "Other formats of this year"), page_of.other_formats())
        .with_related(Says::new("其他年度", "Other years"), page_of.other_years());
    page(&ReportPage { furniture, by_year, ..page_of })
}

async fn data(State(site): State<Site>, visit: Visit, asked: Asked) -> Result<Response, PageError> {
    let found = find(&site, visit, &asked.0).await?;
    let name = file_name(&found.report, "json");
    let text = format!("{:#}\n", found.report.to_json());
    Ok(attachment(&name, "application/json", text))
}

async fn html(State(site): State<Site>, visit: Visit, asked: Asked) -> Result<Response, PageError> {
    let found = find(&site, visit, &asked.0).await?;
    let name = file_name(&found.report, "html");
    let publication = files::publication(&site, &found).await?;
    let copy = CheckingCopy::of(&publication, found.layout(false));
    let text = copy.render().map_err(|error| PageError::broken(error.to_string()))?;
    Ok(attachment(&name, "text/html; charset=utf-8", text))
}

/// A report and the room it stands in.
pub(crate) struct Found {
    pub room: Room,
    pub report: Arc<Report>,
    /// How it stands, where it was frozen.
    pub standing: Option<PublicStanding>,
    pub years: Vec<ReportYear>,
}

/// The report at an address; 404 for a year that has none, or a format there is not.
pub(crate) async fn find(
    site: &Site,
    visit: Visit,
    (year, format): &(String, String),
) -> Result<Found, PageError> {
    let room = site.room(visit, entries::REPORTS).await?;
    let years = reports::years(site, &room.body).await?;
    let year = years.iter().map(|entry| entry.year).find(|known| known.to_string() == *year);
    let year = year.ok_or_else(unknown_report)?;
    let report =
        public::report(&site.office, &room.body, year, format).await.map_err(|error| no_report(&error))?;
    let standing =
        public::standing(&site.office, &room.body, year, format).await.map_err(|error| no_report(&error))?;
    Ok(Found { room, report, standing, years })
}

impl Found {
    /// The layout up to the report, with its address where `linked`.
    pub(crate) fn layout(&self, linked: bool) -> Layout {
        let layout = self.room.layout.clone();
        let year = self.report.year;
        let name = layout.say("政府信息公开年报", "Annual reports");
        let crumb = format!("{year}{}", layout.say("年度", ""));
        let href = layout.href(&entries::report(year, &self.report.format));
        let list = layout.href(entries::REPORTS);
        layout
            .titled(&self.report.title)
            .crumb(name, list)
            .crumb(crumb, if linked { href } else { String::new() })
    }

    fn into_page(self, site: &Site) -> ReportPage {
        ReportPage {
            layout: self.layout(false).meta("ArticleTitle", self.report.title.as_str()),
            format: site.format_name(&self.report.format),
            report: self.report,
            standing: self.standing,
            years: self.years,
            by_year: Vec::new(),
            furniture: Furniture::default(),
            pdf: site.typesetter.is_some(),
            alone: false,
        }
    }
}

/// Whose report it is, and the day its figures are of: that of its freezing, or today.
pub(crate) fn furniture(found: &Found, today: Date) -> Furniture {
    let dated = match &found.standing {
        Some(standing) => (Says::new("定稿日期", "Frozen"), standing.freezing.frozen_on),
        None => (Says::new("统计截至", "Counted"), today),
    };
    Furniture { dated: Some(dated), ..Furniture::of_records(&found.room, today) }
}

fn file_name(report: &Report, kind: &str) -> String {
    format!("{}-{}-{}.{kind}", report.body, report.year, report.format)
}

/// A text to be saved.
pub(crate) fn attachment(name: &str, kind: &'static str, text: String) -> Response {
    saved(name, kind, text.into_bytes())
}

/// A file to be saved.
fn saved(name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let save_as = format!("attachment; filename=\"{name}\"");
    let headers = [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, save_as)];
    (headers, bytes).into_response()
}

/// The page of a report.
#[derive(Debug, Template)]
#[template(path = "report.html")]
pub struct ReportPage {
    /// The layout around it.
    pub layout: Layout,
    /// The report.
    pub report: Arc<Report>,
    /// How it stands, where it was frozen.
    pub standing: Option<PublicStanding>,
    /// What its format is called.
    pub format: Says,
    /// All years with their formats, to go on from here.
    pub years: Vec<ReportYear>,
    /// What stands around its text; nothing in a file.
    pub furniture: Furniture,
    /// Its figures beside those of other years; not in a file.
    pub by_year: Vec<ByYear>,
    /// Whether it can be had as PDF.
    pub pdf: bool,
    /// Whether it is laid out as a file of its own, where figures lead to the list at its end.
    pub alone: bool,
}

impl ReportPage {
    fn title(&self) -> Markup {
        official::title(&self.report.title)
    }

    fn blocks(&self, blocks: &[Block]) -> Vec<BlockView> {
        let mut views: Vec<BlockView> = Vec::new();
        for block in blocks {
            match block {
                Block::Paragraph(spans) => match views.last_mut() {
                    Some(BlockView::Text(lines)) => lines.extend(self.lines(spans)),
                    _ => views.push(BlockView::Text(self.lines(spans))),
                },
                Block::Table(table) => {
                    views.push(BlockView::Table(Box::new(self.table(table)), self.charts_after(&table.id)));
                }
            }
        }
        views
    }

    fn table(&self, table: &ReportTable) -> TableView {
        TableView::of(table, |code| self.figure_href(code), |code| self.cell_title(code))
    }

    fn charts_after(&self, table: &str) -> Vec<ChartView> {
        let of_table = |chart: &&Chart| chart.after.as_deref() == Some(table);
        let href = |point: &Point| Some(self.figure_href(&point.cell));
        self.report
            .charts
            .iter()
            .filter(of_table)
            .map(|chart| ChartView::of(chart, &self.layout, &href))
            .collect()
    }

    /// The paragraphs of a block: the office's own words may hold several.
    fn lines(&self, spans: &[Span]) -> Vec<official::Line> {
        let mut lines = vec![official::Line { plain: String::new(), html: Markup::default() }];
        for span in spans {
            match span {
                Span::Text(words) | Span::OwnWords { text: Some(words), .. } => add_words(&mut lines, words),
                Span::OwnWords { text: None, .. } if self.alone => add_words(&mut lines, "（空）"),
                Span::OwnWords { text: None, .. } => {}
                Span::Figure { cell, text } => {
                    let Some(line) = lines.last_mut() else { continue };
                    line.plain.push_str(text);
                    line.html.push(&self.figure_link(cell, text));
                }
            }
        }
        lines.retain(|line| !line.plain.trim().is_empty());
        lines
    }

    fn figure_link(&self, cell: &str, text: &str) -> Markup {
        let mut html = Markup::default();
        let (href, title) = (self.figure_href(cell), self.cell_title(cell));
        let class = if is_short(text) { "fig" } else { "fig long" };
        html.open("a", &[("class", class), ("href", &href), ("title", &title)]);
        if text.is_ascii() && !is_short(text) {
            push_address(&mut html, text);
        } else {
            html.push(&markup::printed(text));
        }
        html.tag("</a>");
        html
    }

    fn figure_href(&self, cell: &str) -> String {
        if self.alone { format!("#fig-{cell}") } else { self.figure_page(cell) }
    }

    fn figure_page(&self, cell: &str) -> String {
        self.layout.href(&entries::figure(self.report.year, &self.report.format, cell))
    }

    fn cell_title(&self, code: &str) -> String {
        let label = self.report.cell(code).map_or("", |cell| &cell.label);
        match self.layout.lang() {
            "en" => format!("{code} {label}: the rows behind this number"),
            _ => format!("{code} {label}：打开这个数的明细"),
        }
    }

    fn file(&self, name: &str) -> String {
        self.figure_page(name)
    }

    /// The checks that fail, and those that hold.
    fn checks(&self) -> (Vec<VerdictView>, Vec<VerdictView>) {
        let (holds, fails): (Vec<&Verdict>, Vec<&Verdict>) =
            self.report.checks.iter().partition(|verdict| verdict.holds);
        let view = |verdict: &Verdict| VerdictView {
            accepted: self.accepted(&verdict.id),
            ..VerdictView::of(verdict, &self.layout)
        };
        let views = |verdicts: Vec<&Verdict>| verdicts.into_iter().map(view).collect();
        (views(fails), views(holds))
    }

    fn failed(&self) -> usize {
        self.report.checks.iter().filter(|verdict| !verdict.holds).count()
    }

    /// Why a failing check was accepted when the report was frozen.
    fn accepted(&self, check: &str) -> Option<String> {
        self.standing.as_ref()?.accepted.get(check).cloned()
    }

    /// Every file of the report. A new one is one more line here.
    pub(crate) fn attachments(&self) -> Vec<Attachment> {
        let file =
            |kind, name: Says, path: &str| Attachment { kind, name, href: self.file(path), size: None };
        let official = Says::new("年度报告（正式稿）", "The report, as it is handed in");
        let checking = Says::new("核对稿（每个数带口径）", "Checking copy, with every definition");
        let offline =
            Says::new("年度报告（可离线打开和核对）", "The report, to be opened and checked offline");
        let set = [
            file("PDF", official, "report.pdf"),
            file(self.layout.say("核对稿", "Checking"), checking, "report-checking.pdf"),
        ];
        let made = [
            file("DOCX", Says::new("年度报告（可编辑）", "The report, to be edited"), "report.docx"),
            file("XLSX", Says::new("年度报告各表和全部指标", "Its tables and every figure"), "report.xlsx"),
            file("CSV", Says::new("全部指标", "Every figure"), "report.csv"),
            file("HTML", offline, "report.html"),
            file("JSON", Says::new("年度报告数据", "The report as data"), "report.json"),
        ];
        self.pdf.then_some(set).into_iter().flatten().chain(made).collect()
    }

    fn other_formats(&self) -> Vec<RelatedLink> {
        self.years
            .iter()
            .filter(|entry| entry.year == self.report.year)
            .flat_map(|entry| &entry.reports)
            .filter(|link| link.format != self.report.format)
            .map(|link| {
                let href = self.layout.href(&entries::report(self.report.year, &link.format));
                RelatedLink::new(link.name.clone(), href)
            })
            .collect()
    }

    fn other_years(&self) -> Vec<RelatedLink> {
        self.years
            .iter()
            .filter(|entry| entry.year != self.report.year)
            .map(|entry| {
                let title = Says::new(format!("{}年度", entry.year), entry.year.to_string());
                RelatedLink::new(title, self.layout.href(&format!("{}{}", entries::REPORTS, entry.year)))
            })
            .collect()
    }
}

/// A stretch of a section: paragraphs, or a table with its charts.
enum BlockView {
    Text(Vec<official::Line>),
    Table(Box<TableView>, Vec<ChartView>),
}

/// A verdict in words: what came of it, the rule, both sides.
pub(crate) struct VerdictView {
    /// Class of the tag.
    pub class: &'static str,
    /// Word of the tag.
    pub word: &'static str,
    /// The rule.
    pub rule: String,
    /// Both sides with their numbers.
    pub sides: String,
    /// Why the report was frozen although it fails.
    pub accepted: Option<String>,
}

impl VerdictView {
    pub(crate) fn of(verdict: &Verdict, layout: &Layout) -> Self {
        let says = layout.says(&verdict.says);
        let (rule, sides) = says.rsplit_once(layout.say("：", ": ")).unwrap_or((says, ""));
        let (class, word) = if !verdict.holds {
            ("stop", layout.say("不符", "Fails"))
        } else if verdict.left.is_none() && verdict.right.is_none() {
            ("", layout.say("不适用", "Not applicable"))
        } else {
            ("ok", layout.say("通过", "Holds"))
        };
        Self { class, word, rule: rule.to_owned(), sides: full_width(sides, layout), accepted: None }
    }
}

/// Signs of arithmetic at full width on Chinese pages, as the house prints them.
fn full_width(formula: &str, layout: &Layout) -> String {
    match layout.visit.language {
        Language::Chinese => formula.replace(" + ", "＋").replace(" - ", "－").replace(" = ", " ＝ "),
        Language::English => formula.to_owned(),
    }
}

/// Whether a figure is a number or a date, which stays on one line; names and lists run on like the text around them.
fn is_short(text: &str) -> bool {
    text.chars().count() <= LONG && text.starts_with(|first: char| first.is_ascii_digit() || first == '-')
}

/// An address of the web or of mail, which may be broken before its dots and nowhere else.
fn push_address(html: &mut Markup, address: &str) {
    for (at, part) in address.split('.').enumerate() {
        if at > 0 {
            html.tag("<wbr>.");
        }
        html.push(&Markup::text(part));
    }
}

fn add_words(lines: &mut Vec<official::Line>, words: &str) {
    for (at, part) in words.split('\n').enumerate() {
        if at > 0 {
            lines.push(official::Line { plain: String::new(), html: Markup::default() });
        }
        if let Some(line) = lines.last_mut() {
            line.plain.push_str(part.trim());
            line.html.push(&Markup::text(part.trim()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Markup, is_short, push_address};

    #[test]
    fn an_address_breaks_before_its_dots() {
        let mut html = Markup::default();
        push_address(&mut html, "www.conghua.gov.cn");
        assert_eq!(html.as_str(), "www<wbr>.conghua<wbr>.gov<wbr>.cn");
    }

    #[test]
    fn numbers_stay_on_one_line_and_words_do_not() {
        for short in ["93条", "-12", "2017-02-23", "5100多人次", "2017年1月", "510900"] {
            assert!(is_short(short), "{short}");
        }
        for long in ["街口街新城东路99号", "全部", "《管理办法》、《实施细则》", "12728000000000元整"]
        {
            assert!(!is_short(long), "{long}");
        }
    }
}
