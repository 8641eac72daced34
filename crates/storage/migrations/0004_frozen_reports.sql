-- What an office puts in place of a counted number and what does not apply to it; and the reports it has frozen, with
-- the rows that stood behind every cell.

create table report_override (
    "key" text primary key,
    "body" text not null,
    "report_year" bigint not null,
    "format" text not null,
    "cell" text not null,
    "value" text not null,
    "reason" text not null,
    "decided_by" text not null,
    "decided_on" date not null
);
create index report_override_tally on report_override ("body");

create table report_not_applicable (
    "key" text primary key,
    "body" text not null,
    "report_year" bigint not null,
    "format" text not null,
    "cell" text not null,
    "reason" text not null,
    "decided_by" text not null,
    "decided_on" date not null
);
create index report_not_applicable_tally on report_not_applicable ("body");

create table frozen_report (
    body text not null,
    report_year bigint not null,
    format text not null,
    version bigint not null,
    sequence bigint not null,
    frozen_on date not null,
    digest text not null,
    content text not null,
    primary key (body, report_year, format, version)
);

-- Rows of one register behind the same cells: codes and keys in one text each, which keeps the rows of a large year
-- small and quick to write.
create table frozen_rows (
    sequence bigint not null,
    part bigint not null,
    register text not null,
    cells text not null,
    keys text not null,
    primary key (sequence, part)
);
