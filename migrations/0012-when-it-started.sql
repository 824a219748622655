-- What stands as in place and began since the protocol did, or does not say when, is found by its start.
create index partnership_started on partnership (authority_id, started_on collate "C");
