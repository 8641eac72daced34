//! What acts are called.

use crate::says::Says;

/// Every act the trail knows, with what it is called.
const ACTS: &[(&str, &str, &str)] = &[
    ("import", "导入台账", "Import of a ledger"),
    ("adopt", "迁入老网站", "Old site brought along"),
    ("freeze-report", "年报定稿", "Report frozen"),
    ("override-figure", "另定数值", "Figure overridden"),
    ("invite-staff", "邀请人员", "Person invited"),
    ("send-link", "发出链接", "Link sent"),
    ("set-password", "设置口令", "Password set"),
    ("grant-roles", "授权", "Roles given"),
    ("sign-in", "登录", "Signed in"),
    ("sign-in-refused", "登录被拒", "Sign-in refused"),
    ("sign-out", "退出", "Signed out"),
    ("change-site", "修改站点设置", "Site settings changed"),
    ("verify", "核验审计", "Trail verified"),
    ("reckon-retention", "计算保管期限", "Retention worked out"),
    ("place-hold", "暂缓处置", "Hold placed"),
    ("lift-hold", "解除暂缓", "Hold lifted"),
    ("propose-disposition", "提请处置", "Disposition proposed"),
    ("drop-disposition", "不予处置", "Disposition dropped"),
    ("dispose-items", "到期处置", "Items disposed of"),
    ("keep-certificate", "留存处置证明", "Certificate kept"),
    ("change-index-rule", "修改索引号规则", "Index rule changed"),
    ("change-wrong-words", "修改错词表", "Wrong words changed"),
    ("change-columns", "修改著录栏目", "Catalogue columns changed"),
    ("reopen-draft", "恢复放弃的稿", "Draft taken up again"),
    ("take-back-draft", "收回送审的稿", "Draft taken back"),
    ("keep-channel-account", "修改渠道账号", "Account of a channel changed"),
    ("set-website-channel", "修改网站渠道设置", "Website channel set"),
    ("choose-channels", "选定推送渠道", "Channels chosen"),
    ("queue-sending", "排队推送", "Sending queued"),
    ("decide-sending", "处理推送", "Sending decided on"),
    ("place-item", "登记渠道发布", "Placement recorded"),
    ("place-on-website", "网站发布", "Placed on the website"),
    ("place-by-connector", "推送到渠道", "Sent to a channel"),
    ("issue-print", "编印", "Issue printed"),
    ("place-in-print", "编印发布", "Placed in an issue"),
    ("register-bulletin", "登记简报", "Bulletin registered"),
];

/// What an act is called; its code where it has no name yet.
pub fn act_name(code: &str) -> Says {
    ACTS.iter()
        .find(|(known, ..)| *known == code)
        .map_or_else(|| Says::new(code, code), |(_, zh, en)| Says::new(*zh, *en))
}
