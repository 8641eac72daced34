//! `gongkai user`: accounts from the command line, when nobody can sign in, or many are to be made.

use crate::Outcome;
use crate::globals::{Globals, Missing, by, in_zone};
use crate::said::bad_use;
use anyhow::Result;
use clap::{Args, Subcommand};
use gongkai_app::Installation;
use gongkai_app::people::{self, NewStaff, Staff};
use gongkai_app::reports::first_body;
use gongkai_domain::people::{Grant, Role};
use gongkai_domain::says::Says;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

/// Where the office is when nothing else is said: where `gongkai serve` listens.
pub const ORIGIN: &str = "http://127.0.0.1:8720";

/// Accounts, links and roles.
#[derive(Debug, Subcommand)]
#[command(after_help = EXAMPLES)]
pub enum User {
    /// 列出账号、状态和角色。List accounts, their states and roles.
    List,
    /// 建立账号，打印邀请链接。Make an account and print its link.
    Invite(Invite),
    /// 打印新的邀请或重设口令链接；原来的随即作废。Print a new link; earlier ones stop working.
    Link {
        /// 账号。Account.
        account: String,
        #[command(flatten)]
        site: Site,
    },
    /// 锁定：不能登录，已登录的退出。Lock an account and sign it out.
    Lock {
        /// 账号。Account.
        account: String,
    },
    /// 解锁；丢了手机的，一并取消动态码。Unlock, and take a lost second factor away.
    Unlock {
        /// 账号。Account.
        account: String,
        /// 同时取消动态码。Take the second factor away too.
        #[arg(long)]
        second_factor: bool,
    },
    /// 停用：收回角色，退出登录；留痕不删。Close an account.
    Close {
        /// 账号。Account.
        account: String,
    },
    /// 授予角色。Give a role.
    Grant(Granting),
    /// 收回角色。Take a role back.
    Revoke {
        /// 账号。Account.
        account: String,
        /// 角色代码。Code of the role.
        #[arg(value_parser = role)]
        role: Role,
        /// 机构代码；不填用本单位。Body; the first one unless given.
        #[arg(long, value_name = "CODE")]
        body: Option<String>,
    },
}

const EXAMPLES: &str = "\
例 / Examples:
  gongkai user list
  gongkai user invite wang.fang --name 王芳 --role editor --body jiekou
  gongkai user invite security --name 李安 --role security-officer --below --origin https://www.example.gov.cn
  gongkai user link admin                     忘了口令时
  gongkai user unlock admin --second-factor   丢了手机时
  gongkai user grant wang.fang reviewer --body jiekou --until 2027-12-31
  gongkai user revoke wang.fang reviewer --body jiekou

角色 / roles: editor 编辑 · reviewer 部门审核 · secrecy-reviewer 保密审查 · disclosure-officer 公开经办 · leader 领导
              supervisor 监督 · administrator 系统管理员 · security-officer 安全管理员 · auditor 审计员";

/// The address links are printed with.
#[derive(Debug, Args)]
pub struct Site {
    /// 办公端的网址（协议和主机）。Scheme and host of the office.
    #[arg(long, env = "GONGKAI_ORIGIN", value_name = "URL", value_parser = crate::serving::origin, default_value = ORIGIN)]
    pub origin: String,
}

/// Somebody to be invited.
#[derive(Debug, Args)]
pub struct Invite {
    /// 账号：字母、数字和 . - _。Account.
    account: String,
    /// 姓名。Name.
    #[arg(long, value_name = "NAME")]
    name: String,
    /// 所在机构代码；不填用本单位。Body; the first one unless given.
    #[arg(long, value_name = "CODE")]
    body: Option<String>,
    /// 电子邮箱。E-mail.
    #[arg(long, default_value = "", value_name = "MAIL", hide_default_value = true)]
    email: String,
    /// 角色代码，可以写几个。Codes of roles.
    #[arg(long = "role", value_name = "ROLE", value_parser = role)]
    roles: Vec<Role>,
    /// 角色也管下级机构。The roles hold for the bodies below too.
    #[arg(long)]
    below: bool,
    #[command(flatten)]
    site: Site,
}

/// A role to be given.
#[derive(Debug, Args)]
pub struct Granting {
    /// 账号。Account.
    account: String,
    /// 角色代码。Code of the role.
    #[arg(value_parser = role)]
    role: Role,
    /// 机构代码；不填用本单位。Body; the first one unless given.
    #[arg(long, value_name = "CODE")]
    body: Option<String>,
    /// 也管下级机构。Holds for the bodies below too.
    #[arg(long)]
    below: bool,
    /// 最后一天；不填不限期。Last day; no end unless given.
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
}

fn role(code: &str) -> Result<Role, String> {
    let known: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
    Role::of_code(code).ok_or_else(|| format!("角色代码是这些之一 / one of: {}", known.join(", ")))
}

