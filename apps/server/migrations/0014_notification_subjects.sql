-- A notification is about subjects of any type; what they are follows from its kind, and the module that owns them says so.
-- Rewrites the table of notifications once and is its only user for so long: about ten seconds for a million of them.
alter table notifications rename column type to kind;
alter table notifications
  drop constraint notifications_type_check,
  drop constraint notifications_earlier_entry_ids_check,
  -- Erased entries leave; they were not counted any more.
  alter column count type int using greatest(
    1,
    case
      when kind in ('comment', 'mention') then
        count
        - cardinality(entry_id || earlier_entry_ids)
        + cardinality(array_remove(entry_id || earlier_entry_ids, null))
      else count
    end
  ),
  alter column earlier_entry_ids type uuid[] using case
    when kind in ('comment', 'mention') then array_remove(entry_id || earlier_entry_ids, null)
    when channel_id is not null then array[channel_id]
    -- The group key begins with the session that ended.
    when kind = 'security' and group_key ~ '^[0-9a-f-]{36}( |$)' then array[split_part(group_key, ' ', 1)::uuid]
    else '{}'
  end;
alter table notifications rename column earlier_entry_ids to subject_ids;
alter table notifications
  add check (cardinality(subject_ids) <= 100),
  drop column entry_id,
  drop column channel_id,
  drop column reason;
-- All their entries are erased: nobody has seen them since.
delete from notifications where kind in ('comment', 'mention') and cardinality(subject_ids) = 0;

-- The newest subject comes first.
create index notifications_of_subject on notifications ((subject_ids[1])) where subject_ids[1] is not null;
