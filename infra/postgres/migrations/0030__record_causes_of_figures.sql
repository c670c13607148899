-- Why each version of a response, and of a campaign's round, came to be: of its event. A feed of revisions tells it.
-- Figures are made anew from the log at the next start (ADR-0012).
delete from read_model.checkpoint where projection = 'figures';
truncate read_model.measure, read_model.round, read_model.respondent, read_model.excluded_school,
  read_model.response, read_model.cell;

alter table read_model.round add column cause text not null;
alter table read_model.response add column cause text not null;

comment on column read_model.response.cause is
  'submission, correction, rule-change, definition-change, territory-change, erasure or import.';
