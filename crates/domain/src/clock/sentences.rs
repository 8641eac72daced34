//! The sentences of the clock: what each step says, in both languages.

use super::course::{Ineffective, Pause};
use super::{ClockEvent, EventKind, wording};
use crate::regime::{Article, Regime, ReplyPeriod, WaitRule};
use crate::says::Says;
use jiff::civil::Date;

pub(super) fn receipt(regime: &Regime, noted: Date, received: Date) -> Says {
    let day = wording::day(received);
    let mut says = if noted == received {
        Says::new(format!("收到日 {}", day.zh), format!("received {}", day.en))
    } else {
        Says::new(
            format!("收到日更正为 {}，原记 {noted}", day.zh),
            format!("received {}, corrected from {noted}", day.en),
        )
    };
    if !regime.in_force_on(received) {
        let Says { zh, en } = &regime.name;
        let zh = format!("注意：《{zh}》当日不施行");
        wording::add_line(&mut says, &zh, &format!("note: not a day on which the {en} is in force"));
    }
    says
}

pub(super) fn count(reply: &ReplyPeriod, due: Date) -> Says {
    let (days, article, day) = (reply.working_days, &reply.article.0, wording::day(due));
    Says::new(
        format!("{days} 个工作日，{}，自次日起算，至 {}", article.zh, day.zh),
        format!("{days} working days, {}, counted from the next day, to {}", article.en, day.en),
    )
}

/// `last` is the last day of the limit for the answer, where there is one.
pub(super) fn restart(rule: &WaitRule, asked: Date, day_zero: Date, last: Option<Date>) -> Says {
    let (question, answer) = (EventKind::Asked(rule.wait).says(), EventKind::Answered(rule.wait).says());
    let article = &rule.article.0;
    let mut says = Says::new(
        format!("{asked} {}，{day_zero} {}：期限自次日起重新计算，{}", question.zh, answer.zh, article.zh),
        format!(
            "{} {asked}, {} {day_zero}: the whole period begins anew the next day, {}",
            question.en, answer.en, article.en
        ),
    );
    if let Some(last) = last.filter(|last| *last < day_zero) {
        let zh = format!("注意：已超过 {last} 的期限，可视为放弃申请");
        let en = format!("note: after the limit of {last}; the request may count as given up");
        wording::add_line(&mut says, &zh, &en);
    }
    says
}

pub(super) fn stop(rule: &WaitRule, asked: Date, day_zero: Date) -> Says {
    let (question, article) = (EventKind::Asked(rule.wait).says(), &rule.article.0);
    let taken = match rule.answer_within {
        Some(days) => Says::new(
            format!("暂按 {days} 个工作日的最后一日 {day_zero} 收到推算"),
            format!("taken to come on {day_zero}, the last of its {days} working days"),
        ),
        None => Says::new(
            format!("期限自收到之日重新计算，暂按 {day_zero} 推算，不会更早"),
            format!("the period begins anew when it comes; taken as {day_zero}, it cannot be earlier"),
        ),
    };
    Says::new(
        format!("{asked} {}，等待中，时钟停止，{}；{}", question.zh, article.zh, taken.zh),
        format!("{} {asked}, waiting: the clock stands still, {}; {}", question.en, article.en, taken.en),
    )
}

/// `counted` working days are added, `shared` more were already not counted because of another pause.
pub(super) fn pause(pause: &Pause, counted: u32, shared: u32, due: Date) -> Says {
    let (waited, article, day) = (waited(pause), &pause.rule.article.0, wording::day(due));
    let shared = if shared == 0 {
        Says::default()
    } else {
        Says::new(
            format!("（另有 {shared} 个工作日与其他暂停重叠，只计一次）"),
            format!(" ({shared} more shared with another pause count once)"),
        )
    };
    Says::new(
        format!("{}：{counted} 个工作日不计入期限{}，{}，至 {}", waited.zh, shared.zh, article.zh, day.zh),
        format!(
            "{}: {counted} working days not counted{}, {}, to {}",
            waited.en, shared.en, article.en, day.en
        ),
    )
}

