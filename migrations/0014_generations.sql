-- What a generation was asked for, so that its history tells it, also of one that waits, failed or was cancelled. How many there were to
-- be is `requested`, as of a distribution.
alter table jobs
  add column pattern text,
  add column length integer,
  add column charset text,
  add column max_redemptions integer;
update jobs set requested = total where kind = 'generate';
-- Of those of the past the event knows most that made their codes, as long as it is kept. It is found by what happened: there is one for
-- each generation.
update jobs j
   set pattern = e.details ->> 'pattern',
       charset = e.details ->> 'charset',
       max_redemptions = (e.details ->> 'max_redemptions')::integer
  from audit_events e
 where e.action = 'codes.generated' and e.job_id = j.id and j.kind = 'generate';

-- The imports, generations and distributions of one book, among very many of others.
create index jobs_book on jobs (book_id, kind, id desc);
