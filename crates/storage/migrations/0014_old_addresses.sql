-- Addresses of a site before this one, and what each leads to: an item, the item a draft will become, or another address.
-- What was brought along from there is known by its marks, so that bringing it along again adds nothing.

create table old_address (
    address text primary key,
    item_key text,
    draft text,
    target text,
    sequence bigint not null
);
create index old_address_by_item on old_address (item_key);

create table adopted (
    mark text primary key,
    digest text not null,
    item_key text,
    draft text,
    published_on date,
    index_number text,
    sequence bigint not null
);
create index adopted_by_draft on adopted (draft);
