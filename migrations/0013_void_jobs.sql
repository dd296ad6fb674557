-- Voiding the rest of a book is long work, too.
alter table jobs drop constraint jobs_kind_check;
alter table jobs add constraint jobs_kind_check check (kind in ('import', 'generate', 'distribute', 'void'));
