//! The studio of one report: steps, cells with the rows behind them, text, checks, comparison.

use super::asking::{Asked, TEXT, cells_of, tables};
use super::steps::{StepView, Steps};
use super::table::{Showing, TableView};
use super::{Parts, failed, found, path, text};
use crate::frame::page;
use crate::reports::{self, Due};
use crate::{Call, Frame, Office};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use gongkai_app::Page;
use gongkai_app::reports::drift::{CellDrift, RowDrift, RowFate};
use gongkai_app::reports::studio::{self as use_cases, CellBehind, Comment, ReportOf, Studio};
use gongkai_domain::people::Permission;
use gongkai_domain::reports::{IssueState, Override, Report, ReportCell, TextFinding, Verdict, WorkState};
use gongkai_web::paging::{PageLink, Paging};
use gongkai_web::{Markup, PageError, dates, markup};
use std::collections::{BTreeMap, BTreeSet};

/// Rows behind a cell on a page.
const ROWS: usize = 10;
/// Checks that pass shown before the rest is asked for.
const FEW: usize = 4;
/// Rows that make a difference shown of a cell.
const DIFFERENCES: usize = 10;

#[derive(Debug, Template)]
#[template(path = "studio.html")]
struct StudioPage {
    frame: Frame,
    home: String,
    year: i16,
    body: String,
    format: String,
    due: Option<Due>,
    asked: Asked,
    studio: Studio,
    steps: Vec<StepView>,
    lists: Vec<(String, String, usize, bool)>,
    table: TableView,
    chosen: Option<Chosen>,
    sections: Vec<(String, String, bool)>,
    text: Vec<Markup>,
    places: Vec<(String, String)>,
    checks: Checks,
    comparison: Comparison,
    may: May,
    pdf: bool,
    html: bool,
}

/// What whoever looks may do with the report now.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one button, and any of them may be there")]
struct May {
    prepare: bool,
    submit: bool,
    check: bool,
    check_is_own: bool,
    sign: bool,
    send_back: bool,
    publish: bool,
    withdraw: bool,
}

/// The chosen cell and what stands behind it.
#[derive(Debug)]
struct Chosen {
    cell: ReportCell,
    behind: CellBehind,
    paging: Paging,
    drift: Option<CellDrift>,
}

/// The checks, as far as they are shown.
#[derive(Debug)]
struct Checks {
    failing: Vec<CheckView>,
    passing: Vec<CheckView>,
    all: usize,
    failed: usize,
}

/// One check.
#[derive(Debug)]
struct CheckView {
    id: String,
    tag: (&'static str, String),
    rule: String,
    sides: String,
    accepted: Option<String>,
    cells: Vec<String>,
}

/// The cells of the table beside those of last year or of a frozen version.
#[derive(Debug)]
struct Comparison {
    title: String,
    heads: (String, String),
    lines: Vec<(String, Markup, Markup, String, bool)>,
    versions: Vec<(i64, bool)>,
}

pub(super) async fn show(
    State(office): State<Office>,
    call: Call,
    Path(parts): Path<Parts>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let of = found(&office, &call, &parts)?;
    let today = call.moment.today;
    let studio = use_cases::look(&office.records, &call.officer, of, today).await.map_err(failed)?;
    let asked = Asked::of(&call.visit.query, &studio.report)?;
    let chosen = chosen(&office, &call, of, &asked, &studio).await?;
    let comparison = comparison(&office, &call, of, &asked, &studio).await?;
    let frame = Frame::new(&office, &call, reports::PATH).telling(&headers);
    let page_of = laid_out(&office, &call, of, (frame, studio, asked, chosen, comparison));
    page(&page_of.frame, &page_of)
}

type Parted = (Frame, Studio, Asked, Option<Chosen>, Comparison);

fn laid_out(office: &Office, call: &Call, of: ReportOf<'_>, parted: Parted) -> StudioPage {
    let (frame, studio, asked, chosen, comparison) = parted;
    let english = frame.lang() == "en";
    let title = if english {
        format!("Annual report {}", of.year)
    } else {
        format!("{}年政府信息公开年度报告", of.year)
    };
    let frame = frame.titled(&title).under(reports_name(english), reports::PATH);
    let home = frame.href(&path(of));
    let bad = bad_cells(of, &studio);
    let showing = Showing {
        report: &studio.report,
        before: &studio.before.0,
        chosen: asked.cell.as_deref(),
        bad: &bad,
    };
    let loose = showing.loose().len();
    let table = showing.table(&asked.table).or_else(|| showing.table(TEXT));
    let table =
        table.unwrap_or(TableView { title: String::new(), unit: String::new(), grid: vec![], rows: vec![] });
    let words = text::Words { home: &home, chosen: asked.cell.as_deref(), bad: &bad, frame: &frame };
    let section = studio.report.sections.iter().find(|section| section.id == asked.section);
    let text = section.map(|section| words.section(section)).unwrap_or_default();
    let places = text::places_of(of, &asked.section);
    let checks = checks(&frame, of, &studio, asked.all_checks);
    let steps = Steps { frame: &frame, studio: &studio, of, home: &home }.all();
    let lists = lists(&frame, &studio.report, &asked.table, loose);
    let sections = studio
        .report
        .sections
        .iter()
        .map(|section| (section.id.clone(), section.title.clone(), section.id == asked.section))
        .collect();
    StudioPage {
        year: of.year,
        body: studio.body.clone(),
        format: frame.says(&of.format.name).to_owned(),
        due: reports::due(
            office,
            &frame,
            studio.due.as_ref(),
            call.moment.today,
            !studio.versions.is_empty(),
        ),
        may: may(call, of, &studio),
        pdf: office.typesetter.is_some(),
        html: office.offline_copy.is_some(),
        frame,
        home,
        asked,
        steps,
        lists,
        table,
        chosen,
        sections,
        text,
        places,
        checks,
        comparison,
        studio,
    }
}

const fn reports_name(english: bool) -> &'static str {
    if english { "Annual reports" } else { "年报" }
}

