-- Whose each thing is. '' stands for those who need no key, for configured keys and admins, and for all that was there before.
alter table api_key add column owner varchar(64) default '' not null;
update api_key set owner = id where scope <> 'ADMIN';

alter table dataset add column tenant varchar(64) default '' not null;
create index dataset_tenant on dataset (tenant, created_at, id);

alter table job add column tenant varchar(64) default '' not null;
create index job_tenant on job (tenant, submission);

alter table model add column tenant varchar(64) default '' not null;
create index model_tenant on model (tenant, created_at, id);

-- Each owner counts the versions of his own names, and has his own aliases.
drop index model_version;
create unique index model_version on model (tenant, name, version);

create table owned_name (
    tenant varchar(64) not null,
    name varchar(200) not null,
    versions bigint not null,
    primary key (tenant, name)
);

insert into owned_name (tenant, name, versions) select '', name, versions from model_name;
drop table model_name;
alter table owned_name rename to model_name;

create table owned_alias (
    tenant varchar(64) not null,
    name varchar(200) not null,
    alias varchar(64) not null,
    model_id varchar(36) not null references model (id),
    moved_at timestamp with time zone not null,
    primary key (tenant, name, alias)
);

insert into owned_alias (tenant, name, alias, model_id, moved_at) select '', name, alias, model_id, moved_at from model_alias;
drop table model_alias;
alter table owned_alias rename to model_alias;
create index model_alias_model on model_alias (model_id);
