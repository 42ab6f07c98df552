-- The way that the test of an address took, as JSON: [{"by": …, "from": …, "with": …, "at": …}].
alter table desk_address add column test_hops text not null default '';
