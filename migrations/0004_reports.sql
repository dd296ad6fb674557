-- API keys with their maker, the lists and reports of a store that has grown, and how many coupons a book has.

alter table users add column key_created_by integer references users;
-- Two indexes that hold the keys alone: a list of keys walks no hundred thousand customers, and saving a customer writes neither.
create index users_api_keys on users (id) where kind = 'api_key';
-- A revoked key gives its name back, so that a key can be replaced under its name.
create unique index users_api_key_name on users (lower(name)) where kind = 'api_key' and is_active;

-- audit_events gets a row for every step of every sale. Each index below answers one filter of the audit, newest first, which without
-- it reads the table backwards until it has a page: for a rare value, all of it. What one adds to the 5 µs that an event took
-- without them is said beside it (20,000 statements of three events each in one transaction; 1,200,000 events, Postgres 18, two cores).
-- 1.4 µs: any list from one day to another.
create index audit_events_at on audit_events (at, id);
-- 2.1 µs: one kind of event, and the reports, which count kinds in a range out of this index alone.
create index audit_events_action on audit_events (action, at, id) include (book_id);
-- 1.7 µs: what somebody did.
create index audit_events_actor on audit_events (actor_id, at, id);
-- 2.2 µs: what happened in a book.
create index audit_events_book on audit_events (book_id, at, id);
-- 4 µs, because customers come in no order: what happened to a person.
create index audit_events_user on audit_events (user_id, at, id);

-- One entry a sale, at the end of the index: redemptions by day, by hour and by person are counted out of it alone.
create index redemption_history_at on redemption_history (redeemed_at) include (book_id, redeemed_by, rolled_back_at);

-- Written only when a coupon is made void: the list of those walks no million others.
create index coupons_void on coupons (id) where state = 'VOID';

-- Written only for refusals, which are few: the reports count them by their code.
create index idempotency_keys_refused on idempotency_keys (created_at) where status >= 400;

-- How many coupons of a book are stored in each state: the sum of the rows. Every statement that makes coupons or changes their state
-- appends what it changed, so that sales of one book never wait for one counter; the sweeper folds the rows together.
-- Whoever loads coupons beside the program (a restore) lets the trigger count them, or loads this table, too, with the trigger off.
create table coupon_counts (
  book_id integer not null,
  state text not null,
  count bigint not null
);
create index coupon_counts_book on coupon_counts (book_id);

create function count_coupons() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into coupon_counts (book_id, state, count)
    select book_id, state, count(*) from new_rows group by book_id, state;
  elsif tg_op = 'DELETE' then
    insert into coupon_counts (book_id, state, count)
    select book_id, state, -count(*) from old_rows group by book_id, state;
  else
    insert into coupon_counts (book_id, state, count)
    select book_id, state, sum(change)
      from (select book_id, state, 1 as change from new_rows
            union all
            select book_id, state, -1 from old_rows) c
     group by book_id, state
    having sum(change) <> 0;
  end if;
  return null;
end $$;
-- One of each kind, because Postgres gives a trigger the rows of one kind of statement only.
create trigger coupons_made after insert on coupons
  referencing new table as new_rows for each statement execute function count_coupons();
create trigger coupons_changed after update on coupons
  referencing old table as old_rows new table as new_rows for each statement execute function count_coupons();
create trigger coupons_removed after delete on coupons
  referencing old table as old_rows for each statement execute function count_coupons();
insert into coupon_counts (book_id, state, count)
select book_id, state, count(*) from coupons group by book_id, state;
