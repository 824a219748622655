-- Advice that was given can be changed or added to: what was said before stays, and what follows is a row of its own.
alter table advice add column follows uuid;
alter table advice add foreign key (authority_id, follows) references advice;
create index on advice (authority_id, follows) where follows is not null;
