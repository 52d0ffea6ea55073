-- Models of one name are counted: version 1, 2, …; an alias of a name points at one of them. An imported model has no job and no data.
alter table model alter column job_id drop not null;
alter table model alter column dataset_id drop not null;
alter table model alter column dataset_sha256 drop not null;
alter table model add column version bigint default 0 not null;

update model set version = (
    select count(*) from model other
    where other.name = model.name
      and (other.created_at < model.created_at or other.created_at = model.created_at and other.id <= model.id));

create unique index model_version on model (name, version);

-- The last version given to a name; it is never given again.
create table model_name (
    name varchar(200) not null primary key,
    versions bigint not null
);

insert into model_name (name, versions) select name, count(*) from model group by name;

create table model_alias (
    name varchar(200) not null,
    alias varchar(64) not null,
    model_id varchar(36) not null references model (id),
    moved_at timestamp with time zone not null,
    primary key (name, alias)
);

create index model_alias_model on model_alias (model_id);
