-- Who really sent a mail.
alter table inbound add column helo   text    not null default '';       -- what the handing server called itself
alter table inbound add column waived boolean not null default false;    -- somebody let it in, forged or not
alter table message add column checks text    not null default '';       -- dmarc=pass spf=pass dkim=pass d=… arc=none
