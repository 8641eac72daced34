-- One table a register, each with its covering index: the dimensions in order, then the sums.

create table body (
    "key" text primary key,
    "code" text not null,
    "name" text not null,
    "short_name" text,
    "level" text not null,
    "kind" text not null,
    "parent" text,
    "position" bigint,
    "credit_code" text,
    "leader" text,
    "section" text,
    "handler" text,
    "address" text,
    "postcode" text,
    "phone" text,
    "fax" text,
    "email" text,
    "website" text,
    "hours" text,
    "disclosure_office" text,
    "dedicated_office" boolean,
    "established_on" date,
    "established_on_year" bigint,
    "abolished_on" date,
    "abolished_on_year" bigint
);
create index body_tally on body ("code", "level", "kind", "dedicated_office", "established_on_year", "abolished_on_year");

create table item (
    "key" text primary key,
    "body" text not null,
    "index_number" text not null,
    "title" text not null,
    "category" text not null,
    "topic" text,
    "class" text not null,
    "public_funds" boolean,
    "document_number" text,
    "issued_on" date,
    "published_on" date not null,
    "published_on_year" bigint,
    "withdrawn_on" date,
    "withdrawn_on_year" bigint,
    "withdrawal_reason" text,
    "source" text,
    "keywords" text,
    "summary" text,
    "edition" bigint not null,
    "short_id" text not null
);
create index item_tally on item ("body", "category", "topic", "class", "public_funds", "published_on_year", "withdrawn_on_year");

create table placement (
    "key" text primary key,
    "body" text not null,
    "channel" text not null,
    "index_number" text,
    "title" text,
    "outlet" text,
    "published_on" date not null,
    "published_on_year" bigint,
    "address" text
);
create index placement_tally on placement ("body", "channel", "published_on_year");

create table request (
    "key" text primary key,
    "body" text not null,
    "number" text not null,
    "received_on" date not null,
    "received_on_year" bigint,
    "channel" text not null,
    "requester_kind" text not null,
    "requester_name" text,
    "requester_paper" text,
    "requester_phone" text,
    "requester_address" text,
    "requester_email" text,
    "description" text,
    "subject" text,
    "registered_on" date,
    "clarification_sent_on" date,
    "clarification_received_on" date,
    "third_party_sent_on" date,
    "third_party_answered_on" date,
    "extension_approved_on" date,
    "decided_on" date,
    "decided_on_year" bigint,
    "outcome" text,
    "reply_number" text,
    "served_on" date,
    "due_on" date,
    "timeliness" text,
    "state" text,
    "data_key" text
);
create index request_tally on request ("body", "received_on_year", "channel", "requester_kind", "subject", "decided_on_year", "outcome", "timeliness", "state");

create table request_fee (
    "key" text primary key,
    "body" text not null,
    "request_number" text not null,
    "kind" text not null,
    "amount" bigint not null,
    "charged_on" date not null,
    "charged_on_year" bigint,
    "paid_on" date,
    "paid_on_year" bigint,
    "waived" boolean
);
create index request_fee_tally on request_fee ("body", "kind", "charged_on_year", "paid_on_year", "waived", "amount");

create table reconsideration (
    "key" text primary key,
    "body" text not null,
    "number" text not null,
    "applicant" text,
    "organ" text,
    "request_number" text,
    "received_on" date not null,
    "received_on_year" bigint,
    "decided_on" date,
    "decided_on_year" bigint,
    "result" text,
    "data_key" text
);
create index reconsideration_tally on reconsideration ("body", "received_on_year", "decided_on_year", "result");

create table lawsuit (
    "key" text primary key,
    "body" text not null,
    "number" text not null,
    "plaintiff" text,
    "court" text,
    "request_number" text,
    "after_reconsideration" boolean not null,
    "co_defendant" boolean,
    "received_on" date not null,
    "received_on_year" bigint,
    "decided_on" date,
    "decided_on_year" bigint,
    "result" text,
    "data_key" text
);
create index lawsuit_tally on lawsuit ("body", "after_reconsideration", "co_defendant", "received_on_year", "decided_on_year", "result");

