-- Keys made by an admin, beside the configured ones. The key itself is nowhere: only its first part, to find the row, and its SHA-256.
create table api_key (
    id varchar(36) not null primary key,
    prefix varchar(16) not null unique,
    sha256 varchar(64) not null,
    name varchar(200) not null,
    scope varchar(8) not null,
    created_at timestamp with time zone not null,
    revoked_at timestamp with time zone
);

create index api_key_created on api_key (created_at, id);
