//! Staff (工作人员): which roles there are, what each may do, and for which bodies.
//!
//! A role (角色) is a bundle of permissions (权限); it is given to a person as a [`Grant`] (授权) for one body, with or
//! without the bodies below it. The three who look after the system itself (系统管理员、安全管理员、审计员) are kept apart
//! from one another and from everybody who works on information (GB/T 22239-2019, 8.1.4: 三员分立).

mod grants;
mod leave;
mod sign_in_rule;

pub use grants::{Grant, Line, Reach, keep_apart};
pub use leave::Leave;
pub use sign_in_rule::{PasswordFault, SignInRule};

use crate::says::Says;
use serde::Deserialize;

/// What somebody is in the office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// 编辑: drafts information and keeps registers of a department or town.
    Editor,
    /// 部门审核: reviews what a department's editors have drafted.
    Reviewer,
    /// 保密审查: decides whether information may be disclosed at all.
    SecrecyReviewer,
    /// 公开经办: publishes, keeps every register, prepares the annual report.
    DisclosureOfficer,
    /// 领导: approves publication, signs the report.
    Leader,
    /// 监督: sees everything in scope, changes nothing, sends back.
    Supervisor,
    /// 系统管理员: accounts and settings.
    Administrator,
    /// 安全管理员: who may do what.
    SecurityOfficer,
    /// 审计员: reads the audit trail.
    Auditor,
}

/// One thing that can be done in the office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Permission {
    /// See unpublished rows of registers and items.
    Read,
    /// Draft items and submit them.
    DraftItems,
    /// Review drafts of a department.
    ReviewItems,
    /// Decide on secrecy.
    ReviewSecrecy,
    /// Approve publication.
    ApproveItems,
    /// Publish, correct and withdraw approved items; keep placements.
    PublishItems,
    /// Keep the rows of registers.
    KeepRegisters,
    /// Prepare the annual report.
    PrepareReports,
    /// Check a prepared report and send it back.
    CheckReports,
    /// Sign and freeze the annual report.
    SignReports,
    /// Make accounts, close them, send links.
    ManagePeople,
    /// Change settings of the installation.
    ChangeSettings,
    /// Give roles and take them back, unlock accounts, end sessions.
    GrantRoles,
    /// Read the audit trail.
    ReadAudit,
}

impl Role {
    /// Every role, in the order in which they are listed.
    pub const ALL: [Self; 9] = [
        Self::Editor,
        Self::Reviewer,
        Self::SecrecyReviewer,
        Self::DisclosureOfficer,
        Self::Leader,
        Self::Supervisor,
        Self::Administrator,
        Self::SecurityOfficer,
        Self::Auditor,
    ];

    /// Permanent code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Editor => "editor",
            Self::Reviewer => "reviewer",
            Self::SecrecyReviewer => "secrecy-reviewer",
            Self::DisclosureOfficer => "disclosure-officer",
            Self::Leader => "leader",
            Self::Supervisor => "supervisor",
            Self::Administrator => "administrator",
            Self::SecurityOfficer => "security-officer",
            Self::Auditor => "auditor",
        }
    }

    /// The role with this code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// What the role is called.
    pub fn name(self) -> Says {
        match self {
            Self::Editor => Says::new("编辑", "Editor"),
            Self::Reviewer => Says::new("部门审核", "Department reviewer"),
            Self::SecrecyReviewer => Says::new("保密审查", "Secrecy reviewer"),
            Self::DisclosureOfficer => Says::new("公开经办", "Disclosure officer"),
            Self::Leader => Says::new("领导", "Leader"),
            Self::Supervisor => Says::new("监督", "Supervisor"),
            Self::Administrator => Says::new("系统管理员", "Administrator"),
            Self::SecurityOfficer => Says::new("安全管理员", "Security officer"),
            Self::Auditor => Says::new("审计员", "Auditor"),
        }
    }

    /// What the role may do.
    pub const fn permissions(self) -> &'static [Permission] {
        use Permission::{
            ApproveItems, ChangeSettings, CheckReports, DraftItems, GrantRoles, KeepRegisters, ManagePeople,
            PrepareReports, PublishItems, Read, ReadAudit, ReviewItems, ReviewSecrecy, SignReports,
        };
        match self {
            Self::Editor => &[Read, DraftItems, KeepRegisters],
            Self::Reviewer => &[Read, DraftItems, KeepRegisters, ReviewItems],
            Self::SecrecyReviewer => &[Read, ReviewSecrecy],
            Self::DisclosureOfficer => {
                &[Read, DraftItems, KeepRegisters, ReviewItems, PublishItems, PrepareReports]
            }
            Self::Leader => &[Read, ApproveItems, CheckReports, SignReports],
            Self::Supervisor => &[Read, CheckReports],
            Self::Administrator => &[ManagePeople, ChangeSettings],
            Self::SecurityOfficer => &[GrantRoles],
            Self::Auditor => &[ReadAudit],
        }
    }

    /// Whether the role looks after the system and not after information.
    pub const fn is_of_the_system(self) -> bool {
        matches!(self, Self::Administrator | Self::SecurityOfficer | Self::Auditor)
    }
}

impl Permission {
    /// Every permission.
    pub const ALL: [Self; 14] = [
        Self::Read,
        Self::DraftItems,
        Self::ReviewItems,
        Self::ReviewSecrecy,
        Self::ApproveItems,
        Self::PublishItems,
        Self::KeepRegisters,
        Self::PrepareReports,
        Self::CheckReports,
        Self::SignReports,
        Self::ManagePeople,
        Self::ChangeSettings,
        Self::GrantRoles,
        Self::ReadAudit,
    ];

    /// What it allows, as a page that refuses says it.
    pub fn name(self) -> Says {
        match self {
            Self::Read => Says::new("查看未公开的台账和信息", "see unpublished rows and items"),
            Self::DraftItems => Says::new("拟稿", "draft information"),
            Self::ReviewItems => Says::new("部门审核", "review drafts"),
            Self::ReviewSecrecy => Says::new("保密审查", "review secrecy"),
            Self::ApproveItems => Says::new("批准发布", "approve publication"),
            Self::PublishItems => Says::new("发布、更正和撤回", "publish, correct and withdraw"),
            Self::KeepRegisters => Says::new("登记台账", "keep registers"),
            Self::PrepareReports => Says::new("编制年报", "prepare the annual report"),
            Self::CheckReports => Says::new("审核年报", "check the annual report"),
            Self::SignReports => Says::new("签发年报", "sign the annual report"),
            Self::ManagePeople => Says::new("管理账号", "manage accounts"),
            Self::ChangeSettings => Says::new("修改设置", "change settings"),
            Self::GrantRoles => Says::new("授权", "grant roles"),
            Self::ReadAudit => Says::new("查看审计", "read the audit trail"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_lead_back_to_their_roles() {
        for role in Role::ALL {
            assert_eq!(Role::of_code(role.code()), Some(role));
        }
        assert_eq!(Role::of_code("root"), None);
    }

    #[test]
    fn those_who_look_after_the_system_see_no_information() {
        for role in Role::ALL.into_iter().filter(|role| role.is_of_the_system()) {
            assert!(!role.permissions().contains(&Permission::Read), "{role:?}");
        }
        for role in Role::ALL.into_iter().filter(|role| !role.is_of_the_system()) {
            assert!(role.permissions().contains(&Permission::Read), "{role:?}");
        }
    }

    #[test]
    fn every_permission_belongs_to_some_role() {
        for permission in Permission::ALL {
            assert!(Role::ALL.iter().any(|role| role.permissions().contains(&permission)), "{permission:?}");
        }
    }
}
