//! Government services of 2016 (政务服务): items, centres, windows, batches, power lists, the 五个一 platform.

use crate::chance::{Chance, apportion};
use crate::dates::{day, shift};
use crate::ledger::{Rows, cells};
use crate::world::{BodyWords, OFFICE, World};
use gongkai_domain::modules::MODULES;
use gongkai_domain::powers::POWER_LISTS;
use gongkai_domain::rules::REFERENCE_DOCUMENTS;
use gongkai_domain::services::{BATCHES, CENTRES, EXCLUSIONS, RESIDENTS, SERVICE_ITEMS, WINDOWS};
use jiff::civil::Date;

/// The hall of the district.
pub const CENTRE: &str = "从化区政务服务中心";
/// Items of the first and the second batch.
const BATCH_ITEMS: [i64; 2] = [174, 157];

/// One service item before it is written.
struct Item<'a> {
    body: &'a BodyWords,
    serial: i64,
    title: String,
    kind: &'static str,
    online: Option<Date>,
    integrated: Option<usize>,
}

fn batch_day(batch: usize) -> Date {
    if batch == 0 { day(2016, 1, 18) } else { day(2016, 4, 18) }
}

impl World {
    /// Approval items of the departments and services of the towns; a few are not online yet.
    pub fn service_items(&self) -> Rows {
        let mut chance = Chance::named("services 2016");
        let mut rows = Rows::of(&SERVICE_ITEMS);
        let integrated: Vec<i64> = self.bodies.iter().map(|body| body.integrated).collect();
        let first = apportion(BATCH_ITEMS[0], &integrated);
        for (body, first) in self.bodies.iter().zip(first) {
            for serial in 1..=body.approvals {
                let batch = usize::from(serial > first);
                let title = self.item_title(body, "approval", serial, &mut chance);
                let online = Some(shift(day(2015, 3, 2), chance.between(0, 590)));
                let integrated = (serial <= body.integrated).then_some(batch);
                self.service_item(
                    &Item { body, serial, title, kind: "approval", online, integrated },
                    &mut rows,
                    &mut chance,
                );
            }
            self.other_items(body, &mut rows, &mut chance);
        }
        rows
    }

    /// Public services of towns, and approval items that are not online in 2016.
    fn other_items(&self, body: &BodyWords, rows: &mut Rows, chance: &mut Chance) {
        let town = body.is("town_or_subdistrict");
        let late = body.approvals > 0 && chance.percent(40);
        let services = if town { chance.between(9, 16) } else { 0 };
        for serial in 1..=services {
            let title = self.item_title(body, "public_service", serial, chance);
            let online = Some(shift(day(2015, 6, 1), chance.between(0, 480)));
            let item =
                Item { body, serial: 500 + serial, title, kind: "public_service", online, integrated: None };
            self.service_item(&item, rows, chance);
        }
        if late {
            let title = self.item_title(body, "approval", 90, chance);
            let online = chance.percent(50).then(|| day(2017, 2, 20));
            let item = Item { body, serial: 900, title, kind: "approval", online, integrated: None };
            self.service_item(&item, rows, chance);
        }
    }

    fn item_title(&self, body: &BodyWords, kind: &str, serial: i64, chance: &mut Chance) -> String {
        let scope = self.scope(body, 2016);
        let verb = if kind == "approval" {
            *chance.pick(&[
                "审批",
                "核准",
                "许可",
                "备案核查",
                "资质认定",
                "变更登记",
                "延续审批",
                "注销登记",
            ])
        } else {
            *chance.pick(&["证明开具", "代办", "信息登记", "资格初审", "咨询", "补助申领"])
        };
        let matter = scope.say("{事项}", chance);
        let number = crate::cells::full_width(&serial.to_string());
        format!("{matter}{verb}（{number}）")
    }

