-- The work on a report: how far it has come and through whose hands, what was said of it, which failing checks were
-- accepted while it is prepared, and which frozen versions the public reads.

create table report_work (
    body text not null,
    report_year bigint not null,
    format text not null,
    state text not null,
    submitted_by text,
    submitted_at timestamptz,
    checked_by text,
    checked_at timestamptz,
    signed_by text,
    signed_at timestamptz,
    sent_back_at timestamptz,
    digest text not null,
    primary key (body, report_year, format)
);

create table report_comment (
    id text primary key,
    body text not null,
    report_year bigint not null,
    format text not null,
    about text not null,
    words text not null,
    sent_back boolean not null,
    author text not null,
    made_at timestamptz not null,
    resolved_by text,
    resolved_at timestamptz
);
create index report_comment_by_report on report_comment (body, report_year, format);

create table report_accepted (
    body text not null,
    report_year bigint not null,
    format text not null,
    check_id text not null,
    reason text not null,
    decided_by text not null,
    decided_at timestamptz not null,
    primary key (body, report_year, format, check_id)
);

create table report_issue (
    body text not null,
    report_year bigint not null,
    format text not null,
    version bigint not null,
    state text not null,
    changed_by text not null,
    changed_at timestamptz not null,
    note text not null,
    primary key (body, report_year, format, version)
);