create table complaint (
    "key" text primary key,
    "body" text not null,
    "number" text not null,
    "kind" text not null,
    "complainant" text,
    "content" text,
    "received_on" date not null,
    "received_on_year" bigint,
    "answered_on" date,
    "answered_on_year" bigint,
    "data_key" text
);
create index complaint_tally on complaint ("body", "kind", "received_on_year", "answered_on_year");

create table inquiry (
    "key" text primary key,
    "body" text not null,
    "channel" text not null,
    "received_on" date not null,
    "received_on_year" bigint,
    "matter" text,
    "persons" bigint not null
);
create index inquiry_tally on inquiry ("body", "channel", "received_on_year", "persons");

create table hot_topic (
    "key" text primary key,
    "body" text not null,
    "title" text not null,
    "raised_on" date not null,
    "answered_on" date,
    "answered_on_year" bigint
);
create index hot_topic_tally on hot_topic ("body", "answered_on_year");

create table response (
    "key" text primary key,
    "body" text not null,
    "channel" text not null,
    "title" text not null,
    "topic" text,
    "responded_on" date not null,
    "responded_on_year" bigint
);
create index response_tally on response ("body", "channel", "responded_on_year");

create table press_conference (
    "key" text primary key,
    "body" text not null,
    "title" text not null,
    "held_on" date not null,
    "held_on_year" bigint,
    "principal_attended" boolean,
    "speakers" text
);
create index press_conference_tally on press_conference ("body", "held_on_year", "principal_attended");

create table interview (
    "key" text primary key,
    "body" text not null,
    "title" text not null,
    "held_on" date not null,
    "held_on_year" bigint,
    "principal_attended" boolean,
    "guest" text,
    "questions" bigint
);
create index interview_tally on interview ("body", "held_on_year", "principal_attended", "questions");

create table interpretation (
    "key" text primary key,
    "body" text not null,
    "title" text not null,
    "document_number" text,
    "form" text,
    "published_on" date not null,
    "published_on_year" bigint
);
create index interpretation_tally on interpretation ("body", "form", "published_on_year");

create table consultation (
    "key" text primary key,
    "body" text not null,
    "title" text not null,
    "opened_on" date not null,
    "opened_on_year" bigint,
    "closed_on" date,
    "opinions" bigint,
    "adopted" bigint,
    "feedback_on" date,
    "feedback_on_year" bigint
);
create index consultation_tally on consultation ("body", "opened_on_year", "feedback_on_year", "opinions", "adopted");

create table livelihood_project (
    "key" text primary key,
    "body" text not null,
    "plan_year" bigint not null,
    "position" bigint not null,
    "title" text not null,
    "consultation" text
);
create index livelihood_project_tally on livelihood_project ("body", "plan_year");

create table petition (
    "key" text primary key,
    "body" text not null,
    "number" text not null,
    "channel" text not null,
    "kind" text,
    "petitioner" text,
    "content" text,
    "received_on" date not null,
    "accepted_on" date,
    "accepted_on_year" bigint,
    "answered_on" date,
    "answered_on_year" bigint,
    "data_key" text
);
create index petition_tally on petition ("body", "channel", "kind", "accepted_on_year", "answered_on_year");

create table page_view (
    "key" text primary key,
    "body" text not null,
    "page" text not null,
    "counted_on" date not null,
    "counted_on_year" bigint,
    "views" bigint not null
);
create index page_view_tally on page_view ("body", "page", "counted_on_year", "views");

create table bulletin (
    "key" text primary key,
    "body" text not null,
    "series" text not null,
    "issue_year" bigint not null,
    "issue_number" bigint not null,
    "title" text,
    "issued_on" date not null,
    "issued_on_year" bigint
);
create index bulletin_tally on bulletin ("body", "issued_on_year");

create table procurement_project (
    "key" text primary key,
    "body" text not null,
    "number" text not null,
    "title" text not null,
    "method" text not null,
    "object" text,
    "central" boolean,
    "budget" bigint not null,
    "price" bigint,
    "supplier" text,
    "signed_on" date,
    "signed_on_year" bigint
);
create index procurement_project_tally on procurement_project ("body", "method", "object", "central", "signed_on_year", "budget", "price");

