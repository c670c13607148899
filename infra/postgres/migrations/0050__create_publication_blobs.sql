-- The bytes of publications, each under its own digest: written before the event that speaks of them (ADR-0021).
create schema publication;

create table publication.blob (
  sha256 text  not null,
  bytes  bytea not null,
  constraint blob_pk primary key (sha256),
  constraint blob_is_what_it_is_called check (sha256 = encode(sha256(bytes), 'hex'))
);

comment on table publication.blob is 'Content-addressed, append only. A blob that no manifest names is left from a publication that was not finished.';

create function publication.refuse_change() returns trigger
  language plpgsql
  as $$
begin
  raise exception 'what was published does not change: % is refused', lower(tg_op)
    using errcode = 'restrict_violation', hint = 'Withdraw the publication and freeze another one.';
end
$$;

create trigger refuse_change before update or delete on publication.blob
  for each statement execute function publication.refuse_change();

create trigger refuse_truncate before truncate on publication.blob
  for each statement execute function publication.refuse_change();
