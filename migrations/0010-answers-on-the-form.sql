-- What a protocol asks on the registration form beside the register's own fields is answered of the involvement itself.
alter table answer
  drop constraint answer_subject_type_check,
  add constraint answer_subject_type_check check (subject_type in ('proposal', 'involvement'));
