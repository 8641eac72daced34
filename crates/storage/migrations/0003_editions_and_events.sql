-- What stands behind two registers: the editions of an item, the events of a request. Events stay when the row of a
-- request is struck out, so they do not refer to it.

create table edition (
    item_key text not null references item (key),
    number bigint not null,
    sequence bigint not null,
    facts text not null,
    text text,
    primary key (item_key, number)
);

create table request_event (
    request_key text not null,
    position bigint not null,
    sequence bigint not null,
    kind text not null,
    happened_on date,
    facts text not null,
    primary key (request_key, position)
);

create index item_by_date on item (published_on, key);
create index item_by_index_number on item (index_number);
create index request_by_number on request (number);
create unique index item_by_short_id on item (short_id);
