-- The audit trail: one entry a use case, chained by SM3; the row changes of each entry; settings; queued jobs.

create table chain_head (
    id bigint primary key,
    sequence bigint not null,
    hash text not null
);

insert into chain_head (id, sequence, hash) values (1, 0, '');

create table audit_entry (
    sequence bigint primary key,
    at timestamptz not null,
    actor text not null,
    act text not null,
    article text not null,
    facts text not null,
    changes bigint not null,
    changes_digest text not null,
    previous text not null,
    hash text not null
);

create table row_change (
    register text not null,
    key text not null,
    sequence bigint not null references audit_entry (sequence),
    act text not null,
    digest text not null,
    before text,
    primary key (register, key, sequence)
);

create table setting (
    name text primary key,
    value text not null
);

create table job (
    id bigint primary key,
    kind text not null,
    facts text not null,
    queued_at timestamptz not null,
    done_at timestamptz,
    failure text
);