fn may(call: &Call, of: ReportOf<'_>, studio: &Studio) -> May {
    let has = |permission| call.officer.may_for(permission, of.body);
    let state = studio.work.state;
    let actor = call.by().actor;
    let against = studio.obstacles;
    let clear = against.year_is_over && against.failing == 0 && against.text_faults == 0;
    let latest = studio.issues.first().and_then(|issue| IssueState::of_code(&issue.state));
    let publishes = has(Permission::SignReports) || has(Permission::PublishItems);
    let sends_back = match state {
        WorkState::Preparing => false,
        WorkState::Submitted | WorkState::Checked => true,
        WorkState::Signed => has(Permission::SignReports),
    };
    May {
        prepare: has(Permission::PrepareReports) && state.is_open(),
        submit: has(Permission::PrepareReports)
            && state == WorkState::Preparing
            && clear
            && against.open_comments == 0,
        check: has(Permission::CheckReports) && state == WorkState::Submitted && clear,
        check_is_own: studio.work.submitted_by.as_deref() == Some(actor.as_str()),
        sign: has(Permission::SignReports)
            && state == WorkState::Checked
            && clear
            && against.open_comments == 0,
        send_back: sends_back,
        publish: publishes && state == WorkState::Signed && latest == Some(IssueState::Held),
        withdraw: publishes && studio.issues.iter().any(|issue| issue.state == IssueState::Published.code()),
    }
}

/// The cells that stand in a failing check nobody accepted.
fn bad_cells(of: ReportOf<'_>, studio: &Studio) -> BTreeSet<String> {
    let fails = |id: &str| {
        studio.report.checks.iter().any(|verdict| verdict.id == id && !verdict.holds)
            && !studio.accepted.contains_key(id)
    };
    let checks = of.format.checks.iter().filter(|check| fails(&check.id));
    let cells = checks.flat_map(|check| check.left.cells().into_iter().chain(check.right.cells()));
    cells.filter(|(_, previous)| !previous).map(|(code, _)| code.to_owned()).collect()
}

async fn chosen(
    office: &Office,
    call: &Call,
    of: ReportOf<'_>,
    asked: &Asked,
    studio: &Studio,
) -> Result<Option<Chosen>, PageError> {
    let Some(cell) = asked.cell.as_deref().and_then(|code| studio.report.cell(code)) else { return Ok(None) };
    let offset = ((asked.page - 1) * ROWS) as i64;
    let wanted = (Page { offset, limit: ROWS as i64 }, call.visit.language);
    let behind =
        use_cases::behind(&office.records, &call.officer, of, &cell.code, wanted).await.map_err(failed)?;
    let paging = Paging::new(asked.page, ROWS, usize::try_from(behind.seen).unwrap_or_default())?;
    let is_drifted = studio.drifted.iter().any(|(frozen, _)| frozen.code == cell.code);
    let drift = if is_drifted {
        use_cases::cell_drift(&office.records, &call.officer, of, &cell.code).await.map_err(failed)?
    } else {
        None
    };
    Ok(Some(Chosen { cell: cell.clone(), behind, paging, drift }))
}

