-- What a run learned. Its parameters are in a file, written whole before the row is committed.
create table model (
    id varchar(36) not null primary key,
    job_id varchar(36) not null,
    name varchar(200) not null,
    spec text not null,
    encoding text not null,
    dataset_id varchar(36) not null,
    dataset_sha256 varchar(64) not null,
    seed bigint not null,
    parameters bigint not null,
    metrics text not null,
    provenance text not null,
    file varchar(200) not null,
    file_bytes bigint not null,
    file_sha256 varchar(64) not null,
    created_at timestamp with time zone not null
);

create index model_created on model (created_at, id);
