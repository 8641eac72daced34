//! `gongkai init`: the data directory of a new office.

use super::user::{Site, tell_link};
use crate::Outcome;
use crate::globals::{Globals, Missing, by};
use crate::said::bad_use;
use anyhow::Result;
use clap::Args;
use gongkai_app::Installation;
use gongkai_app::import::{Ledger, apply, compare};
use gongkai_app::people::{self, NewStaff};
use gongkai_app::reports::first_body;
use gongkai_domain::bodies::BODIES;
use gongkai_domain::people::{Grant, Role};
use gongkai_domain::registers::{Kind, Place, Row, Value, Vocabulary, columns_key};

/// Makes the data directory of a new office, with its first body.
#[derive(Debug, Args)]
#[command(
    after_help = "例 / Example:\n  gongkai init --data-dir 数据 --body 某县人民政府办公室 --code mouxian-office
  gongkai init --body 某县人民政府办公室 --code mouxian-office --origin https://www.example.gov.cn"
)]
pub struct Init {
    /// 机构名称。Name of the body.
    #[arg(long, value_name = "NAME")]
    body: String,
    /// 机构代码：小写字母、数字、连字符，以后不能改。Code, kept for ever.
    #[arg(long, value_name = "CODE")]
    code: String,
    /// 层级，如 区（县）级。Level.
    #[arg(long, default_value = "district", value_name = "LEVEL")]
    level: String,
    /// 机构类别，如 政府办公室。Kind.
    #[arg(long, default_value = "government_office", value_name = "KIND")]
    kind: String,
    /// 第一个账号，系统管理员。Account of the administrator.
    #[arg(long, default_value = "admin", value_name = "ACCOUNT")]
    administrator: String,
    #[command(flatten)]
    site: Site,
}

impl Init {
    /// Runs the command.
    pub async fn run(&self, globals: &Globals) -> Result<Outcome> {
        let sound = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        if self.code.is_empty() || self.code.len() > 40 || !self.code.chars().all(sound) {
            return Err(bad_use(
                format!("机构代码“{}”只能用小写字母、数字和连字符，最多 40 个", self.code),
                format!("“{}”: a code has lower-case letters, digits and hyphens, at most 40", self.code),
            ));
        }
        let office = globals.open(Missing::Make).await?;
        self.is_new(&office).await?;
        let bodies = gongkai_domain::registers::BodyNames::new();
        let words = Vocabulary { codes: &office.law.codes, bodies: &bodies };
        let code_of = |list: &str, word: &str| {
            words.recognise_code(list, word).map(str::to_owned).map_err(|fault| {
                let (rule, remedy) = (fault.rule, fault.remedy);
                bad_use(format!("{}；{}", rule.zh, remedy.zh), format!("{}; {}", rule.en, remedy.en))
            })
        };
        let (level, kind) = (code_of("body-levels", &self.level)?, code_of("body-kinds", &self.kind)?);
        let values: Vec<Value> = BODIES
            .columns
            .iter()
            .map(|column| match (column.code, column.kind) {
                ("code", _) => Value::Text(self.code.clone()),
                ("name", _) => Value::Text(self.body.trim().to_owned()),
                ("level", _) => Value::Text(level.clone()),
                ("kind", _) => Value::Text(kind.clone()),
                ("position", Kind::Integer) => Value::Integer(1),
                _ => Value::Absent,
            })
            .collect();
        let row = Row { key: columns_key(&BODIES, &values).unwrap_or_default(), values };
        let ledger = Ledger {
            register: &BODIES,
            rows: vec![row],
            places: vec![Place::default()],
            files: Vec::new(),
            lacking: Vec::new(),
            replace: None,
        };
        let comparison = compare(&office, &ledger).await?;
        apply(&office, &ledger, &comparison.digest, &by(), &|_| {}).await?;
        out!("✓ {} {}（{}）", globals.say("已建立", "made"), self.body, self.code);
        self.invite_administrator(globals, &office).await?;
        out!(
            "{}",
            globals.say(
                "下一步：gongkai serve 启动，在浏览器打开上面的链接；gongkai registers 看有哪些台账；gongkai registers 台账 --template 文件.xlsx 取空白台账。",
                "Next: gongkai serve, then open the link above in a browser; gongkai registers lists the registers, --template writes a blank one."
            )
        );
        Ok(Outcome::Done)
    }

    /// Makes the account of the administrator, or a new link for it while nobody has taken it up.
    async fn invite_administrator(&self, globals: &Globals, office: &Installation) -> Result<()> {
        let all = people::staff_list(office).await?;
        let known = all.iter().find(|(_, grants)| grants.iter().any(|one| one.role == Role::Administrator));
        let (staff, secret) = match known {
            Some((staff, _)) if staff.password.is_some() => {
                let (zh, en) = ("系统管理员的账号已经在用：", "the administrator is there already: ");
                out!("{}{}", globals.say(zh, en), staff.account);
                return Ok(());
            }
            Some((staff, _)) => (staff.clone(), people::send_reset(office, &staff.id, &by()).await?),
            None => {
                let grant =
                    Grant { role: Role::Administrator, body: self.code.clone(), below: true, until: None };
                let new = NewStaff {
                    account: self.administrator.clone(),
                    name: "系统管理员".to_owned(),
                    body: self.code.clone(),
                    email: String::new(),
                    grants: vec![grant],
                };
                people::invite(office, &new, &by()).await?
            }
        };
        tell_link(globals, office, &staff, &secret, &self.site);
        Ok(())
    }

    /// Refuses a database that has bodies already: a second one would become the office that reports are made for.
    async fn is_new(&self, office: &Installation) -> Result<()> {
        match first_body(office).await? {
            Some(first) if first != self.code => Err(bad_use(
                format!("这里已经有机构“{first}”；要增加机构，请用 gongkai import bodies 机构名录.xlsx"),
                format!("there is the body “{first}” already; add others with gongkai import bodies FILE"),
            )),
            _ => Ok(()),
        }
    }
}
