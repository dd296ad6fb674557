-- Redemptions are listed in the order of their time, whichever filter and range is asked for: each index holds both.
-- The ids alone could not: two sales at the same moment get them in any order, and a range far back was looked for from the end.
drop index redemption_history_book;
drop index redemption_history_user;
drop index redemption_history_staff;
drop index redemption_history_at;
create index redemption_history_book on redemption_history (book_id, redeemed_at, id);
create index redemption_history_user on redemption_history (user_id, redeemed_at, id);
create index redemption_history_staff on redemption_history (redeemed_by, redeemed_at, id);
create index redemption_history_at on redemption_history (redeemed_at, id) include (book_id, redeemed_by, rolled_back_at);
