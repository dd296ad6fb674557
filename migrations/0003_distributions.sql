-- A distribution is a job: which pool (without a foreign key, for a pool may be deleted and its history stays), how, and what came of it.
alter table jobs
  add column pool_id bigint,
  add column pool_name text,
  add column mode text check (mode in ('equal', 'random')),
  add column coupons_per_user integer check (coupons_per_user >= 1),
  add column requested bigint,
  add column assigned bigint,
  add column short bigint,
  add column recipients bigint,
  add column skipped bigint;

-- Members who got nothing, or less than the others, and why.
create table distribution_skips (
  job_id bigint not null references jobs,
  user_id integer not null references users,
  reason text not null,
  primary key (job_id, user_id)
);

-- What a job did, by whom it concerns: who got which code. Sales have no job, so that none of theirs are in it.
create index audit_events_job on audit_events (job_id, user_id, id) where job_id is not null;
