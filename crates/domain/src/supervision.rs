//! Supervision (监督考评): trainings, assessment groups, assessments, findings.

use crate::registers::register;

register! {
    /// One training, exchange or working meeting (培训、交流、会议).
    TRAININGS = "trainings" "培训会议台账" "Trainings and meetings";
    unit "次", table "training", key ["title", "held_on"], year "held_on", seen Public;
    body: Body [required] "举办机构" "Body";
    kind: Code("training-kinds") [required tally] "类型" "Kind";
    title: Text [required] "名称" "Title";
    held_on: Date [required tally] "举办日期" "Held on";
    attendance: Integer [sum] "参加人次" "Attendance";
}

register! {
    /// One assessment or supervision group (考评组、监督小组).
    ASSESSMENT_GROUPS = "assessment-groups" "考评组台账" "Assessment groups";
    unit "个", table "assessment_group", key ["name"], seen Public;
    body: Body [required] "设立机构" "Body";
    name: Text [required] "组名" "Name";
    kind: Code("group-kinds") [required tally] "类型" "Kind";
    founded_on: Date [tally] "成立日期" "Founded on";
}

register! {
    /// One member of a group (成员单位).
    ASSESSMENT_MEMBERS = "assessment-members" "考评组成员台账" "Assessment members";
    unit "个", table "assessment_member", key ["group_name", "member"], seen Public;
    body: Body [required] "设立机构" "Body";
    group_name: Text [required] "组名" "Group";
    group_kind: Code("group-kinds") [tally] "类型" "Kind of group";
    member: Text [required] "成员单位" "Member";
    position: Integer "次序" "Order";
}

register! {
    /// One assessment of a body (考评).
    ASSESSMENTS = "assessments" "考评台账" "Assessments";
    unit "次", table "assessment", key ["group_name", "assessed_on"], year "assessed_on", seen Public;
    body: Body [required] "被考评机构" "Body assessed";
    group_name: Text [required] "组名" "Group";
    assessed_on: Date [required tally] "考评日期" "Assessed on";
    score: Integer "得分" "Score";
    grade: Code("grades") [tally] "等次" "Grade";
}

register! {
    /// One finding of an assessment (问题), with its rectification.
    FINDINGS = "findings" "考评问题台账" "Findings";
    unit "个", table "finding", key ["found_on", "matter"], year "found_on", seen Public,
        check [
            Order("found_on", "deadline"),
            Order("found_on", "rectified_on"),
        ];
    body: Body [required] "机构" "Body";
    matter: Text [required] "问题" "Problem";
    found_on: Date [required tally] "发现日期" "Found on";
    deadline: Date "整改期限" "To be corrected by";
    rectified_on: Date [tally] "整改完成日期" "Corrected on";
}
