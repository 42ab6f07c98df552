-- Keys that the desk signs its mail with (RFC 6376): their public half stands in the DNS of the domain.
create table signing_key (
  id         {id},
  domain     text    not null,                 -- as it stands in the DNS: ASCII
  selector   text    not null,
  algorithm  text    not null,                 -- rsa, ed25519
  public_key text    not null,                 -- base64, as in the record
  secret     text    not null,                 -- sealed: the private key, DER
  state      text    not null default 'new',   -- new, signing, retired
  made_at    bigint  not null,
  looked_at  bigint,                           -- when its record was last looked for
  seen       text    not null default '',      -- what was found: right, missing, other, silent; with the words behind a colon
  unique (domain, selector)
);

-- Who a mail of an address says it is from: agent_team, team, agent.
alter table desk_address add column naming text not null default 'agent_team';
