-- How often what happened on each day (of UTC), for the reports: a year of a busy store is a million events, which took half a second
-- to count one by one. Filled when a day is over; the present and the ends of a range are counted in the events themselves.
create table audit_day_counts (
  day timestamptz not null,
  action text not null,
  book_id integer references books,
  count bigint not null
);
create index audit_day_counts_action on audit_day_counts (action, day);
-- One row: all days before this one are counted.
create table audit_days_counted (until timestamptz not null);
insert into audit_days_counted (until)
select date_bin('1 day', coalesce(min(at), clock_timestamp()), '2000-01-01 00:00:00+00') from audit_events;
