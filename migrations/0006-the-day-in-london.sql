-- The day on which people hold posts is the day it is where the authorities are, not the database's own: in summer the two
-- differ for an hour after midnight. A process tells the day its clock says; without one it is the day in London.
create function current_day() returns date language sql stable parallel safe
  as $$ select coalesce(nullif(current_setting('concordat.day', true), '')::date, (now() at time zone 'Europe/London')::date) $$;

do $$
declare f regprocedure;
begin
  foreach f in array array['is_asked(uuid)', 'asked_about()', 'refresh_register(uuid[])']::regprocedure[]
  loop
    execute replace(pg_get_functiondef(f), 'current_date', 'current_day()');
  end loop;
end $$;
