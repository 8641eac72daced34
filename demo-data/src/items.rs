//! Items of the catalogue (政府信息), each with a text of its own.

use crate::chance::{Chance, apportion};
use crate::dates::{chinese, shift};
use crate::genres::Genre;
use crate::ledger::{Rows, cells};
use crate::wording::Scope;
use crate::world::{BodyWords, World};
use gongkai_domain::catalogue::ITEMS;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// How many items of each category, in the order of [`CATEGORIES`].
pub type Shares = [i64; 7];

/// Item categories (信息类别), in the order of the report's first annex.
pub const CATEGORIES: [&str; 7] = [
    "organization",
    "departmental_document",
    "news",
    "administrative_power",
    "budget_and_final_accounts",
    "proposal_outcome",
    "other",
];

/// Shares of the categories among the items of departments and towns.
pub const USUAL: Shares = [2, 11, 42, 21, 5, 4, 15];

/// The items one body is to publish in a year.
pub struct Order<'a> {
    /// The body.
    pub body: &'a BodyWords,
    /// The year.
    pub year: i16,
    /// How many of each category.
    pub shares: Shares,
    /// How many carry the tag 公共资金.
    pub public_funds: i64,
    /// Whether items carry the topic of article 20 of the regulation of 2019.
    pub topics: bool,
}

/// What is settled about an item before its text is written.
struct Plan {
    category: usize,
    published: Date,
    public_funds: bool,
}

impl World {
    /// Items of one body and year in order of publication, with running index numbers.
    pub fn items(&self, order: &Order<'_>) -> Rows {
        let mut chance = Chance::named(&format!("items {} {}", order.body.code, order.year));
        let mut titles = BTreeSet::new();
        let mut documents = 0;
        let mut rows = Rows::of(&ITEMS);
        for (serial, plan) in self.plans(order, &mut chance).into_iter().enumerate() {
            let mut chance = Chance::named(&format!("item {} {} {serial}", order.body.code, order.year));
            let genre = self.genre(CATEGORIES[plan.category], &mut chance);
            let (scope, title) = self.title(order, genre, plan.published, &titles, &mut chance);
            titles.insert(title.clone());
            let issued = self.days.on_or_after(shift(plan.published, -chance.between(2, 12)));
            let issued = if issued.year() == order.year { issued } else { plan.published };
            documents += i64::from(genre.numbered);
            let number =
                genre.numbered.then(|| format!("{}〔{}〕{documents}号", order.body.mark, order.year));
            let signature = [order.body.name.clone(), chinese(issued)];
            let text = genre.write(&scope, &signature, &mut chance);
            let summary = text.lines().find(|line| line.chars().count() > 24).unwrap_or_default();
            rows.add(cells! {
                body: order.body.code.as_str(),
                index_number: format!("{}/{}-{:05}", self.credit_code(order.body), order.year, serial + 1),
                title: title,
                category: CATEGORIES[plan.category],
                topic: order.topics.then(|| topic(CATEGORIES[plan.category], &mut chance)),
                class: "proactive",
                public_funds: plan.public_funds,
                document_number: number,
                issued_on: issued,
                published_on: plan.published,
                source: order.body.short.as_str(),
                keywords: scope.say("{事项} {人群}", &mut chance),
                summary: summary.chars().take(60).collect::<String>(),
                text: text,
            });
        }
        rows
    }

    /// Category, day and tag of each item, in order of publication.
    fn plans(&self, order: &Order<'_>, chance: &mut Chance) -> Vec<Plan> {
        let days = self.days.of_year(order.year);
        let mut categories: Vec<usize> =
            order.shares.iter().enumerate().flat_map(|(at, count)| vec![at; *count as usize]).collect();
        chance.shuffle(&mut categories);
        // Budgets are all public funds; the others are drawn until the number is reached.
        let mut tagged: BTreeMap<usize, bool> = BTreeMap::new();
        let mut by_need: Vec<usize> = (0..categories.len()).collect();
        chance.shuffle(&mut by_need);
        by_need.sort_by_key(|at| categories[*at] != 4);
        for at in by_need.into_iter().take(order.public_funds as usize) {
            tagged.insert(at, true);
        }
        let mut dates: Vec<Date> = categories.iter().map(|_| published(&days, chance)).collect();
        dates.sort_unstable();
        categories
            .into_iter()
            .zip(dates)
            .enumerate()
            .map(|(at, (category, published))| Plan {
                category,
                published,
                public_funds: tagged.contains_key(&at),
            })
            .collect()
    }

    fn genre(&self, category: &str, chance: &mut Chance) -> &Genre {
        let genres: Vec<&Genre> = self.genres.iter().filter(|genre| genre.category == category).collect();
        let weights: Vec<i64> = genres.iter().map(|genre| genre.weight).collect();
        genres[chance.weighted(&weights)]
    }

    /// A title not yet among `taken`, with the scope that knows its matter and place.
    fn title<'a>(
        &'a self,
        order: &Order<'_>,
        genre: &Genre,
        published: Date,
        taken: &BTreeSet<String>,
        chance: &mut Chance,
    ) -> (Scope<'a>, String) {
        let mut tries = 0;
        loop {
            let mut scope = self.scope(order.body, order.year);
            scope.set_sequence("月日", days_named(genre, published, chance));
            for name in ["事项", "项目", "地点", "时段"] {
                scope.settle(name, chance);
            }
            let template = chance.pick(&genre.title).clone();
            let mut title = scope.say(&template, chance);
            tries += 1;
            if tries > 12 {
                title = format!("{title}（{}）", chinese(published));
            }
            if tries > 40 {
                title = format!("{title}（续{tries}）");
            }
            if !taken.contains(&title) {
                scope.set("本题", &title);
                return (scope, title);
            }
        }
    }
}

/// Working days mostly; a few items appear at weekends.
fn published(days: &[Date], chance: &mut Chance) -> Date {
    let day = *chance.pick(days);
    let next = shift(day, 1);
    if chance.percent(3) && next.year() == day.year() { next } else { day }
}

/// Days a text names, in order: what is planned lies ahead of its publication, what is told lies behind.
fn days_named(genre: &Genre, published: Date, chance: &mut Chance) -> Vec<String> {
    let ahead =
        matches!(genre.code.as_str(), "notice" | "scheme" | "measures" | "announcement" | "recruitment");
    let mut day = shift(published, if ahead { chance.between(2, 12) } else { -chance.between(14, 24) });
    let step = if ahead { 24 } else { 3 };
    (0..6)
        .map(|_| {
            let named = format!("{}月{}日", day.month(), day.day());
            day = shift(day, chance.between(1, step));
            named
        })
        .collect()
}

/// Topics of article 20 that fit a category.
fn topic(category: &str, chance: &mut Chance) -> &'static str {
    let fitting: &[&'static str] = match category {
        "organization" => &["topic_02"],
        "departmental_document" => &["topic_01", "topic_03"],
        "administrative_power" => &["topic_05", "topic_06", "topic_13"],
        "budget_and_final_accounts" => &["topic_07"],
        "news" => &["topic_11", "topic_12", "topic_15"],
        _ => &["topic_04", "topic_08", "topic_10", "topic_14", "topic_15"],
    };
    chance.pick::<&str>(fitting)
}

/// `total` items over the categories as departments usually have them.
pub fn usual_shares(total: i64) -> Shares {
    let mut shares = [0; 7];
    for (share, count) in shares.iter_mut().zip(apportion(total, &USUAL)) {
        *share = count;
    }
    shares
}
