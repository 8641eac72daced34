//! Ledgers that fill figures of every kind, with rows beside them that must not count.

/// Register, and its ledger as a table.
pub const SAMPLE: [(&str, &str); 15] = [
    (
        "items",
        "body | index_number | title | category | class | published_on | public_funds | text
         office | A-1 | 通知 | news | proactive | 2016-03-01 | true | 正文
         office | A-2 | 机构 | organization | proactive | 2016-04-01 | |
         office | A-3 | 目录 | other | on_request | 2016-04-02 | |
         office | A-4 | 去年 | news | proactive | 2015-04-02 | |
         town | T-1 | 镇文 | news | withheld | 2016-04-02 | |",
    ),
    (
        "placements",
        "body | channel | index_number | title | published_on
         office | website | A-1 | | 2016-03-01
         town | weibo | | 转发 | 2016-03-01
         town | weibo | | 转发 | 2016-03-01
         town | wechat | | 旧的 | 2015-03-01",
    ),
    (
        "requests",
        "body | number | received_on | channel | requester_kind | requester_name | subject | decided_on | outcome
         office | 2016-1 | 2016-02-05 | letter | natural_person | 欧阳测试 | land_expropriation_compensation | 2016-02-25 | not_held_by_this_body
         office | 2016-2 | 2016-05-05 | online | commercial_enterprise | | | |
         town | 2016-1 | 2016-05-05 | fax | natural_person | | | |",
    ),
    (
        "request-fees",
        "body | request_number | kind | amount | charged_on | paid_on
         office | 2016-1 | copy_fee | 1250 | 2016-03-05 | 2016-03-06",
    ),
    (
        "procurement-projects",
        "body | number | title | method | budget | price | signed_on
         office | CH-1 | 设备 | inquiry | 100700000 | 60400000 | 2016-02-02
         town | CH-2 | 汽车 | open_tender | 30000012 | 29999999 | 2016-12-31
         town | CH-3 | 未签 | open_tender | 30000000 | |",
    ),
    (
        "procurement-guides",
        "body | title | published_on
         office | 询价流程 | 2016-03-01",
    ),
    (
        "petitions",
        "body | number | channel | petitioner | received_on | accepted_on
         town | X-1 | online | 某甲 | 2016-03-01 | 2016-03-02",
    ),
    (
        "page-views",
        "body | page | counted_on | views
         office | petition_hall | 2016-06-30 | 2600
         office | petition_hall | 2016-12-31 | 2587",
    ),
    (
        "service-items",
        "body | number | title | kind | online_on | integrated_on | scope | conditions
         office | S-1 | 事项一 | approval | 2016-01-05 | 2016-01-18 | 范围 |
         office | S-2 | 事项二 | approval | 2015-01-05 | | | 条件
         town | S-3 | 事项三 | approval | 2016-01-05 | | |",
    ),
    (
        "rollout-batches",
        "body | number | status | starts_on
         office | 第一批 | done | 2016-01-18
         office | 第三批 | planned |",
    ),
    (
        "service-windows",
        "body | centre | name | kind | owner_name | opened_on
         office | 中心 | 1号 | dedicated | 市民卡 | 2015-01-01",
    ),
    (
        "livelihood-projects",
        "body | plan_year | position | title
         office | 2017 | 1 | 修路",
    ),
    (
        "lawsuits",
        "body | number | after_reconsideration | received_on | decided_on | result
         office | （2016）1号 | false | 2016-07-01 | 2016-11-01 | upheld",
    ),
    (
        "administrative-charges",
        "body | charge | charge_year | amount
         office | 证照费 | 2016 | 123456",
    ),
    (
        "report-texts",
        "body | report_year | format | place | text
         office | 2016 | gz-2016 | compiled_on | 2017年1月",
    ),
];

/// Rows that bring no new thing into a distinct count, so that only counts and sums move.
pub const MORE: [(&str, &str); 7] = [
    (
        "items",
        "body | index_number | title | category | class | published_on
         office | A-9 | 又一条 | news | proactive | 2016-12-31",
    ),
    (
        "items",
        "body | index_number | title | category | class | published_on
         office | A-10 | 次年 | news | proactive | 2017-01-01",
    ),
    (
        "placements",
        "body | channel | title | published_on
         town | news_media | 报道 | 2016-01-01",
    ),
    (
        "requests",
        "body | number | received_on | channel | requester_kind
         office | 2016-7 | 2016-12-31 | fax | natural_person",
    ),
    (
        "requests",
        "body | number | received_on | channel | requester_kind | decided_on | outcome
         office | 2015-7 | 2015-12-30 | fax | research_institution | 2016-01-04 | granted",
    ),
    (
        "procurement-projects",
        "body | number | title | method | budget | price | signed_on
         town | CH-8 | 桌椅 | inquiry | 500 | 400 | 2016-06-06",
    ),
    (
        "request-fees",
        "body | request_number | kind | amount | charged_on
         office | 2016-1 | postage_fee | 300 | 2016-03-05",
    ),
];
