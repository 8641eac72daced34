-- The powers and duties of bodies, one a row: what the trial format of 2019 counts as items of licensing, punishing and
-- coercing.

create table power_item (
    "key" text primary key,
    "body" text not null,
    "number" text not null,
    "title" text not null,
    "kind" text not null,
    "basis" text,
    "listed_on" date not null,
    "listed_on_year" bigint,
    "cancelled_on" date,
    "cancelled_on_year" bigint
);
create index power_item_tally on power_item ("body", "kind", "listed_on_year", "cancelled_on_year");
