-- Drafts of items, apart from the register: what is being written, every version worth keeping, what was done with it.
-- An edition keeps the text as it is shown beside its words. Index numbers count up in their own table.

alter table edition add column html text;

alter table item add column effective_on date;
alter table item add column repealed_on date;
alter table item add column repealed_by text;
alter table item add column replaces text;
alter table item add column withheld_ground text;
alter table item add column withheld_article text;
alter table item add column notice boolean;
alter table item add column correction text;

create index item_by_title on item (body, title);

create table draft (
    id text primary key,
    item_key text,
    body text not null,
    stage text not null,
    version bigint not null,
    fields text not null,
    html text not null,
    authors text not null,
    hands text not null,
    accepted text not null,
    publish_at timestamptz,
    made_by text not null,
    made_at timestamptz not null,
    saved_by text not null,
    saved_at timestamptz not null
);
create index draft_by_stage on draft (stage, body, saved_at);
create index draft_by_item on draft (item_key);

create table draft_version (
    draft text not null references draft (id),
    position bigint not null,
    kind text not null,
    version bigint not null,
    fields text not null,
    html text not null,
    begun_at timestamptz not null,
    saved_by text not null,
    saved_at timestamptz not null,
    primary key (draft, position)
);

create table draft_event (
    draft text not null references draft (id),
    position bigint not null,
    act text not null,
    stage text not null,
    version bigint not null,
    actor text not null,
    at timestamptz not null,
    reason text not null,
    forced boolean not null,
    facts text not null,
    primary key (draft, position)
);

create table index_series (
    series text primary key,
    last bigint not null
);
