-- On whose authority a requirement was set aside: their name, their post, the day, and where their word is found (REV-4).
alter table waiver add column allowed_by text not null default '';

-- Why a key decision is not open to call-in though it is not urgent (APP-6).
alter table decision add column no_call_in_reason text not null default '';
