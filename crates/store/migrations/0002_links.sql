-- Signs the links that open one ticket for one person.
insert into setting (name, value) values ('link_secret', {secret});

create index sign_in_link_expired on sign_in_link (expires_at);
