-- When an answer to a message is due, and the order of urgency: most urgent band first, then what is
-- due first, then arrival.
--   due_at  absent where nobody has said: in messages stored before there were such times. They come
--           last in their band
alter table message add column due_at timestamptz;

create unique index message_by_due
  on message (tenant, (3 - band), (coalesce(due_at, 'infinity'::timestamptz)), seq);
