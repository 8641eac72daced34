//! Bodies (机构): who must disclose, how they stand to one another, whom to write to.

use crate::registers::register;

register! {
    /// One disclosing body (公开义务人): a government, department, town, or authorised organisation.
    BODIES = "bodies" "机构名录" "Bodies";
    unit "个", table "body", key ["code"], seen Public,
        check [
            Order("established_on", "abolished_on"),
            Differ("code", "parent"),
        ];
    code: Text [required tally] "机构代码" "Code", "永久代码，如 conghua-gov；不得更改或重用";
    name: Text [required] "机构名称" "Name";
    short_name: Text "简称" "Short name";
    level: Code("body-levels") [required tally] "层级" "Level";
    kind: Code("body-kinds") [required tally] "机构类别" "Kind";
    parent: Body "上级机构" "Parent body";
    position: Integer "官方次序" "Official order";
    credit_code: Text "统一社会信用代码" "Credit code";
    leader: Text "分管领导" "Leader in charge";
    section: Text "业务联系科室" "Section";
    handler: Text [internal] "办理人员" "Handler";
    address: Text "办公地址" "Address";
    postcode: Text "邮政编码" "Postcode";
    phone: Text "联系电话" "Telephone";
    fax: Text "传真" "Fax";
    email: Text "电子邮箱" "E-mail";
    website: Text "网站" "Website";
    hours: Text "办公时间" "Office hours";
    disclosure_office: Text "政府信息公开工作机构" "Disclosure office";
    dedicated_office: Boolean [tally] "专门机构" "Dedicated disclosure office", "是否设有专门的政府信息公开工作机构";
    established_on: Date [tally] "设立日期" "Established on";
    abolished_on: Date [tally] "撤销日期" "Abolished on";
}
