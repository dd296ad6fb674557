-- Lists of a state that few coupons of a book are in, of the staff among very many customers, and of the few who are switched off:
-- each walked past everybody else.

-- In the place of the index by book alone: as many entries for each write as before. Which update stays in its page (HOT) does not
-- change, either: `state` is a column of the condition of coupons_free.
create index coupons_book_state on coupons (book_id, state, id);
drop index coupons_book;
-- The void ones of a book are among them.
drop index coupons_void;

-- Saving a customer who is active writes neither.
create index users_staff on users (role, id) where kind = 'person' and role <> 'customer';
create index users_inactive on users (id) where kind = 'person' and not is_active;
