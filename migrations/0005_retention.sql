-- What is older than the store keeps it is deleted by the program itself (server/retention).

-- The purge alone gets past the guard: it says so in its own transaction, and even then no event goes that the settings keep.
-- Without days in the settings nothing goes at all.
create or replace function refuse_change() returns trigger language plpgsql as $$
declare
  kept_days integer;
begin
  if tg_op = 'DELETE' then
    if current_setting('cuponera.purges', true) = 'audit_events' then
      select (value ->> 'audit_events')::integer into kept_days from settings where key = 'retention';
      if old.at < clock_timestamp() - make_interval(hours => 24 * kept_days) then
        return old;
      end if;
    end if;
  end if;
  raise exception 'audit_events is append-only' using errcode = 'restrict_violation';
end $$;

create index jobs_finished on jobs (finished_at) where finished_at is not null;

-- The refused lines whose value is somebody's e-mail address: found when that person asks to be forgotten. Codes are only in it where
-- a file had one twice.
create index import_rejects_email on import_rejects (lower(value))
  where reason in ('already_user', 'unknown_user', 'already_member', 'duplicate_in_file');