async fn comparison(
    office: &Office,
    call: &Call,
    of: ReportOf<'_>,
    asked: &Asked,
    studio: &Studio,
) -> Result<Comparison, PageError> {
    let english = call.visit.say("", "en") == "en";
    let (name, before): (String, BTreeMap<String, String>) = match asked.against {
        None => ((of.year - 1).to_string(), studio.before.0.clone()),
        Some(version) => {
            let frozen =
                use_cases::version(&office.records, &call.officer, of, version).await.map_err(failed)?;
            let cells = frozen.content.report.cells.into_iter();
            let name = if english { format!("version {version}") } else { format!("第 {version} 版") };
            (name, cells.map(|cell| (cell.code, cell.printed)).collect())
        }
    };
    let report = &studio.report;
    let table = tables(report).into_iter().find(|table| table.id == asked.table);
    let codes: Vec<&str> = match table {
        Some(table) => cells_of(table),
        None => report.cells.iter().map(|cell| cell.code.as_str()).collect(),
    };
    let numeric =
        codes.into_iter().filter_map(|code| report.cell(code)).filter(|cell| cell.value.number().is_some());
    let mut lines: Vec<_> = numeric.map(|cell| compared(cell, &before, asked.cell.as_deref())).collect();
    if table.is_none() || asked.against.is_some() {
        lines.retain(|(.., change, _)| change != "0");
    }
    let versions = studio.versions.iter().map(|frozen| frozen.freezing.version);
    Ok(Comparison {
        title: table.map(|table| table.title.clone()).unwrap_or_default(),
        heads: (name, of.year.to_string()),
        lines,
        versions: versions.map(|version| (version, asked.against == Some(version))).collect(),
    })
}

fn compared(
    cell: &ReportCell,
    before: &BTreeMap<String, String>,
    chosen: Option<&str>,
) -> (String, Markup, Markup, String, bool) {
    let printed = before.get(&cell.code).map_or("—", String::as_str);
    let change = match (Override::number_of(printed), Override::number_of(&cell.printed)) {
        (Some(before), Some(now)) if now > before => format!("＋{}", (now - before).normalize()),
        (Some(before), Some(now)) if now < before => format!("－{}", (before - now).normalize()),
        (Some(_), Some(_)) => "0".to_owned(),
        _ if printed == cell.printed => "0".to_owned(),
        _ => "—".to_owned(),
    };
    let is_chosen = chosen == Some(cell.code.as_str());
    (cell.label.clone(), markup::printed(printed), markup::printed(&cell.printed), change, is_chosen)
}

fn lists(frame: &Frame, report: &Report, shown: &str, loose: usize) -> Vec<(String, String, usize, bool)> {
    let mut lists: Vec<_> = tables(report)
        .into_iter()
        .map(|table| (table.id.clone(), table.title.clone(), cells_of(table).len(), table.id == shown))
        .collect();
    lists.push((
        TEXT.to_owned(),
        frame.say("正文指标", "Figures of the text").to_owned(),
        loose,
        shown == TEXT,
    ));
    lists
}

fn checks(frame: &Frame, of: ReportOf<'_>, studio: &Studio, all: bool) -> Checks {
    let view = |verdict: &Verdict| {
        let accepted = studio.accepted.get(&verdict.id).map(|accepted| accepted.reason.clone());
        let says = frame.says(&verdict.says);
        let (rule, sides) = says.rsplit_once(frame.say("：", ": ")).unwrap_or((says, ""));
        let tag = match (verdict.holds, &accepted) {
            (true, _) => ("ok", frame.say("通过", "Holds")),
            (false, Some(_)) => ("warn", frame.say("已说明", "Accepted")),
            (false, None) => ("stop", frame.say("不符", "Fails")),
        };
        let check = of.format.checks.iter().find(|check| check.id == verdict.id);
        let cells =
            check.map(|check| check.left.cells().into_iter().chain(check.right.cells()).collect::<Vec<_>>());
        let mut named: Vec<String> = Vec::new();
        for (code, _) in cells.unwrap_or_default() {
            if named.iter().all(|known| known != code) {
                named.push(code.to_owned());
            }
        }
        CheckView {
            id: verdict.id.clone(),
            tag: (tag.0, tag.1.to_owned()),
            rule: rule.to_owned(),
            sides: full_width(frame, sides),
            accepted,
            cells: named,
        }
    };
    let (holding, failing): (Vec<&Verdict>, Vec<&Verdict>) =
        studio.report.checks.iter().partition(|verdict| verdict.holds);
    let shown = if all { holding.len() } else { FEW };
    Checks {
        all: studio.report.checks.len(),
        failed: studio.obstacles.failing,
        failing: failing.into_iter().map(view).collect(),
        passing: holding.into_iter().take(shown).map(view).collect(),
    }
}

