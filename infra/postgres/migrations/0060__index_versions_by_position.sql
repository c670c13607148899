-- A feed of revisions reads versions in the order of the log (ADR-0022).
create index respondent_by_position on read_model.respondent (known_from, campaign);
create index round_by_position on read_model.round (known_from);
