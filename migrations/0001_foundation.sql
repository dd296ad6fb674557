-- The six tables of the domain, and beside them what keeps their history, their retries and their jobs.
-- int4 ids for users and books, int8 for the rest. Times are always timestamptz, from the database's clock.

create table users (
  id integer generated always as identity primary key,
  kind text not null default 'person' check (kind in ('person', 'api_key')),
  name text not null,
  email text,
  external_id text,
  role text not null default 'customer' check (role in ('customer', 'staff', 'manager', 'admin')),
  is_active boolean not null default true,
  password_hash text,
  -- Raised to end every access token of this user at once.
  token_version integer not null default 1,
  key_hash bytea unique,
  key_book_ids integer[],
  key_expires_at timestamptz,
  key_last_used_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  check (kind = 'person' or (key_hash is not null and password_hash is null))
);
create unique index users_email_key on users (lower(email));
create unique index users_external_id_key on users (external_id);
create index users_email_prefix on users (lower(email) text_pattern_ops);
create index users_name_words on users using gin (to_tsvector('simple', name));

create table settings (
  key text primary key,
  value jsonb not null,
  updated_at timestamptz not null default clock_timestamp()
);

-- One row a token that was handed out; a family is one log-in (a session), whose tokens replace one another.
create table refresh_tokens (
  id bigint generated always as identity primary key,
  family_id bigint not null,
  user_id integer not null references users,
  token_hash bytea not null unique,
  user_agent text,
  created_at timestamptz not null default clock_timestamp(),
  used_at timestamptz,
  expires_at timestamptz not null,
  ended_at timestamptz
);
create sequence refresh_token_families;
create index refresh_tokens_family on refresh_tokens (family_id);
create index refresh_tokens_user on refresh_tokens (user_id);

create table books (
  id integer generated always as identity primary key,
  name text not null,
  description text not null default '',
  owner_id integer references users,
  is_active boolean not null default true,
  starts_at timestamptz,
  expiration_date timestamptz,
  allow_multi_redemption boolean not null default false,
  max_redemptions_per_user integer check (max_redemptions_per_user >= 1),
  max_assignments_per_user integer check (max_assignments_per_user >= 1),
  lock_seconds integer check (lock_seconds between 1 and 3600),
  require_lock boolean not null default false,
  redeem_unassigned boolean not null default false,
  self_service boolean not null default false,
  code_pattern text,
  metadata jsonb not null default '{}',
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp()
);

create table jobs (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('import', 'generate', 'distribute')),
  state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
  actor_id integer references users,
  book_id integer references books,
  target text check (target in ('codes', 'users', 'pool_users')),
  file_name text,
  file_sha256 bytea,
  encoding text,
  delimiter text,
  total bigint,
  processed bigint not null default 0,
  received bigint not null default 0,
  imported bigint not null default 0,
  rejected bigint not null default 0,
  cancel_requested boolean not null default false,
  error text,
  created_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz
);
create index jobs_kind on jobs (kind, id desc);

create table import_rejects (
  job_id bigint not null references jobs,
  line bigint not null,
  value text not null,
  reason text not null,
  primary key (job_id, line)
);

