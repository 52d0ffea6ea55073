-- A dataset: what was uploaded, and the file that holds its table.
create table dataset (
    id varchar(36) not null primary key,
    name varchar(256) not null,
    format varchar(16) not null,
    row_count bigint not null,
    column_count integer not null,
    columns text not null,
    issues text not null,
    target varchar(1024),
    options text not null,
    truth text,
    -- SHA-256 of the content and its length, as uploaded
    sha256 varchar(64) not null,
    bytes bigint not null,
    -- content, options and kind of request in one hash: the same upload again finds the same row
    fingerprint varchar(64) not null unique,
    file varchar(100) not null,
    file_bytes bigint not null,
    file_sha256 varchar(64) not null,
    created_at timestamp with time zone not null
);

create index dataset_created on dataset (created_at, id);
