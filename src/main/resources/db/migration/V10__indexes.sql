-- Who may see everything asks for a name whoever its owner is.
drop index model_version;
create unique index model_version on model (name, tenant, version);
create index model_alias_name on model_alias (name, alias);

-- Who uses a dataset is looked for among the jobs that have not ended.
drop index job_dataset;
