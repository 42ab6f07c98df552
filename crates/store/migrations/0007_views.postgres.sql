-- A text for comparing: lower case, without accents, plain quotation marks and dashes, single spaces. SQLite has the same
-- as a function of the store, which also writes other scripts in Latin letters; here they stay what they are.
create function folded(value text) returns text language sql immutable parallel safe as $$
  select trim(regexp_replace(
    lower(translate(
      replace(replace(replace(replace(replace(
        regexp_replace(normalize(value, nfkd), '[\u0300-\u036f]', '', 'g'),
        'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae'), 'ß', 'ss'),
      '’‘“”„«»–—ØøŁłĐđ', '''''"""""--OoLlDd')),
    '\s+', ' ', 'g'))
$$;

create function ends_with(value text, part text) returns boolean language sql immutable parallel safe as $$
  select right(value, length(part)) = part
$$;

-- What stands behind the last @ of an address.
create function domain_of(address text) returns text language sql immutable parallel safe as $$
  select case when strpos(address, '@') = 0 then '' else substring(address from '[^@]*$') end
$$;
