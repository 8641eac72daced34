-- Files published beside a text. A row stands for two files of the store: the copy the public gets, which its digest
-- names, and the sealed original. Drafts and editions of items use them under names of their own.

create table attachment (
    digest text primary key,
    kind text not null,
    size bigint not null,
    original text not null,
    text text not null,
    parts text not null,
    hidden text not null,
    removed text not null,
    scan text not null,
    scan_says text not null,
    scanned_at timestamptz,
    received_by text not null,
    received_at timestamptz not null
);
create index attachment_by_scan on attachment (scan, received_at);

create table draft_attachment (
    draft text not null references draft (id),
    digest text not null references attachment (digest),
    position bigint not null,
    name text not null,
    added_by text not null,
    added_at timestamptz not null,
    primary key (draft, digest)
);
create index draft_attachment_by_digest on draft_attachment (digest);

create table edition_attachment (
    item_key text not null,
    number bigint not null,
    position bigint not null,
    digest text not null references attachment (digest),
    name text not null,
    primary key (item_key, number, position),
    foreign key (item_key, number) references edition (item_key, number)
);
create index edition_attachment_by_digest on edition_attachment (digest);
