-- The tables of the inbox. Every key and index begins with the tenant, and every table has the same
-- policy: a row is seen and written only by a transaction whose setting app.tenant names its tenant.
-- Without that setting nothing is seen. "Forced" binds the owner too.

-- One row a tenant. Locked while a batch is written, so that numbers are given in commit order and a
-- reader that follows them never passes one that is still to come.
create table tenant_counter (
  tenant       text   not null primary key,
  message_seq  bigint not null default 0,
  outbound_seq bigint not null default 0
);

-- A customer's message, understood, scored and routed. Written once.
--   message_id  the channel's own id, or position:<topic>-<partition>-<offset>@<received, µs> where it sent none
--   band        0 low, 1 normal, 2 high, 3 urgent
--   place       the order of attention: 0 first, 403 last; a band's 101 scores, best first
--   stages      when it passed each stage, in microseconds since the epoch
create table message (
  tenant        text        not null,
  channel       text        not null,
  message_id    text        not null,
  seq           bigint      not null,
  account       text        not null,
  customer      text        not null,
  customer_name text,
  content       jsonb       not null,
  sentiment     jsonb       not null,
  category      jsonb       not null,
  score         smallint    not null check (score between 0 and 100),
  band          smallint    not null check (band between 0 and 3),
  reasons       jsonb       not null,
  inbox         text        not null,
  degraded      boolean     not null,
  stages        jsonb       not null,
  sent_at       timestamptz not null,
  received_at   timestamptz not null,
  stored_at     timestamptz not null,
  place         smallint    not null generated always as ((3 - band) * 101 + 100 - score) stored,
  primary key (tenant, channel, message_id)
);
create unique index message_by_arrival on message (tenant, seq);
create unique index message_by_priority on message (tenant, place, seq);

-- What became of a message sent out: the latest outcome the dispatcher reported.
create table outbound (
  tenant              text        not null,
  message_id          text        not null,
  seq                 bigint      not null,
  campaign            text,
  channel             text        not null,
  recipient           text        not null,
  outcome             text        not null check (outcome in ('accepted', 'failed', 'skipped', 'unknown')),
  provider_message_id text,
  code                text,
  reason              text,
  attempts            integer     not null,
  started_at          timestamptz not null,
  finished_at         timestamptz not null,
  primary key (tenant, message_id)
);
create unique index outbound_by_arrival on outbound (tenant, seq);
create unique index outbound_by_campaign on outbound (tenant, campaign, seq);

-- How far a provider says a message got. Kept apart from outbound and joined when read, because a
-- status may come before the outcome it belongs to.
--   provider_message_id  the provider's id, or correlation:<our id> where it sent none
--   progress             1 sent, 2 delivered, 3 read, 4 played, 5 failed; never goes down
--   correlation          our own message id, where the provider echoes it
create table status (
  tenant              text        not null,
  channel             text        not null,
  provider_message_id text        not null,
  progress            smallint    not null check (progress between 1 and 5),
  changed_at          timestamptz not null,
  recipient           text,
  correlation         text,
  errors              jsonb       not null,
  primary key (tenant, channel, provider_message_id)
);
create index status_by_correlation on status (tenant, correlation) where correlation is not null;

-- Counts kept as rows are written, so that a summary never counts a table.
--   kind  band, inbox or outcome
create table tally (
  tenant text   not null,
  kind   text   not null,
  name   text   not null,
  count  bigint not null,
  primary key (tenant, kind, name)
);

alter table tenant_counter enable row level security;
alter table tenant_counter force  row level security;
create policy by_tenant on tenant_counter using (tenant = current_setting('app.tenant', true));

alter table message enable row level security;
alter table message force  row level security;
create policy by_tenant on message using (tenant = current_setting('app.tenant', true));

alter table outbound enable row level security;
alter table outbound force  row level security;
create policy by_tenant on outbound using (tenant = current_setting('app.tenant', true));

alter table status enable row level security;
alter table status force  row level security;
create policy by_tenant on status using (tenant = current_setting('app.tenant', true));

alter table tally enable row level security;
alter table tally force  row level security;
create policy by_tenant on tally using (tenant = current_setting('app.tenant', true));
