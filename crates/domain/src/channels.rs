//! Channels (公开渠道): where and when an item was placed.

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
