//! Placements (渠道发布): where items and other messages appeared.

use crate::chance::Chance;
use crate::ledger::{Rows, cells};
use crate::world::{BodyWords, World};
use gongkai_domain::channels::PLACEMENTS;
use gongkai_domain::registers::Value;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Messages with titles of their own to be placed in one channel.
pub struct Messages {
    /// Code of the channel.
    pub channel: &'static str,
    /// Outlets; each message appears in one of them.
    pub outlets: &'static [&'static str],
    /// Name of the word list of titles.
    pub titles: &'static str,
    /// The year.
    pub year: i16,
    /// How many.
    pub count: usize,
}

impl World {
    /// One website placement for each item.
    pub fn on_website(&self, items: &Rows) -> Rows {
        let mut rows = Rows::of(&PLACEMENTS);
        for item in &items.rows {
            let value = |column| items.value(item, column);
            let (Value::Date(published), index) = (value("published_on"), value("index_number").to_plain())
            else {
                continue;
            };
            let serial = index.rsplit('-').next().unwrap_or_default().to_owned();
            let short = value("body").to_plain().replace("conghua-", "");
            rows.add(cells! {
                body: value("body").to_plain(),
                channel: "website",
                index_number: index,
                outlet: "中国广州从化政府网",
                published_on: *published,
                address: format!("/zwgk/{short}/{}{:02}/{serial}.html", published.year(), published.month()),
            });
        }
        rows
    }

    /// Messages of `bodies` with titles of their own, no two alike on a day.
    pub fn messages(&self, order: &Messages, bodies: &[&BodyWords]) -> Rows {
        let mut chance = Chance::named(&format!("{} {} {}", order.channel, order.titles, order.year));
        let days = self.days.of_year(order.year);
        let weights: Vec<i64> = bodies.iter().map(|body| body.items.max(1)).collect();
        let mut planned: Vec<(Date, usize)> =
            (0..order.count).map(|_| (*chance.pick(&days), chance.weighted(&weights))).collect();
        planned.sort_unstable();
        let mut taken = BTreeSet::new();
        let mut rows = Rows::of(&PLACEMENTS);
        for (published, at) in planned {
            let body = bodies[at];
            let title = self.message_title(order, body, published, &mut taken, &mut chance);
            let outlet = *chance.pick(order.outlets);
            rows.add(cells! {
                body: body.code.as_str(),
                channel: order.channel,
                title: title,
                outlet: outlet,
                published_on: published,
                address: place(order.channel, outlet, published, &mut chance),
            });
        }
        rows
    }

    fn message_title(
        &self,
        order: &Messages,
        body: &BodyWords,
        published: Date,
        taken: &mut BTreeSet<(Date, String)>,
        chance: &mut Chance,
    ) -> String {
        let mut scope = self.scope(body, order.year);
        scope.set("月份", format!("{}月", chance.between(1, 12)));
        scope.set("数字", chance.between(3, 28).to_string());
        loop {
            let title = scope.say(&format!("{{{}}}", order.titles), chance);
            if taken.insert((published, title.clone())) {
                return title;
            }
        }
    }
}

/// Page, programme or address of a message.
fn place(channel: &str, outlet: &str, published: Date, chance: &mut Chance) -> String {
    match (channel, outlet) {
        ("news_media", "今日从化") => format!("第{}版", chance.between(1, 8)),
        ("news_media", "从化电台") => {
            format!("{}:{:02} 时段", chance.between(7, 21), chance.between(0, 3) * 15)
        }
        ("news_media", "从化电视台") => format!("{}:30 栏目", chance.between(18, 22)),
        ("news_media", _) => format!("A{:02}版", chance.between(2, 24)),
        ("gazette", _) => format!("{}年第{}期", published.year(), published.month()),
        ("press_conference", _) => "区政府新闻发布厅".to_owned(),
        _ => format!(
            "/{}/{}{:02}{:02}{}",
            channel,
            published.year(),
            published.month(),
            published.day(),
            chance.between(100, 999)
        ),
    }
}
