-- When the person last proved in a session that it is they (password, passkey, code): what is dangerous wants that to be recent.
-- Sessions from before count as proven long ago. Touches no row.
alter table sessions add column proven_at timestamptz not null default 'epoch';
alter table sessions alter column proven_at drop default;
