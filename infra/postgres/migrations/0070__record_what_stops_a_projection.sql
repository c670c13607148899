-- Why a projection has stopped, for every process to see; null while it follows the log. Moving on clears it.
alter table read_model.checkpoint add column failure json;

-- The positions whose events the rows were made without, each skipped by a recorded act (ADR-0023).
alter table read_model.checkpoint add column skipped bigint[] not null default '{}';

drop table if exists rebuild.checkpoint;
create table rebuild.checkpoint (like read_model.checkpoint including all);
alter index rebuild.checkpoint_pkey rename to checkpoint_pk;
