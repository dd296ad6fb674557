-- An import with very many refused lines: 500,000 of them took 9 s to keep, of which what is dropped here took 7 (one statement,
-- Postgres 18, two cores), and each look at its report counted them anew.

-- A check of the same job for every line. The purge deletes the lines of a job before it.
alter table import_rejects drop constraint import_rejects_job_id_fkey;

-- An address is found when its person asks to be forgotten. A refused code with an @ in it is rare, and does no harm here.
drop index import_rejects_email;
create index import_rejects_email on import_rejects (lower(value)) where value like '%@%';

-- For each reason `reason`, `count` and the numbers of its first 100 `lines`, in the order of those. What stood there is in
-- import_rejects alone, so that it can be forgotten.
alter table jobs add column rejected_by_reason jsonb not null default '[]';
update jobs j
   set rejected_by_reason = kept.by_reason
  from (select job_id,
               jsonb_agg(jsonb_build_object('reason', reason, 'count', count, 'lines', lines) order by lines[1]) as by_reason
          from (select job_id, reason, count(*) as count, (array_agg(line order by line))[1:100] as lines
                  from import_rejects
                 group by job_id, reason) reasons
         group by job_id) kept
 where j.id = kept.job_id;
