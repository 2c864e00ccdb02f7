-- Whether a comparison was a second look at what was suspected: it says nothing of the other lines, neither how many agree nor when they did.
alter table divergence_runs add column look boolean not null default false;

create or replace view divergence_runs_view as
  select id, snapshot, sync, channel, entity, as_of, compared_at, expected, observed, agreed, lag, tolerated, suspected, drift, millis,
         outcome, sentence, look
  from divergence_runs;
