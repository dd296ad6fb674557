-- Among which ids the coupons of an import or a generation are: above the one, up to the other. What others made meanwhile is among
-- them, too, and told apart by job_id. An index on job_id would cost every import; these two numbers cost nothing.
alter table jobs
  add column coupons_after bigint not null default 0,
  add column coupons_until bigint not null default 0;
update jobs j
   set coupons_after = made.first - 1, coupons_until = made.last
  from (select job_id, min(id) as first, max(id) as last from coupons where job_id is not null group by job_id) made
 where j.id = made.job_id;
