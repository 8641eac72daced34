-- How long each item is kept and by which rule; what keeps items from being disposed of; the disposition runs with what
-- became of each item, and their certificates. An item says when it was archived.

alter table item add column archived_on date;
alter table item add column archived_on_year bigint;
drop index item_tally;
create index item_tally on item ("body", "category", "topic", "class", "public_funds", "published_on_year", "withdrawn_on_year", "archived_on_year");

create index edition_by_sequence on edition (sequence, item_key);

create table retention (
    item_key text primary key,
    body text not null,
    edition bigint not null,
    last_day date,
    last_year bigint,
    action text not null,
    rule text not null,
    decision text not null,
    reckoned_at timestamptz not null,
    disposed_on date
);
create index retention_due on retention (body, disposed_on, last_year, last_day, item_key, action);

create table retention_hold (
    id text primary key,
    body text not null,
    scope text not null,
    matter text not null,
    reason text not null,
    placed_by text not null,
    placed_at timestamptz not null,
    lifted_by text,
    lifted_at timestamptz,
    lifted_why text
);
create index retention_hold_by_body on retention_hold (body, placed_at);

create table disposition (
    id text primary key,
    number text,
    body text not null,
    state text not null,
    reason text not null,
    digest text not null,
    asked_by text not null,
    asked_at timestamptz not null,
    decided_by text,
    decided_at timestamptz,
    decided_why text,
    forced boolean not null,
    sequence bigint
);
create index disposition_by_body on disposition (body, asked_at);

create table disposition_item (
    disposition text not null references disposition (id),
    position bigint not null,
    item_key text not null,
    short_id text not null,
    index_number text not null,
    title text not null,
    edition bigint not null,
    digest text not null,
    rule text not null,
    last_day date,
    choice text not null,
    outcome text not null,
    note text not null,
    primary key (disposition, position)
);

create table disposition_file (
    disposition text not null references disposition (id),
    name text not null,
    digest text not null,
    content text not null,
    primary key (disposition, name)
);