    fn service_item(&self, item: &Item<'_>, rows: &mut Rows, chance: &mut Chance) {
        let scope = self.scope(item.body, 2016);
        let statutory = chance.between(3, 9) * 5;
        let mut say = |template: &str| scope.say(template, chance);
        rows.add(cells! {
            body: item.body.code.as_str(),
            number: format!("{}-{:03}", item.body.code.trim_start_matches("conghua-").to_uppercase(), item.serial),
            title: item.title.as_str(),
            kind: item.kind,
            online_on: item.online,
            batch: item.integrated.map(|batch| (batch + 1).to_string()),
            integrated_on: item.integrated.map(batch_day),
            statutory_days: statutory,
            promised_days: statutory / 2,
            scope: say("本区行政区域内的{企业和个人|法人和其他组织|居民和村民}"),
            basis: say("有关法律、法规和省、市关于{事项}的规定"),
            duties: say("{简称}{业务一科|业务二科|审批服务科}负责受理、审查和送达"),
            conditions: say("{符合规划要求，材料真实齐全|具备相应的场所和人员|依法登记并在有效期内}"),
            procedure: say("申请—受理—审查—{现场核查—|}决定—送达"),
            commitments: say("{一次告知、限时办结|材料齐全当场受理|提供网上预约和邮寄送达}"),
            results: say("{批准文件|许可证|备案回执|登记证明}"),
            discipline: "不得擅自增加条件和材料，不得收受服务对象财物",
            complaint_route: "区政务服务中心投诉窗口，12345政府服务热线",
            integrity: say("{领导班子成员签订廉洁承诺书并公示|廉洁自律情况每半年公示一次}"),
            concerns: say("{人群}关心的{事项}办理进度和材料要求"),
            key_work: say("{事项}流程优化，{期限}完成"),
        });
    }

    /// Halls and stations at the three levels.
    pub fn centres(&self) -> Rows {
        let mut rows = Rows::of(&CENTRES);
        rows.add(cells! {
            body: "conghua-service", name: CENTRE, level: "district", address: "从化区街口街河滨北路",
            hours: "周一至周五 9:00—12:00，13:00—17:00", phone: "020-80000801", opened_on: day(2010, 9, 1),
        });
        let villages = ["青禾村", "石坑村", "东岭村", "龙潭村", "上塘村", "横江村", "莲塘村", "溪头村"];
        for (at, town) in self.of_kind("town_or_subdistrict").enumerate() {
            let opened = shift(day(2012, 5, 7), at as i64 * 61);
            rows.add(cells! {
                body: town.code.as_str(), name: format!("{}政务服务中心", town.short), level: "town",
                address: format!("{}政府（办事处）一楼", town.short), hours: "周一至周五 8:30—12:00，14:00—17:30",
                phone: format!("020-80000{}", 810 + at), opened_on: opened,
            });
            for (station, village) in villages.iter().skip(at % 4).take(3).enumerate() {
                rows.add(cells! {
                    body: town.code.as_str(), name: format!("{}{village}公共服务站", town.short), level: "village",
                    address: format!("{}{village}村委会", town.short), opened_on: shift(opened, 200 + station as i64 * 45),
                });
            }
        }
        rows
    }

    /// Departments that work in the hall.
    pub fn residents(&self) -> Rows {
        let mut rows = Rows::of(&RESIDENTS);
        for (at, body) in self.bodies.iter().filter(|body| body.resident).enumerate() {
            rows.add(cells! {
                body: body.code.as_str(), centre: CENTRE, since_on: self.days.on_or_after(shift(day(2013, 1, 7), at as i64 * 55)),
            });
        }
        rows
    }