impl User {
    /// Runs the command.
    pub async fn run(&self, globals: &Globals) -> Result<Outcome> {
        let office = globals.open(Missing::Refuse).await?;
        match self {
            Self::List => list(globals, &office).await?,
            Self::Invite(new) => new.run(globals, &office).await?,
            Self::Link { account, site } => {
                let staff = find(&office, account).await?;
                let secret = people::send_reset(&office, &staff.id, &by()).await?;
                tell_link(globals, &office, &staff, &secret, site);
            }
            Self::Lock { account } => {
                people::lock(&office, &find(&office, account).await?.id, &by()).await?;
                done(globals, account, "已锁定", "locked");
            }
            Self::Unlock { account, second_factor } => {
                let staff = find(&office, account).await?;
                people::unlock(&office, &staff.id, &by()).await?;
                if *second_factor {
                    people::clear_second_factor(&office, &staff.id, &by()).await?;
                }
                done(globals, account, "已解锁", "unlocked");
            }
            Self::Close { account } => {
                people::close(&office, &find(&office, account).await?.id, &by()).await?;
                done(globals, account, "已停用", "closed");
            }
            Self::Grant(new) => {
                let body = body_or_first(&office, new.body.as_deref()).await?;
                let grant = Grant { role: new.role, body, below: new.below, until: new.until };
                people::grant(&office, &find(&office, &new.account).await?.id, &grant, &by()).await?;
                done(globals, &new.account, "已授权", "role given");
            }
            Self::Revoke { account, role, body } => {
                let body = body_or_first(&office, body.as_deref()).await?;
                people::revoke(&office, &find(&office, account).await?.id, *role, &body, &by()).await?;
                done(globals, account, "已收回", "role taken back");
            }
        }
        Ok(Outcome::Done)
    }
}

impl Invite {
    async fn run(&self, globals: &Globals, office: &Installation) -> Result<()> {
        let body = body_or_first(office, self.body.as_deref()).await?;
        let grant = |role: &Role| Grant { role: *role, body: body.clone(), below: self.below, until: None };
        let new = NewStaff {
            account: self.account.clone(),
            name: self.name.clone(),
            email: self.email.clone(),
            grants: self.roles.iter().map(grant).collect(),
            body: body.clone(),
        };
        let (staff, secret) = people::invite(office, &new, &by()).await?;
        tell_link(globals, office, &staff, &secret, &self.site);
        Ok(())
    }
}

async fn list(globals: &Globals, office: &Installation) -> Result<()> {
    let all = people::staff_list(office).await?;
    if globals.json {
        let told: Vec<_> = all
            .iter()
            .map(|(staff, grants)| {
                let grants: Vec<_> = grants
                    .iter()
                    .map(|grant| json!({ "role": grant.role.code(), "body": grant.body, "below": grant.below, "until": grant.until }))
                    .collect();
                json!({
                    "account": staff.account, "name": staff.name, "body": staff.body, "state": staff.state,
                    "second_factor": staff.second_factor_step.is_some(),
                    "locked_until": staff.locked_until, "signed_in_at": staff.signed_in_at, "grants": grants,
                })
            })
            .collect();
        out!("{:#}", serde_json::Value::from(told));
        return Ok(());
    }
    for (staff, grants) in &all {
        let state = state_name(staff);
        let roles: Vec<String> = grants.iter().map(|grant| role_in_words(globals, grant)).collect();
        let state = state.in_language(globals.language());
        out!("{:<20} {}  {}  {}", staff.account, staff.name, state, staff.body);
        for role in roles {
            out!("{:<20} {role}", "");
        }
    }
    if all.is_empty() {
        out!("{}", globals.say("还没有账号。gongkai user invite 建立。", "Nobody yet: gongkai user invite."));
    }
    Ok(())
}

fn role_in_words(globals: &Globals, grant: &Grant) -> String {
    let below = if grant.below { globals.say("及下级", " and below") } else { "" };
    let until = grant.until.map(|day| format!("{}{day}", globals.say("，到 ", ", until ")));
    let name = grant.role.name();
    let name = name.in_language(globals.language());
    format!("{name}（{}{below}{}）", grant.body, until.unwrap_or_default())
}

fn state_name(staff: &Staff) -> Says {
    match &*staff.state {
        "invited" => Says::new("已邀请", "invited"),
        "active" => Says::new("在用", "active"),
        "locked" => Says::new("已锁定", "locked"),
        _ => Says::new("已停用", "closed"),
    }
}

fn done(globals: &Globals, account: &str, zh: &str, en: &str) {
    if globals.json {
        out!("{:#}", json!({ "account": account, "done": en }));
    } else {
        out!("✓ {} {account}", globals.say(zh, en));
    }
}

/// Prints a link, with its end.
pub fn tell_link(globals: &Globals, office: &Installation, staff: &Staff, secret: &str, site: &Site) {
    let address = format!("{}/office/link/{secret}", site.origin);
    let hours = office.law.sign_in.link_hours;
    let until: Timestamp = by().at + SignedDuration::from_hours(hours.into());
    if globals.json {
        out!("{:#}", json!({ "account": staff.account, "link": address, "until": until }));
        return;
    }
    let until = in_zone(until).strftime("%Y-%m-%d %H:%M").to_string();
    out!("✓ {}（{}）", staff.name, staff.account);
    out!("  {address}");
    out!(
        "  {}",
        match globals.language() {
            gongkai_domain::says::Language::Chinese =>
                format!("只能用一次，{until} 前有效。打开后设口令，随即登录。"),
            gongkai_domain::says::Language::English =>
                format!("Works once, until {until}: it asks for a password and signs in."),
        }
    );
}

/// Whoever has an account.
pub async fn find(office: &Installation, account: &str) -> Result<Staff> {
    let wanted = account.trim().to_lowercase();
    let found = people::staff_list(office).await?.into_iter().find(|(staff, _)| staff.account == wanted);
    found.map(|(staff, _)| staff).ok_or_else(|| {
        bad_use(
            format!("没有账号“{wanted}”；gongkai user list 列出全部账号"),
            format!("there is no account “{wanted}”; gongkai user list shows all"),
        )
    })
}

async fn body_or_first(office: &Installation, body: Option<&str>) -> Result<String> {
    if let Some(body) = body {
        return Ok(body.to_owned());
    }
    first_body(office).await?.ok_or_else(|| {
        bad_use("还没有机构；请先运行 gongkai init", "there is no body yet; run gongkai init first")
    })
}
