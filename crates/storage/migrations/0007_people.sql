-- Staff: who may sign in, which roles they have for which bodies, who stands in for whom, the links they were sent, and
-- where they are signed in now. Passwords and links are kept as digests, the secret of the second factor sealed.

create table staff (
    id text primary key,
    account text not null,
    name text not null,
    body text not null,
    email text,
    state text not null,
    password text,
    password_set_at timestamptz,
    second_factor text,
    second_factor_step bigint,
    recovery_codes text,
    provider_subject text,
    failures bigint not null,
    locked_until timestamptz,
    made_at timestamptz not null,
    signed_in_at timestamptz
);
create unique index staff_by_account on staff (account);
create unique index staff_by_provider_subject on staff (provider_subject);

create table staff_grant (
    staff text not null references staff (id),
    role text not null,
    body text not null,
    below boolean not null,
    until date,
    granted_by text not null,
    granted_at timestamptz not null,
    primary key (staff, role, body)
);

create table delegation (
    id text primary key,
    from_staff text not null references staff (id),
    to_staff text not null references staff (id),
    first_day date not null,
    last_day date not null,
    reason text not null,
    made_by text not null,
    made_at timestamptz not null,
    ended_at timestamptz
);
create index delegation_by_from on delegation (from_staff);
create index delegation_by_to on delegation (to_staff);

create table staff_link (
    digest text primary key,
    staff text not null references staff (id),
    kind text not null,
    made_by text not null,
    made_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
);

create table session (
    digest text primary key,
    staff text not null references staff (id),
    csrf text not null,
    stage text not null,
    begun_at timestamptz not null,
    seen_at timestamptz not null,
    address text not null,
    agent text not null
);
create index session_by_staff on session (staff);
