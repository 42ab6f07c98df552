-- Capital letters of every script, where the server has ICU; a database with the C locale knows those of ASCII only.
do $do$ begin
  if exists (select 1 from pg_collation where collname = 'und-x-icu') then
    execute $make$
      create or replace function folded(value text) returns text language sql immutable parallel safe as $$
        select trim(regexp_replace(
          lower(translate(
            replace(replace(replace(replace(replace(
              regexp_replace(normalize(value, nfkd), '[\u0300-\u036f]', '', 'g'),
              'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae'), 'ß', 'ss'),
            '’‘“”„«»–—ØøŁłĐđ', '''''"""""--OoLlDd') collate "und-x-icu"),
          '\s+', ' ', 'g'))
      $$
    $make$;
  end if;
end $do$;
