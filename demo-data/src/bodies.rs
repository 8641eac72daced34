//! The directory of bodies (机构名录).

use crate::chance::Chance;
use crate::dates::day;
use crate::ledger::{Cell, Rows};
use crate::world::{BodyWords, GOVERNMENT, OFFICE, World};
use crate::years_2014_2020::OFFICERS;
use gongkai_domain::bodies::BODIES;

/// Columns and values of one body, on their way into a row.
type Contact<'a> = [(&'a str, Cell); 8];

impl World {
    /// Every body, the office first.
    pub fn directory(&self) -> Rows {
        let mut rows = Rows::of(&BODIES);
        for (at, body) in self.bodies.iter().enumerate() {
            let parent = (body.code != GOVERNMENT).then_some(GOVERNMENT);
            let level = if body.is("town_or_subdistrict") { "town" } else { "district" };
            let [section, handler, address, postcode, phone, email, website, office] = contact(body, at);
            rows.add([
                ("code", body.code.as_str().into()),
                ("name", body.name.as_str().into()),
                ("short_name", body.short.as_str().into()),
                ("level", level.into()),
                ("kind", body.kind.as_str().into()),
                ("parent", parent.into()),
                ("position", (at as i64 + 1).into()),
                ("credit_code", self.credit_code(body).into()),
                ("leader", leader(body).into()),
                section,
                handler,
                address,
                postcode,
                phone,
                email,
                website,
                ("hours", "周一至周五 8:30—12:00，14:00—17:30".into()),
                office,
                ("dedicated_office", (body.code == OFFICE).into()),
                ("established_on", day(2014, 8, 1).into()),
            ]);
        }
        rows
    }
}

/// Posts; the two with a name bear one that nobody has, of characters few fonts hold.
fn leader(body: &BodyWords) -> String {
    let post = match body.kind.as_str() {
        "government" => return format!("常务副区长{}", OFFICERS[1]),
        "government_office" => return format!("分管副主任{}", OFFICERS[0]),
        "town_or_subdistrict" => "分管副镇长（副主任）",
        _ => "分管副职",
    };
    post.to_owned()
}

/// How to reach a body: the office as its published report says; all others invented.
fn contact(body: &BodyWords, at: usize) -> Contact<'static> {
    if body.code == OFFICE {
        return [
            ("section", "政务公开科".into()),
            ("handler", "政务公开专责岗".into()),
            ("address", "从化区街口街新城东路99号".into()),
            ("postcode", "510900".into()),
            ("phone", "020-87927132".into()),
            ("email", "Ld419@163.com".into()),
            ("website", "www.conghua.gov.cn".into()),
            ("disclosure_office", "政务公开办公室".into()),
        ];
    }
    let mut chance = Chance::named(&body.code);
    let name = body.code.trim_start_matches("conghua-").to_owned();
    let street = *chance.pick(&["新城东路", "河滨北路", "府前路", "建设路", "西宁东路"]);
    [
        ("section", "办公室".into()),
        ("handler", "信息公开专责岗".into()),
        ("address", format!("从化区{street}{}号", chance.between(1, 180)).into()),
        ("postcode", "510900".into()),
        ("phone", format!("020-80000{:03}", 100 + at).into()),
        ("email", format!("{name}@conghua.example").into()),
        ("website", "www.conghua.gov.cn".into()),
        ("disclosure_office", "办公室".into()),
    ]
}