    /// Windows of the hall.
    pub fn windows(&self) -> Rows {
        let mut rows = Rows::of(&WINDOWS);
        for (name, kind, owner, owner_name, opened) in [
            ("综合受理1号窗口", "integrated", Some("conghua-service"), None, batch_day(0)),
            ("综合受理2号窗口", "integrated", Some("conghua-service"), None, batch_day(1)),
            ("统一出件窗口", "issue", Some("conghua-service"), None, batch_day(0)),
            ("专窗1", "dedicated", None, Some("市民卡"), day(2014, 10, 20)),
            ("专窗2", "dedicated", None, Some("供电局"), day(2014, 10, 20)),
            ("自行综合受理1号", "self_integrated", None, Some("地税局"), day(2015, 6, 1)),
            ("自行综合受理2号", "self_integrated", None, Some("市场和质量监管局"), day(2015, 6, 1)),
            ("自行综合受理3号", "self_integrated", None, Some("市标院从化办事处"), day(2015, 9, 7)),
        ] {
            rows.add(cells! {
                body: "conghua-service", centre: CENTRE, name: name, kind: kind, owner: owner,
                owner_name: owner_name, opened_on: opened,
            });
        }
        rows
    }

    /// Waves of integrated acceptance, and what the third leaves out.
    pub fn batches(&self) -> (Rows, Rows) {
        let mut batches = Rows::of(&BATCHES);
        let starts = [Some(batch_day(0)), Some(batch_day(1)), None];
        for (at, starts) in starts.into_iter().enumerate() {
            let note = if starts.is_some() {
                "按批次方案实施"
            } else {
                "区政务服务中心升级改造完成后实施"
            };
            batches.add(cells! {
                body: "conghua-service", number: (at + 1).to_string(),
                status: if starts.is_some() { "done" } else { "planned" }, starts_on: starts, note: note,
            });
        }
        let mut exclusions = Rows::of(&EXCLUSIONS);
        let matters = ["产权交易", "人事、劳动就业、社保", "婚姻登记", "街道政务服务中心的居民个人业务"];
        for (at, matter) in matters.into_iter().enumerate() {
            exclusions
                .add(cells! { body: "conghua-service", batch: "3", position: at as i64 + 1, matter: matter });
        }
        (batches, exclusions)
    }

    /// Published power and duty lists.
    pub fn power_lists(&self) -> Rows {
        let mut chance = Chance::named("powers 2016");
        let mut rows = Rows::of(&POWER_LISTS);
        for body in self.bodies.iter().filter(|body| body.power_list) {
            rows.add(cells! {
                body: body.code.as_str(), title: format!("{}权责清单", body.name), powers: chance.between(18, 420),
                published_on: self.days.on_or_after(shift(day(2015, 12, 1), chance.between(0, 210))),
            });
        }
        rows
    }

    /// Modules of the 五个一 platform.
    pub fn modules(&self) -> Rows {
        let mut rows = Rows::of(&MODULES);
        let modules =
            [("platform", "deployed"), ("net", "deployed"), ("window", "deployed"), ("grid", "assisting")];
        for (at, (module, status)) in modules.into_iter().enumerate() {
            let deployed = (status == "deployed")
                .then(|| self.days.on_or_after(shift(day(2016, 5, 16), at as i64 * 50)));
            let note =
                if status == "deployed" { "统采分签，已开发部署" } else { "配合上级部署" };
            rows.add(
                cells! { body: OFFICE, module: module, status: status, deployed_on: deployed, note: note },
            );
        }
        rows
    }

    /// Documents of others the work relies on.
    pub fn references(&self) -> Rows {
        let mut rows = Rows::of(&REFERENCE_DOCUMENTS);
        let documents = [
            (
                "穗办电〔2015〕21号",
                "广州市“五个一”社会治理政府公共服务平台建设工作方案",
                "广州市有关部门",
                "five_ones",
                day(2015, 5, 6),
            ),
            ("国务院令第492号", "中华人民共和国政府信息公开条例", "国务院", "disclosure", day(2007, 4, 5)),
        ];
        for (number, title, issuer, matter, issued) in documents {
            rows.add(cells! { body: OFFICE, number: number, title: title, issuer: issuer, matter: matter, issued_on: issued });
        }
        rows
    }
}
