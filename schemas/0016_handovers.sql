-- What was handed over when, and to whom, so that it can be taken back.

CREATE TABLE handover (
  id          INTEGER PRIMARY KEY,
  at          INTEGER NOT NULL,
  actor       TEXT NOT NULL,
  from_id     INTEGER NOT NULL REFERENCES crm_user (id),
  deactivated INTEGER NOT NULL DEFAULT 0 CHECK (deactivated IN (0, 1)),   -- whoever went was made inactive by it
  undone_at   INTEGER
);
CREATE TABLE handover_row (
  handover_id INTEGER NOT NULL REFERENCES handover (id),
  what        TEXT NOT NULL,              -- customer, lead, opportunity, task, mailbox; share of customer, share of lead, ...
  record_id   INTEGER NOT NULL,
  to_id       INTEGER NOT NULL REFERENCES crm_user (id),
  PRIMARY KEY (handover_id, what, record_id)
) WITHOUT ROWID;