create table coupons (
  id bigint generated always as identity primary key,
  book_id integer not null references books,
  code text not null,
  -- The normalised code, made by one TypeScript function and never in SQL: what makes two codes the same. Compared by bytes,
  -- whatever the database's language: so the one unique index serves a search by prefix, too, and no import waits for a sort by
  -- dictionary.
  code_key text collate "C" not null unique,
  state text not null default 'UNASSIGNED' check (state in ('UNASSIGNED', 'ASSIGNED', 'REDEEMED', 'VOID')),
  assigned_user_id integer references users,
  assigned_at timestamptz,
  locked_by integer references users,
  locked_until timestamptz,
  till text,
  redemption_count integer not null default 0,
  max_redemptions integer check (max_redemptions >= 1),
  last_redeemed_at timestamptz,
  metadata jsonb not null default '{}',
  shuffle double precision not null default random(),
  -- How many events this coupon has had; its creation belongs to the job's event and is version 0.
  version integer not null default 0,
  -- What made it. Without a foreign key: jobs may be forgotten before their coupons, and a million checks of the same job cost an
  -- import a sixth of its time.
  job_id bigint,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  constraint coupons_count_within_limit
    check (redemption_count >= 0 and (max_redemptions is null or redemption_count <= max_redemptions)),
  constraint coupons_lock_whole
    check ((locked_by is null) = (locked_until is null) and (till is null or locked_by is not null)),
  constraint coupons_owner_fits_state
    check (case state when 'UNASSIGNED' then assigned_user_id is null
                      when 'VOID' then true
                      else assigned_user_id is not null end)
) with (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02);
-- A draw starts at a random point of this index and takes the next free rows.
create index coupons_free on coupons (book_id, shuffle) where state = 'UNASSIGNED';
create index coupons_book on coupons (book_id, id);
create index coupons_owner on coupons (assigned_user_id, book_id, id) where assigned_user_id is not null;
-- Holds only locked rows: the board of locks and the sweeper read it.
create index coupons_locks on coupons (locked_until) where locked_until is not null;

create table redemption_history (
  id bigint generated always as identity primary key,
  coupon_id bigint not null references coupons,
  book_id integer not null references books,
  user_id integer not null references users,
  redeemed_by integer not null references users,
  till text,
  redeemed_at timestamptz not null,
  metadata jsonb not null default '{}',
  rolled_back_at timestamptz,
  rolled_back_by integer references users,
  rollback_reason text,
  check ((rolled_back_at is null) = (rollback_reason is null))
);
create index redemption_history_coupon on redemption_history (coupon_id, id desc);
create index redemption_history_book on redemption_history (book_id, id desc);
create index redemption_history_user on redemption_history (user_id, id desc);
create index redemption_history_staff on redemption_history (redeemed_by, id desc);

create table undo_requests (
  id bigint generated always as identity primary key,
  redemption_id bigint not null references redemption_history,
  requested_by integer not null references users,
  reason text not null,
  state text not null default 'open' check (state in ('open', 'granted', 'refused')),
  decided_by integer references users,
  decided_at timestamptz,
  created_at timestamptz not null default clock_timestamp()
);
create unique index undo_requests_open on undo_requests (redemption_id) where state = 'open';

create table user_pools (
  id bigint generated always as identity primary key,
  name text not null,
  description text not null default '',
  is_active boolean not null default true,
  created_by integer references users,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp()
);
create unique index user_pools_name_key on user_pools (lower(name));

create table pool_users (
  pool_id bigint not null references user_pools,
  user_id integer not null references users,
  added_at timestamptz not null default clock_timestamp(),
  primary key (pool_id, user_id)
);
create index pool_users_user on pool_users (user_id);

-- Written in the same transaction as what it tells, and never changed after.
create table audit_events (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  action text not null,
  actor_id integer,
  user_id integer,
  book_id integer,
  coupon_id bigint,
  coupon_version integer,
  job_id bigint,
  till text,
  request_id text,
  details jsonb not null default '{}',
  check ((coupon_id is null) = (coupon_version is null))
);
create unique index audit_events_coupon on audit_events (coupon_id, coupon_version) where coupon_id is not null;

-- A guard against accidents. The database's owner can remove it.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit_events is append-only' using errcode = 'restrict_violation';
end $$;
create trigger audit_events_append_only before update or delete on audit_events
  for each row execute function refuse_change();
create trigger audit_events_no_truncate before truncate on audit_events
  for each statement execute function refuse_change();

create table idempotency_keys (
  actor_id integer not null references users,
  -- Method and concrete path: a key means one request of one caller.
  operation text not null,
  key text not null,
  request_hash bytea not null,
  status integer not null,
  -- The exact bytes of the first reply; json types would rewrite them.
  reply text,
  created_at timestamptz not null default clock_timestamp(),
  primary key (actor_id, operation, key)
);
create index idempotency_keys_age on idempotency_keys (created_at);

-- Counters of failed log-ins and look-ups, under hashed keys; in the database so that a restart does not forget them.
create table rate_limits (
  key bytea primary key,
  attempts integer not null,
  window_ends_at timestamptz not null
);