create table procurement_guide (
    "key" text primary key,
    "body" text not null,
    "title" text not null,
    "published_on" date not null,
    "published_on_year" bigint
);
create index procurement_guide_tally on procurement_guide ("body", "published_on_year");

create table power_list (
    "key" text primary key,
    "body" text not null,
    "title" text not null,
    "powers" bigint,
    "published_on" date not null,
    "published_on_year" bigint,
    "revoked_on" date,
    "revoked_on_year" bigint
);
create index power_list_tally on power_list ("body", "published_on_year", "revoked_on_year", "powers");

create table service_item (
    "key" text primary key,
    "body" text not null,
    "number" text not null,
    "title" text not null,
    "kind" text not null,
    "online_on" date,
    "online_on_year" bigint,
    "batch" text,
    "integrated_on" date,
    "integrated_on_year" bigint,
    "statutory_days" bigint,
    "promised_days" bigint,
    "scope" text,
    "basis" text,
    "duties" text,
    "conditions" text,
    "procedure" text,
    "commitments" text,
    "results" text,
    "discipline" text,
    "complaint_route" text,
    "integrity" text,
    "concerns" text,
    "key_work" text
);
create index service_item_tally on service_item ("body", "kind", "online_on_year", "integrated_on_year");

create table service_centre (
    "key" text primary key,
    "body" text not null,
    "name" text not null,
    "level" text not null,
    "address" text,
    "hours" text,
    "phone" text,
    "opened_on" date,
    "opened_on_year" bigint,
    "closed_on" date,
    "closed_on_year" bigint
);
create index service_centre_tally on service_centre ("body", "level", "opened_on_year", "closed_on_year");

create table centre_resident (
    "key" text primary key,
    "body" text not null,
    "centre" text not null,
    "since_on" date,
    "since_on_year" bigint,
    "until_on" date,
    "until_on_year" bigint
);
create index centre_resident_tally on centre_resident ("body", "since_on_year", "until_on_year");

create table service_window (
    "key" text primary key,
    "body" text not null,
    "centre" text not null,
    "name" text not null,
    "kind" text not null,
    "owner" text,
    "owner_name" text,
    "opened_on" date,
    "opened_on_year" bigint,
    "closed_on" date,
    "closed_on_year" bigint
);
create index service_window_tally on service_window ("body", "kind", "opened_on_year", "closed_on_year");

create table rollout_batch (
    "key" text primary key,
    "body" text not null,
    "number" text not null,
    "status" text not null,
    "starts_on" date,
    "starts_on_year" bigint,
    "note" text
);
create index rollout_batch_tally on rollout_batch ("body", "status", "starts_on_year");

create table batch_exclusion (
    "key" text primary key,
    "body" text not null,
    "batch" text not null,
    "position" bigint not null,
    "matter" text not null
);
create index batch_exclusion_tally on batch_exclusion ("body", "batch");

create table service_decision (
    "key" text primary key,
    "body" text not null,
    "number" text not null,
    "title" text not null,
    "decided_on" date not null,
    "decided_on_year" bigint
);
create index service_decision_tally on service_decision ("body", "decided_on_year");

create table licence (
    "key" text primary key,
    "body" text not null,
    "number" text not null,
    "title" text not null,
    "category" text not null,
    "party" text,
    "party_code" text,
    "person" text,
    "person_paper" text,
    "content" text,
    "decided_on" date not null,
    "decided_on_year" bigint,
    "valid_until" date,
    "published_on" date,
    "published_on_year" bigint,
    "data_key" text
);
create index licence_tally on licence ("body", "category", "decided_on_year", "published_on_year");

create table penalty (
    "key" text primary key,
    "body" text not null,
    "number" text not null,
    "act" text not null,
    "basis" text,
    "category" text not null,
    "party" text,
    "party_code" text,
    "person" text,
    "person_paper" text,
    "fine" bigint,
    "decided_on" date not null,
    "decided_on_year" bigint,
    "published_on" date,
    "published_on_year" bigint,
    "data_key" text
);
create index penalty_tally on penalty ("body", "category", "decided_on_year", "published_on_year", "fine");

