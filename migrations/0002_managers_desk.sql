-- What managers do before and after the till: pools with their size, and distributions with whom they passed over.

-- Kept by the statements that change the members, in the same transaction: a list of pools counts no hundred thousand rows.
alter table user_pools add column user_count integer not null default 0 check (user_count >= 0);
update user_pools p set user_count = (select count(*) from pool_users m where m.pool_id = p.id);