/// Signs of arithmetic at full width on Chinese pages, as the house prints them.
fn full_width(frame: &Frame, formula: &str) -> String {
    if frame.lang() == "en" {
        return formula.to_owned();
    }
    formula.replace(" + ", "＋").replace(" - ", "－").replace(" = ", " ＝ ")
}

impl StudioPage {
    /// Address of the studio with a cell chosen.
    fn cell_href(&self, code: &str) -> String {
        let table = if self.asked.table == TEXT { "&table=text" } else { "" };
        format!("{}?cell={code}{table}#cell", self.home)
    }

    fn cell_name(&self, code: &str) -> String {
        self.studio.report.cell(code).map(|cell| format!("{code} {}", cell.label)).unwrap_or_default()
    }

    fn told(&self, finding: &TextFinding) -> String {
        self.frame.says(&finding.says()).to_owned()
    }

    fn label_of(&self, code: &str) -> &str {
        self.studio.report.cell(code).map_or("", |cell| &cell.label)
    }

    /// The column that says what a row is called: its title or name, otherwise the first.
    fn naming(chosen: &Chosen) -> usize {
        let columns = &chosen.behind.columns;
        columns.iter().position(|column| matches!(column.code, "title" | "name" | "subject")).unwrap_or(0)
    }

    fn file(&self, name: &str) -> String {
        format!("{}/file/{name}", self.home)
    }

    fn state(&self) -> String {
        match self.studio.work.state {
            WorkState::Preparing if self.studio.stored.sent_back_at.is_some() => {
                self.frame.say("已退回，编制中", "Sent back, in preparation").to_owned()
            }
            state => self.frame.says(&state.name()).to_owned(),
        }
    }

    /// What a comment is about, with where that is shown.
    fn about(&self, comment: &Comment) -> Option<(String, String)> {
        match comment.stored.about.split_once(':')? {
            ("cell", code) => Some((self.cell_name(code), self.cell_href(code))),
            ("section", id) => {
                let section = self.studio.report.sections.iter().find(|section| section.id == id)?;
                Some((section.title.clone(), format!("{}?section={id}#text", self.home)))
            }
            _ => None,
        }
    }

    /// What a new comment would be about: the chosen cell, otherwise the whole.
    fn subject(&self) -> (String, String) {
        match &self.asked.cell {
            Some(code) => (format!("cell:{code}"), self.cell_name(code)),
            None => (String::new(), self.frame.say("整份报告", "the whole report").to_owned()),
        }
    }

    fn issue(&self, version: i64) -> Option<(&'static str, String, String)> {
        let issue = self.studio.issues.iter().find(|issue| issue.version == version)?;
        let (class, word) = match IssueState::of_code(&issue.state)? {
            IssueState::Held => ("warn", self.frame.say("未公布", "Not published")),
            IssueState::Published => ("ok", self.frame.say("已公布", "Published")),
            IssueState::Withdrawn => ("stop", self.frame.say("已撤回", "Withdrawn")),
        };
        Some((class, word.to_owned(), issue.note.clone()))
    }

    fn empty_registers(&self) -> Vec<String> {
        let empty = self.studio.registers.iter().filter(|used| used.rows == 0);
        empty.map(|used| self.frame.say(used.register.zh, used.register.en).to_owned()).collect()
    }

    /// The rows that make a difference to a drifted cell: what became of each, its key, the entry.
    fn differences(&self, drift: &CellDrift) -> Vec<(&str, String, String)> {
        let row = |row: &RowDrift| {
            let what = match row.what {
                RowFate::Added => self.frame.say("新增", "added"),
                RowFate::Gone => self.frame.say("不再计入", "gone"),
                RowFate::Changed => self.frame.say("改动", "changed"),
            };
            let entry = row.sequence.map(|sequence| format!("#{sequence}")).unwrap_or_default();
            (what, row.key.clone(), entry)
        };
        drift.rows.iter().take(DIFFERENCES).map(row).collect()
    }

    fn sentence(&self, chosen: &Chosen) -> String {
        self.frame.says(&chosen.behind.explanation.definition).to_owned()
    }

    fn page_link(href: &str) -> String {
        format!("{href}#cell")
    }
}