pub(super) fn extended(approved: Date, days: u32) -> Says {
    Says::new(
        format!("{approved} 批准延长 {days} 个工作日"),
        format!("extended by {days} working days, approved {approved}"),
    )
}

pub(super) fn extension(article: &Article, extended: Says, due: Date) -> Says {
    let (article, day) = (&article.0, wording::day(due));
    Says::new(
        format!("{}，{}，至 {}", extended.zh, article.zh, day.zh),
        format!("{}, {}, to {}", extended.en, article.en, day.en),
    )
}

/// Something that a later restart left behind.
pub(super) fn gone(what: Says) -> Says {
    Says::new(
        format!("{}；期限后来重新计算，不再影响", what.zh),
        format!("{}; the period began anew later, so this no longer counts", what.en),
    )
}

pub(super) fn ineffective(event: ClockEvent, answered: Option<Date>, why: Ineffective) -> Says {
    let (name, why) = (event.kind.says(), why_not(why));
    let answered = match (event.kind, answered) {
        (EventKind::Asked(wait), Some(on)) => {
            let answer = EventKind::Answered(wait).says();
            Says::new(format!("，{on} {}", answer.zh), format!(", {} {on}", answer.en))
        }
        _ => Says::default(),
    };
    Says::new(
        format!("{} {}{}：{}，不影响期限", event.on, name.zh, answered.zh, why.zh),
        format!("{} {}{}: no effect, {}", name.en, event.on, answered.en, why.en),
    )
}

/// `unknown` is a year the count reaches that no notice has been loaded for.
pub(super) fn due(due: Date, unknown: Option<i16>, stopped: bool) -> Says {
    let day = wording::day(due);
    let mut says = Says::new(format!("{}答复期限", day.zh), format!("{} reply due", day.en));
    if let Some(year) = unknown {
        let zh = format!("暂定：没有载入 {year} 年的放假安排，按星期一至星期五推算，载入后须重算");
        let en = format!("provisional: the days off of {year} are not loaded, Monday to Friday is assumed");
        wording::add_line(&mut says, &zh, &en);
    }
    if stopped {
        let en = "provisional: the clock stands still until the answer comes";
        wording::add_line(&mut says, "暂定：时钟停止，收到答复后重算", en);
    }
    says
}

/// Who was asked when, and what came of it.
pub(super) fn waited(pause: &Pause) -> Says {
    let (question, answer) =
        (EventKind::Asked(pause.rule.wait).says(), EventKind::Answered(pause.rule.wait).says());
    let end = match (pause.answered, pause.runs_out) {
        (Some(on), Some(last)) if on > last => Says::new(
            format!("{on} {}（{last} 期限已届满）", answer.zh),
            format!("{} {on}, after the limit of {last}", answer.en),
        ),
        (Some(on), _) => Says::new(format!("{on} {}", answer.zh), format!("{} {on}", answer.en)),
        (None, Some(last)) => {
            Says::new(format!("没有答复，{last} 期限届满"), format!("no answer, the limit ends {last}"))
        }
        (None, None) => Says::new("等待中，时钟停止", "waiting, the clock stands still"),
    };
    Says::new(
        format!("{} {}，{}", pause.asked, question.zh, end.zh),
        format!("{} {}, {}", question.en, pause.asked, end.en),
    )
}

fn why_not(why: Ineffective) -> Says {
    match why {
        Ineffective::NoRule => Says::new("本规定不因此停止计算", "the clock does not stop for it"),
        Ineffective::NotYet(from) => {
            Says::new(format!("该规则自 {from} 起施行"), format!("the rule is in force only from {from}"))
        }
        Ineffective::Late(limit) => {
            Says::new(format!("已过 {limit} 的发出期限"), format!("its own limit was {limit}"))
        }
        Ineffective::RunOut(due) => {
            Says::new(format!("答复期限 {due} 已届满"), format!("the reply was due on {due} already"))
        }
        Ineffective::Superseded => Says::new("已被后来的更正取代", "replaced by a later correction"),
    }
}
