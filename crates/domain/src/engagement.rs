//! Engagement (回应解读与公众参与): hot topics and responses, press conferences, interviews, interpretations,
//! consultations, livelihood projects.

use crate::registers::register;

register! {
    /// One hot topic or major public concern answered (回应公众关注热点或重大舆情); one however many channels answer.
    HOT_TOPICS = "hot-topics" "热点舆情台账" "Hot topics";
    unit "次", table "hot_topic", key ["title", "raised_on"], year "answered_on", seen Public,
        check [Order("raised_on", "answered_on")];
    body: Body [required] "回应机构" "Body";
    title: Text [required] "热点或舆情" "Topic";
    raised_on: Date [required] "出现日期" "Raised on";
    answered_on: Date [tally] "首次回应日期" "First answered on";
}

register! {
    /// One response to an event through one channel (回应事件).
    RESPONSES = "responses" "回应事件台账" "Responses";
    unit "次", table "response", key fingerprint, year "responded_on", seen Public;
    body: Body [required] "回应机构" "Body";
    channel: Code("response-channels") [required tally] "回应方式" "Channel";
    title: Text [required] "回应内容" "Response";
    topic: Text "热点或舆情" "Topic";
    responded_on: Date [required tally] "回应日期" "Responded on";
}

register! {
    /// One press conference (新闻发布会).
    PRESS_CONFERENCES = "press-conferences" "新闻发布会台账" "Press conferences";
    unit "次", table "press_conference", key ["title", "held_on"], year "held_on", seen Public;
    body: Body [required] "举办机构" "Body";
    title: Text [required] "主题" "Subject";
    held_on: Date [required tally] "举办日期" "Held on";
    principal_attended: Boolean [tally] "主要负责同志参加" "Principal attended";
    speakers: Text "发布人职务" "Speakers";
}

register! {
    /// One online interview (在线访谈).
    INTERVIEWS = "interviews" "在线访谈台账" "Online interviews";
    unit "次", table "interview", key ["title", "held_on"], year "held_on", seen Public;
    body: Body [required] "访谈机构" "Body";
    title: Text [required] "访谈主题" "Subject";
    held_on: Date [required tally] "访谈日期" "Held on";
    principal_attended: Boolean [tally] "主要负责同志参加" "Principal attended";
    guest: Text "嘉宾职务" "Guest";
    questions: Integer [sum] "网友提问数" "Questions";
}

register! {
    /// One article that explains a policy (政策解读稿件).
    INTERPRETATIONS = "interpretations" "政策解读台账" "Policy interpretations";
    unit "篇", table "interpretation", key ["title", "published_on"], year "published_on", seen Public;
    body: Body [required] "解读机构" "Body";
    title: Text [required] "解读标题" "Title";
    document_number: Text "所解读文件文号" "Document explained";
    form: Code("interpretation-forms") [tally] "解读形式" "Form";
    published_on: Date [required tally] "发布日期" "Published on";
}

register! {
    /// One public consultation (民意征集).
    CONSULTATIONS = "consultations" "民意征集台账" "Public consultations";
    unit "次", table "consultation", key ["title", "opened_on"], year "opened_on", seen Public,
        check [
            Order("opened_on", "closed_on"),
            Order("opened_on", "feedback_on"),
            AtMost("adopted", "opinions", "采纳的意见出自收到的意见"),
        ];
    body: Body [required] "征集机构" "Body";
    title: Text [required] "征集主题" "Subject";
    opened_on: Date [required tally] "开始日期" "Opened on";
    closed_on: Date "截止日期" "Closed on";
    opinions: Integer [sum] "收到意见数" "Opinions received";
    adopted: Integer [sum] "采纳意见数" "Opinions adopted";
    feedback_on: Date [tally] "结果反馈日期" "Outcome published on";
}

register! {
    /// One of a year's ten livelihood projects (十件民生实事).
    LIVELIHOOD_PROJECTS = "livelihood-projects" "民生实事台账" "Livelihood projects";
    unit "件", table "livelihood_project", key ["plan_year", "position"], year "plan_year", seen Public;
    body: Body [required] "机构" "Body";
    plan_year: Year [required tally] "年度" "Year";
    position: Integer [required] "次序" "Order";
    title: Text [required] "事项" "Project";
    consultation: Text "征集主题" "Consultation";
}
