//! Telling a course of facts as steps, and with them the due day.

use super::course::{Course, Fact, Ineffective, Pause, parts_not_counted};
use super::{ClockEvent, Due, EventKind, Step, StepKind, sentences, wording};
use crate::calendar::{Calendar, Stretch};
use crate::regime::{Article, Regime, WaitRule};
use crate::says::Says;
use jiff::civil::Date;

/// Tells the whole course: the receipt, what the last restart left behind, the running period, the due day.
pub(super) fn tell(regime: &Regime, calendar: &Calendar, course: &Course) -> Due {
    let (day_zero, begins) = course.period();
    let mut told = Telling { regime, calendar, course, day_zero, steps: Vec::new() };
    told.receipt();
    for fact in &course.facts[..begins] {
        told.past(fact);
    }
    let live: Vec<&Fact> = course.live().collect();
    let due = told.period(&live);
    let provisional = told.due(due);
    Due { due, provisional, stopped: course.is_stopped(), steps: told.steps }
}

struct Telling<'a, 'b> {
    regime: &'a Regime,
    calendar: &'a Calendar,
    course: &'a Course<'b>,
    day_zero: Date,
    steps: Vec<Step>,
}

impl Telling<'_, '_> {
    fn receipt(&mut self) {
        let (noted, received) = (self.course.noted, self.course.received);
        let says = sentences::receipt(self.regime, noted, received);
        self.push(StepKind::Receipt, "receipt", &self.regime.receipt, (noted, received), says);
    }

    /// A fact before the last restart: told, but it no longer moves the due day.
    fn past(&mut self, fact: &Fact) {
        match fact {
            Fact::Restart { rule, asked, day_zero } => {
                let last = rule.answer_within.map(|days| self.calendar.add_working_days(*asked, days).day);
                let says = sentences::restart(rule, *asked, *day_zero, last);
                self.push(StepKind::Restart, &rule_name(rule), &rule.article, (*asked, *day_zero), says);
            }
            Fact::Stopped { rule, asked, day_zero } => {
                let says = sentences::stop(rule, *asked, *day_zero);
                self.push(StepKind::Stop, &rule_name(rule), &rule.article, (*asked, *day_zero), says);
            }
            Fact::Ineffective { event, answered, why } => self.ineffective(*event, *answered, *why),
            Fact::Pause(_) if fact.straddles(self.day_zero) => {}
            Fact::Pause(pause) => {
                let says = sentences::gone(sentences::waited(pause));
                let days = (pause.asked, pause.asked);
                self.push(StepKind::Note, &rule_name(pause.rule), &pause.rule.article, days, says);
            }
            Fact::Extension { approved, days } => {
                let says = sentences::gone(sentences::extended(*approved, *days));
                let article = &self.regime.extension.article;
                self.push(StepKind::Note, "extension", article, (*approved, *approved), says);
            }
        }
    }

    fn ineffective(&mut self, event: ClockEvent, answered: Option<Date>, why: Ineffective) {
        let (rule, article) = match event.kind {
            EventKind::Asked(wait) | EventKind::Answered(wait) => {
                let rule = self.regime.rule_of(wait);
                (rule_name(rule), &rule.article)
            }
            EventKind::ExtensionApproved(_) => ("extension".to_owned(), &self.regime.extension.article),
            EventKind::CorrectedReceipt => ("receipt".to_owned(), &self.regime.receipt),
        };
        let says = sentences::ineffective(event, answered, why);
        self.push(StepKind::Note, &rule, article, (event.on, event.on), says);
    }

    /// The running period: its days, what is added to them, and so the due day.
    fn period(&mut self, live: &[&Fact]) -> Date {
        let pauses = live.iter().filter_map(|fact| match fact {
            Fact::Pause(pause) => Some((pause.asked, pause.ends(pause.asked))),
            _ => None,
        });
        let mut parts = parts_not_counted(self.day_zero, pauses);
        let mut due = self.count();
        for fact in live {
            match fact {
                Fact::Pause(pause) => {
                    let part = parts.next().unwrap_or((pause.asked, pause.asked));
                    due = self.pause(pause, part, due);
                }
                Fact::Extension { approved, days } => due = self.extension(*approved, *days, due),
                other => self.past(other),
            }
        }
        due
    }

    fn count(&mut self) -> Date {
        let reply = &self.regime.reply;
        let due = self.calendar.add_working_days(self.day_zero, reply.working_days).day;
        let stretch = self.calendar.stretch(self.day_zero, due);
        let says = wording::with_days(sentences::count(reply, due), &stretch);
        self.push_counted(StepKind::Count, "reply", &reply.article, (self.day_zero, due), stretch, says);
        due
    }

    fn pause(&mut self, pause: &Pause, (from, to): (Date, Date), due: Date) -> Date {
        let stretch = self.calendar.stretch(from, to);
        let later = self.calendar.add_working_days(due, stretch.counted).day;
        let ends = pause.ends(pause.asked);
        let all = self.calendar.working_days_between(pause.asked.max(self.day_zero), ends);
        let says = sentences::pause(pause, stretch.counted, all - stretch.counted, later);
        let says = wording::with_days(says, &stretch);
        let rule = rule_name(pause.rule);
        self.push_counted(StepKind::Pause, &rule, &pause.rule.article, (pause.asked, ends), stretch, says);
        later
    }

    fn extension(&mut self, approved: Date, days: u32, due: Date) -> Date {
        let article = &self.regime.extension.article;
        let later = self.calendar.add_working_days(due, days).day;
        let stretch = self.calendar.stretch(due, later);
        let says = sentences::extension(article, sentences::extended(approved, days), later);
        let says = wording::with_days(says, &stretch);
        self.push_counted(StepKind::Extension, "extension", article, (due, later), stretch, says);
        later
    }

    /// The last step; returns whether the day is provisional.
    fn due(&mut self, due: Date) -> bool {
        let stopped = self.course.is_stopped();
        let unknown = [self.day_zero, due].into_iter().find(|date| !self.calendar.covers(*date));
        let says = sentences::due(due, unknown.map(Date::year), stopped);
        let stretch = self.calendar.stretch(self.day_zero, due);
        let article = &self.regime.reply.article;
        self.push_counted(StepKind::Due, "reply", article, (self.day_zero, due), stretch, says);
        unknown.is_some() || stopped
    }

    fn push(&mut self, kind: StepKind, rule: &str, article: &Article, days: (Date, Date), says: Says) {
        self.push_counted(kind, rule, article, days, Stretch::default(), says);
    }

    fn push_counted(
        &mut self,
        kind: StepKind,
        rule: &str,
        article: &Article,
        (from, to): (Date, Date),
        Stretch { counted, skipped, .. }: Stretch,
        says: Says,
    ) {
        let (rule, article) = (rule.to_owned(), article.0.zh.clone());
        self.steps.push(Step { kind, rule, article, from, to, counted, skipped, says });
    }
}

fn rule_name(rule: &WaitRule) -> String {
    format!("wait.{}", rule.wait.code())
}
