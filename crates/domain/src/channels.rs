//! Channels (公开渠道): where and when an item was placed, and how items get there.
//!
//! A placement is one row of the register. What sends items by itself is a [`Connector`] with an account of a body; what
//! it sends is a [`Post`], and what becomes of it an [`Outcome`]. How a service is spoken to is not known here.

mod account;
mod sending;

pub use account::{AccountSettings, Connector, Signing};
pub use sending::{Outcome, Placed, Post, Trouble, wait_after};

use crate::registers::register;

register! {
    /// One placement of an item in one channel (渠道发布): item × channel × time × address.
    PLACEMENTS = "placements" "渠道发布台账" "Channel placements";
    unit "条", table "placement", key fingerprint, year "published_on", seen Public,
        check [Either("index_number", "title")];
    body: Body [required] "发布机构" "Publisher";
    channel: Code("channels") [required tally] "公开渠道" "Channel";
    index_number: Text "索引号" "Index number of the item", "已编入目录的信息填索引号；否则填标题";
    title: Text "标题" "Own title";
    outlet: Text "媒体或账号" "Outlet or account";
    published_on: Date [required tally] "发布日期" "Published on";
    address: Text "链接或版面" "Address";
}
