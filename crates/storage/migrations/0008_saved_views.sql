-- Views of registers kept by name, and ledgers sent in the browser that wait to be confirmed: their bytes in sealed
-- parts, for whoever sent them alone.

create table saved_view (
    id text primary key,
    register text not null,
    staff text not null references staff (id),
    body text not null,
    name text not null,
    query text not null,
    shared boolean not null,
    made_at timestamptz not null
);
create index saved_view_by_register on saved_view (register, body);

create table waiting_ledger (
    id text primary key,
    register text not null,
    staff text not null references staff (id),
    facts text not null,
    data_key text not null,
    made_at timestamptz not null
);

create table waiting_part (
    ledger text not null references waiting_ledger (id),
    file bigint not null,
    part bigint not null,
    content text not null,
    primary key (ledger, file, part)
);
