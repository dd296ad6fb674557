-- A job that waits for its turn has a row, but no transaction yet whose lock would show that somebody is at it. Its program says so
-- again and again, each time until then; where that time has passed, the program has ended.
alter table jobs add column waits_until timestamptz;
-- The key of such a job is bound to it before its work: it counts while the job waits, and is forgotten when nothing came of it.
-- Without a foreign key: a job may be forgotten before its key.
alter table idempotency_keys add column job_id bigint;
