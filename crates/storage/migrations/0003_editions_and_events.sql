-- What stands behind two registers: the editions of an item, the events of a request.

create table edition (
    item_key text not null references item (key),
    number bigint not null,
    sequence bigint not null references audit_entry (sequence),
    facts text not null,
    text text,
    primary key (item_key, number)
);

create table request_event (
    request_key text not null references request (key),
    position bigint not null,
    sequence bigint not null references audit_entry (sequence),
    kind text not null,
    happened_on date,
    facts text not null,
    primary key (request_key, position)
);

create index item_by_date on item (published_on, key);
create unique index item_by_short_id on item (short_id);
