alter table users add column shares_marks boolean not null default true;
