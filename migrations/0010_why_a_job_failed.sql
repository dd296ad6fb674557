-- Why a job failed as a problem tells it: the stable code and its details. `error` is a sentence in English; a screen in another
-- language needs these to say it in its own.
alter table jobs add column error_code text, add column error_details jsonb;
-- What a stopped program left behind is known by its sentence.
update jobs
   set error_code = 'busy', error_details = '{"interrupted": true}'
 where state = 'failed'
   and error in ('The program ended while it worked on this. Nothing of it was kept: start it again.',
                 'The program is stopping. Nothing was kept: try again in a moment.');
