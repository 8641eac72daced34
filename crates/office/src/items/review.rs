//! Reviewing a draft: what changed, what the automatic reading found, whose turn it is, and the decision.

use super::files::{FileLine, lines};
use super::meeting::{changed_fields, left_out};
use super::{PATH, draft, files_of, of, of_published, refused, when, zone};
use crate::forms::Fields as Sent;
use crate::frame::{go_on, go_on_undoable, page};
use crate::undo::Undo;
use crate::{Call, Frame, Office};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use gongkai_app::channels::Choice;
use gongkai_app::drafts::{self, Draft, DraftError, Effect, Examined, Move, Signature};
use gongkai_domain::catalogue::{Fields, Finding, Hand, Level, Refusal, Stage, Step, Verdict, Verdicts};
use gongkai_domain::difference::Difference;
use gongkai_domain::says::Says;
use gongkai_web::{Markup, PageError, difference};
use jiff::Timestamp;
use jiff::civil::DateTime;
use std::collections::BTreeMap;

#[derive(Debug, Template)]
#[template(path = "items/review.html")]
pub(super) struct ReviewPage {
    frame: Frame,
    draft: Draft,
    found: Examined,
    text: Difference,
    fields: Vec<(&'static str, String, String)>,
    /// What the draft is compared with; empty when it is the first version.
    against: String,
    names: BTreeMap<String, String>,
    effects: Vec<Effect>,
    /// Why the step that is next cannot be taken by whoever looks.
    reasons: Vec<Refusal>,
    /// Parts whoever looks has had already, so that they must force it.
    same: bool,
    /// What was refused just now.
    wrong: Vec<Says>,
    who: String,
    grounds: Vec<(String, String, String)>,
    short_id: Option<String>,
    left: Option<i64>,
    checked: String,
    files: Vec<FileLine>,
    /// Accounts it may be sent to once it is published.
    channels: Vec<Choice>,
}

pub(super) async fn show(
    State(office): State<Office>,
    call: Call,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let draft = draft(&office, &call, &id).await?;
    show_review(&office, &call, &headers, draft, Vec::new()).await
}

async fn show_review(
    office: &Office,
    call: &Call,
    headers: &HeaderMap,
    draft: Draft,
    wrong: Vec<Says>,
) -> Result<Response, PageError> {
    let records = &office.records;
    let today = call.moment.today;
    let failed = |error| crate::error::failed(&error);
    let found = drafts::examine(records, &draft).await.map_err(failed)?;
    let frame = Frame::new(office, call, PATH).telling(headers);
    let (_, _, names) = drafts::history(records, &call.officer, &draft.id).await.map_err(refused)?;
    let (against, before) = before(office, call, &frame, &draft).await?;
    let effects = drafts::effects(records, &draft, &found, today).await.map_err(failed)?;
    let short_id = match &draft.item_key {
        Some(key) => drafts::short_id_of(records, key).await.map_err(failed)?,
        None => None,
    };
    let who = call.by().actor;
    let next = next_step(draft.stage);
    let mut reasons =
        next.map_or_else(Vec::new, |step| drafts::refusals(&draft, &found, &call.officer, &who, step));
    let same = reasons.iter().any(|reason| matches!(reason, Refusal::SameHand(_)));
    reasons.retain(|reason| !matches!(reason, Refusal::SameHand(_)));
    let (list, heading) = (frame.say("信息发布", "Information").to_owned(), title(&frame, &draft));
    let shown =
        if wrong.is_empty() { heading } else { frame.say("错误：", "Error: ").to_owned() + &heading };
    let frame = frame.titled(&shown).under(list, PATH);
    let codes = &records.law.codes;
    let files = lines(office, call, &draft).await?;
    let review = ReviewPage {
        text: Difference::of(&before.1.plain(), &draft.html.plain()),
        fields: if against.is_empty() {
            Vec::new()
        } else {
            changed_fields(&frame, &before.0, &draft.fields)
        },
        left: found.limit.as_ref().map(|(_, limit)| limit.left(today, &records.law.calendar)),
        checked: when(call.moment.at, today),
        channels: crate::channels::choices(office, &draft).await?,
        grounds: records
            .law
            .publication
            .grounds()
            .map(|(code, article)| {
                let name =
                    frame.say(codes.zh("withholding-grounds", code), codes.en("withholding-grounds", code));
                (code.to_owned(), name.to_owned(), article.to_owned())
            })
            .collect(),
        frame,
        draft,
        found,
        against,
        names,
        effects,
        reasons,
        same,
        wrong,
        who,
        short_id,
        files,
    };
    page(&review.frame, &review)
}

fn title(frame: &Frame, draft: &Draft) -> String {
    match draft.title().trim() {
        "" => frame.say("（还没有标题）", "(no title yet)").to_owned(),
        title => title.to_owned(),
    }
}

/// What a draft is compared with: the edition that is published, or the version before the last.
async fn before(
    office: &Office,
    call: &Call,
    frame: &Frame,
    draft: &Draft,
) -> Result<(String, (Fields, gongkai_domain::safe_html::SafeHtml)), PageError> {
    let (_, versions, _) =
        drafts::history(&office.records, &call.officer, &draft.id).await.map_err(refused)?;
    let mut saved = versions.iter().filter(|version| version.kind == "saved").rev();
    let (last, one_before) = (saved.next(), saved.next());
    if let Some(key) = draft.item_key.as_ref().filter(|_| draft.stage != Stage::Published) {
        let text = drafts::published_text(&office.records, key)
            .await
            .map_err(|error| crate::error::failed(&error))?;
        let first = versions.first().map(drafts::words_of).map(|(fields, _)| fields).unwrap_or_default();
        return Ok((frame.say("已发布的一版", "the published edition").to_owned(), (first, text)));
    }
    Ok(match (last, one_before) {
        (Some(_), Some(before)) => {
            let at = when(before.saved_at, call.moment.today);
            let name =
                if frame.lang() == "en" { format!("the version of {at}") } else { format!("{at} 的一稿") };
            (name, drafts::words_of(before))
        }
        _ => (String::new(), (Fields::new(), draft.html.clone())),
    })
}

/// The step that takes a draft on from its stage.
const fn next_step(stage: Stage) -> Option<Step> {
    match stage {
        Stage::Draft => Some(Step::Submit),
        Stage::Review => Some(Step::Review),
        Stage::Secrecy => Some(Step::DecideSecrecy),
        Stage::Approval => Some(Step::Approve),
        Stage::Approved | Stage::Scheduled => Some(Step::Publish),
        Stage::Published | Stage::Abandoned => None,
    }
}

/// Takes the step a button stands for.
pub(super) async fn step(
    State(office): State<Office>,
    call: Call,
    headers: HeaderMap,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, PageError> {
    let draft = draft(&office, &call, &id).await?;
    let step = Step::ALL.into_iter().find(|step| step.code() == sent.get("step"));
    let Some(step) = step else { return Err(PageError::not_found()) };
    let wanted = Move {
        step,
        version: sent.get("version").parse().unwrap_or_default(),
        reason: sent.get("reason").to_owned(),
        forced: sent.has("forced"),
        verdict: verdict_of(&sent),
        publish_at: time_of(sent.get("publish_at")),
    };
    crate::channels::choose(&office, &call, &id, &sent).await.map_err(refused)?;
    match drafts::step(&office.records, &call.officer, &id, &wanted, &call.by()).await {
        Ok(next) => {
            let told = told(step, &next);
            let page = if next.stage == Stage::Draft { "" } else { "review" };
            let path = if next.stage == Stage::Abandoned { PATH.to_owned() } else { of(&id, page) };
            Ok(match undo_of(step, &next) {
                Some(undo) => go_on_undoable(&office, &call.visit, &path, &told, &undo),
                None => go_on(&office, &call.visit, &path, &told),
            })
        }
        Err(DraftError::Refused(reasons)) => {
            let says = reasons.iter().map(Refusal::says).collect();
            let mut response = show_review(&office, &call, &headers, draft, says).await?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
        Err(error) => Err(refused(error)),
    }
}

fn verdict_of(sent: &Sent) -> Option<Verdict> {
    let kind = Verdicts::of_code(sent.get("verdict"))?;
    let is_open = kind == Verdicts::Proactive;
    let text = |name: &str| if is_open { String::new() } else { sent.get(name).to_owned() };
    Some(Verdict {
        kind,
        ground: text("ground"),
        article: text("article"),
        opinion: sent.get("reason").to_owned(),
        notice: !is_open && sent.has("notice"),
    })
}

/// A time as a form gives it, in the office's time zone.
fn time_of(text: &str) -> Option<Timestamp> {
    let time: DateTime = text.replace(' ', "T").parse().ok()?;
    Some(time.to_zoned(zone()).ok()?.timestamp())
}

/// What takes a step back, where that is open to whoever took it.
pub(super) fn undo_of(step: Step, next: &Draft) -> Option<Undo> {
    let back = match step {
        Step::Submit => Step::TakeBack,
        Step::Abandon => Step::Reopen,
        _ => return None,
    };
    Some(Undo::Draft(next.id.clone(), back.code(), next.version))
}

fn told(step: Step, draft: &Draft) -> Says {
    let stage = draft.stage.name();
    match step {
        Step::SendBack => Says::new("已退回拟稿人修改。", "Sent back to be changed."),
        Step::Abandon => Says::new("已放弃，稿子还在“已放弃”里。", "Given up; it is kept."),
        Step::TakeBack => Says::new("已收回，可以接着改。", "Taken back; go on writing."),
        Step::Reopen => Says::new("已恢复，可以接着改。", "Taken up again; go on writing."),
        Step::Publish => Says::new("已发布。", "Published."),
        _ => Says::new(
            format!("已办，现在是“{}”。", stage.zh),
            format!("Done; it stands at “{}” now.", stage.en),
        ),
    }
}

/// Accepts a finding with a reason, or puts what is proposed in its place.
pub(super) async fn handle(
    State(office): State<Office>,
    call: Call,
    headers: HeaderMap,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, PageError> {
    let (records, finding, by) = (&office.records, sent.get("finding"), call.by());
    let masks = sent.get("how") == "mask";
    let done = if masks {
        drafts::mask(records, &call.officer, &id, finding, &by).await
    } else {
        drafts::accept(records, &call.officer, &id, finding, sent.get("reason"), &by).await
    };
    match done {
        Ok(_) if masks => {
            Ok(go_on(&office, &call.visit, &of(&id, "review"), &Says::new("已替换。", "Put in its place.")))
        }
        Ok(_) => {
            Ok(go_on(&office, &call.visit, &of(&id, "review"), &Says::new("已写明理由保留。", "Accepted.")))
        }
        Err(DraftError::Refused(reasons)) => {
            let draft = draft(&office, &call, &id).await?;
            let says = reasons.iter().map(Refusal::says).collect();
            let mut response = show_review(&office, &call, &headers, draft, says).await?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
        Err(error) => Err(refused(error)),
    }
}

impl ReviewPage {
    fn at(&self, page: &str) -> String {
        self.frame.href(&of(&self.draft.id, page))
    }

    fn heading(&self) -> String {
        title(&self.frame, &self.draft)
    }

    fn difference(&self) -> Markup {
        difference::paragraphs(&self.text, |count| left_out(&self.frame, count))
    }

    fn counted(&self) -> String {
        let [changed, added, removed] = self.text.counts();
        if self.frame.lang() == "en" {
            format!("against {}: {changed} changed, {added} added, {removed} removed", self.against)
        } else {
            format!("对{}：改 {changed} 处，增 {added} 处，删 {removed} 处。", self.against)
        }
    }

    fn text(&self) -> Markup {
        Markup::clean(&self.draft.html.with_files_at(&files_of(&self.frame.visit, &self.draft.id)))
    }

    fn file(&self, line: &FileLine) -> String {
        files_of(&self.frame.visit, &self.draft.id) + &line.file.digest
    }

    fn field(&self, code: &str) -> &str {
        self.draft.fields.get(code).map(String::as_str).unwrap_or_default()
    }

    fn tag(&self, finding: &Finding, accepted: bool) -> (&'static str, &'static str) {
        match (finding.level, accepted) {
            (Level::Passed, _) => ("ok", self.frame.say("通过", "Passed")),
            (_, true) => ("ok", self.frame.say("保留", "Accepted")),
            (Level::Stop, _) => ("stop", self.frame.say("要处理", "Handle")),
            (Level::Look, _) => ("warn", self.frame.say("请看", "Look")),
        }
    }

    fn name(&self, who: &str) -> String {
        self.names.get(who).cloned().unwrap_or_else(|| who.to_owned())
    }

    fn authors(&self) -> String {
        let names: Vec<String> = self.draft.authors.iter().map(|who| self.name(who)).collect();
        names.join("、")
    }

    /// The four hands: name, who, when, whether it is the turn of whoever looks.
    fn chain(&self) -> Vec<(Says, String, String, bool, bool)> {
        let hands = &self.draft.hands;
        let turn = |stage: Stage| self.draft.stage == stage && self.may();
        let of = |hand: Hand, signature: &Option<Signature>, stage: Stage| {
            let who = signature.as_ref().map(|one| self.name(&one.who)).unwrap_or_default();
            let at = signature.as_ref().map(|one| when(one.at, self.frame.today)).unwrap_or_default();
            let forced = signature.as_ref().is_some_and(|one| !one.forced.is_empty());
            (hand.name(), who, at, turn(stage), forced)
        };
        vec![
            (
                Hand::Author.name(),
                self.authors(),
                when(self.draft.saved.1, self.frame.today),
                turn(Stage::Draft),
                false,
            ),
            of(Hand::Reviewer, &hands.reviewer, Stage::Review),
            of(Hand::SecrecyReviewer, &hands.secrecy_reviewer, Stage::Secrecy),
            of(Hand::Approver, &hands.approver, Stage::Approval),
        ]
    }

    /// Whether whoever looks may take the next step, but for what else stands against it.
    fn may(&self) -> bool {
        !self.reasons.iter().any(|reason| matches!(reason, Refusal::MayNot(_)))
    }

    /// What else stands against the next step: where it can be put right, and the sentence.
    fn obstacles(&self) -> Vec<(String, Says)> {
        self.reasons
            .iter()
            .map(|reason| match reason {
                Refusal::Fault(fault) => (self.at("") + "#" + fault.column, reason.says()),
                Refusal::Open(finding) => (format!("#f-{}", finding.id), reason.says()),
                _ => (String::new(), reason.says()),
            })
            .collect()
    }

    fn can(&self) -> bool {
        self.reasons.is_empty()
    }

    fn stage_name(&self) -> String {
        self.frame.says(&self.draft.stage.name()).to_owned()
    }

    fn stage(&self) -> &'static str {
        self.draft.stage.code()
    }

    fn step_heading(&self) -> &'static str {
        match self.draft.stage {
            Stage::Draft => self.frame.say("送审", "Send on"),
            Stage::Review => self.frame.say("部门审核", "Department review"),
            Stage::Secrecy => self.frame.say("保密审查结论", "Secrecy"),
            Stage::Approval => self.frame.say("批准发布", "Approval"),
            Stage::Approved | Stage::Scheduled => self.frame.say("发布", "Publication"),
            Stage::Published => self.frame.say("已发布", "Published"),
            Stage::Abandoned => self.frame.say("已放弃", "Given up"),
        }
    }

    fn published(&self) -> Option<String> {
        self.short_id.as_ref().map(|short_id| self.frame.href(&of_published(short_id)))
    }

    fn publish_at(&self) -> String {
        self.draft.publish_at.map(|at| when(at, self.frame.today)).unwrap_or_default()
    }

    /// Class and words of what is left until the limit.
    fn limit(&self) -> Option<(&'static str, String, String)> {
        let (issued, limit) = self.found.limit.as_ref()?;
        let left = self.left?;
        let class = if left < 0 {
            "late"
        } else if left <= 3 {
            "soon"
        } else {
            ""
        };
        let words = match (left, self.frame.lang()) {
            (0, "en") => format!("{}, today", limit.due),
            (0, _) => format!("{}，今天到期", limit.due),
            (left, "en") if left < 0 => format!("{}, {} working days late", limit.due, -left),
            (left, _) if left < 0 => format!("{}，逾期 {} 个工作日", limit.due, -left),
            (left, "en") => format!("{}, {left} working days left", limit.due),
            (left, _) => format!("{}，还有 {left} 个工作日", limit.due),
        };
        Some((class, words, self.frame.says(&limit.explain(*issued)).to_owned()))
    }

    fn formats(&self) -> Vec<String> {
        let mut lines: Vec<(String, Vec<&str>)> = Vec::new();
        for effect in &self.effects {
            let name = format!("{} {}", effect.year, self.frame.says(&effect.format));
            match lines.iter_mut().find(|(known, _)| *known == name) {
                Some((_, cells)) => cells.push(&effect.cell),
                None => lines.push((name, vec![&effect.cell])),
            }
        }
        let say = |(name, cells): (String, Vec<&str>)| {
            let cells = cells.join("、");
            if self.frame.lang() == "en" {
                format!("{name}: {cells}, one more each")
            } else {
                format!("{name}：{cells}，各加 1")
            }
        };
        lines.into_iter().map(say).collect()
    }

    fn is_author(&self) -> bool {
        self.draft.authors.contains(&self.who)
    }
}
