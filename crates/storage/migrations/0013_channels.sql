-- Channels: the accounts items are sent to, the queue of what is to be sent, which channels a draft was given, what
-- proves each placement, and printed issues.

alter table job add column body text;
alter table job add column subject text;
alter table job add column account text;
alter table job add column state text;
alter table job add column next_at timestamptz;
alter table job add column attempts bigint;
alter table job add column doubt boolean;
alter table job add column progress text;
alter table job add column said text;
alter table job add column holder text;
alter table job add column held_until timestamptz;
create index job_due on job (state, next_at);
create index job_by_subject on job (subject);

create table channel_account (
    id text primary key,
    body text not null,
    connector text not null,
    channel text not null,
    name text not null,
    settings text not null,
    data_key text not null,
    secret text not null,
    token text,
    token_until timestamptz,
    offered boolean not null,
    closed_at timestamptz,
    made_by text not null,
    made_at timestamptz not null
);
create index channel_account_by_body on channel_account (body);

create table draft_channel (
    draft text primary key,
    accounts text not null,
    chosen_by text not null,
    chosen_at timestamptz not null
);

create table placement_evidence (
    id text primary key,
    placement_key text not null,
    item_key text,
    body text not null,
    channel text not null,
    source text not null,
    address text not null,
    note text not null,
    content text not null,
    digest text not null,
    kept_by text not null,
    kept_at timestamptz not null
);
create index placement_evidence_by_item on placement_evidence (item_key);
create index placement_evidence_by_placement on placement_evidence (placement_key);

create index placement_by_item on placement (index_number);

create table printed_issue (
    id text primary key,
    body text not null,
    kind text not null,
    series text not null,
    title text not null,
    issue_year bigint not null,
    issue_number bigint not null,
    dated date not null,
    items text not null,
    digest text not null,
    size bigint not null,
    made_by text not null,
    made_at timestamptz not null
);
create index printed_issue_by_body on printed_issue (body, dated);

create table printed_part (
    issue text not null references printed_issue (id),
    part bigint not null,
    content text not null,
    primary key (issue, part)
);
