-- What was said, or is still to be said, of an alert: a line for each route and transition.
create view alerts_told_view as
  select n.case_id, n.route, n.transition, n.round, n.owed_at, m.finished_at, coalesce(m.state, 'owed') as state, m.attempts, m.answer
  from alerts_notices n left join alerts_messages m on m.id = n.message;