create table coercive_measure (
    "key" text primary key,
    "body" text not null,
    "number" text not null,
    "kind" text not null,
    "party" text,
    "person" text,
    "decided_on" date not null,
    "decided_on_year" bigint,
    "data_key" text
);
create index coercive_measure_tally on coercive_measure ("body", "kind", "decided_on_year");

create table administrative_charge (
    "key" text primary key,
    "body" text not null,
    "charge" text not null,
    "charge_year" bigint not null,
    "basis" text,
    "amount" bigint not null
);
create index administrative_charge_tally on administrative_charge ("body", "charge_year", "amount");

create table normative_document (
    "key" text primary key,
    "body" text not null,
    "number" text not null,
    "kind" text not null,
    "title" text not null,
    "issued_on" date not null,
    "issued_on_year" bigint,
    "opened_on" date,
    "opened_on_year" bigint,
    "repealed_on" date,
    "repealed_on_year" bigint
);
create index normative_document_tally on normative_document ("body", "kind", "issued_on_year", "opened_on_year", "repealed_on_year");

create table reference_document (
    "key" text primary key,
    "body" text not null,
    "number" text not null,
    "title" text not null,
    "issuer" text,
    "matter" text,
    "issued_on" date,
    "issued_on_year" bigint
);
create index reference_document_tally on reference_document ("body", "matter", "issued_on_year");

create table platform_module (
    "key" text primary key,
    "body" text not null,
    "module" text not null,
    "status" text not null,
    "deployed_on" date,
    "deployed_on_year" bigint,
    "note" text
);
create index platform_module_tally on platform_module ("body", "module", "status", "deployed_on_year");

create table training (
    "key" text primary key,
    "body" text not null,
    "kind" text not null,
    "title" text not null,
    "held_on" date not null,
    "held_on_year" bigint,
    "attendance" bigint
);
create index training_tally on training ("body", "kind", "held_on_year", "attendance");

create table disclosure_staff (
    "key" text primary key,
    "body" text not null,
    "staff_year" bigint not null,
    "full_time" bigint not null,
    "part_time" bigint not null
);
create index disclosure_staff_tally on disclosure_staff ("body", "staff_year", "full_time", "part_time");

create table disclosure_fund (
    "key" text primary key,
    "body" text not null,
    "fund_year" bigint not null,
    "amount" bigint not null
);
create index disclosure_fund_tally on disclosure_fund ("body", "fund_year", "amount");

create table viewing_point (
    "key" text primary key,
    "body" text not null,
    "name" text not null,
    "kind" text not null,
    "address" text,
    "opened_on" date,
    "opened_on_year" bigint,
    "closed_on" date,
    "closed_on_year" bigint
);
create index viewing_point_tally on viewing_point ("body", "kind", "opened_on_year", "closed_on_year");

create table assessment_group (
    "key" text primary key,
    "body" text not null,
    "name" text not null,
    "kind" text not null,
    "founded_on" date,
    "founded_on_year" bigint
);
create index assessment_group_tally on assessment_group ("body", "kind", "founded_on_year");

create table assessment_member (
    "key" text primary key,
    "body" text not null,
    "group_name" text not null,
    "group_kind" text,
    "member" text not null,
    "position" bigint
);
create index assessment_member_tally on assessment_member ("body", "group_kind");

create table assessment (
    "key" text primary key,
    "body" text not null,
    "group_name" text not null,
    "assessed_on" date not null,
    "assessed_on_year" bigint,
    "score" bigint,
    "grade" text
);
create index assessment_tally on assessment ("body", "assessed_on_year", "grade");

create table finding (
    "key" text primary key,
    "body" text not null,
    "matter" text not null,
    "found_on" date not null,
    "found_on_year" bigint,
    "deadline" date,
    "rectified_on" date,
    "rectified_on_year" bigint
);
create index finding_tally on finding ("body", "found_on_year", "rectified_on_year");

create table report_text (
    "key" text primary key,
    "body" text not null,
    "report_year" bigint not null,
    "format" text not null,
    "place" text not null,
    "text" text not null
);
create index report_text_tally on report_text ("body");

