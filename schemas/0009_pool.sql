-- The pool: leads and customers that nobody owns, how they came into it and out of it, and tasks that the nightly job made.

ALTER TABLE lead ADD COLUMN owned_since INTEGER;       -- the present owner has it since then
ALTER TABLE lead ADD COLUMN pooled_at INTEGER;         -- given up or dropped: it waits to be taken, no turn gives it away
ALTER TABLE customer ADD COLUMN owned_since INTEGER;
ALTER TABLE customer ADD COLUMN pooled_at INTEGER;
UPDATE lead SET owned_since = updated_at WHERE owner_id IS NOT NULL;
UPDATE customer SET owned_since = updated_at WHERE owner_id IS NOT NULL;
CREATE INDEX customer_unowned ON customer (id) WHERE owner_id IS NULL AND removed_at IS NULL;

CREATE TABLE pool_move (
  id          INTEGER PRIMARY KEY,
  record_type TEXT NOT NULL CHECK (record_type IN ('lead', 'customer')),
  record_id   INTEGER NOT NULL,
  at          INTEGER NOT NULL,
  move        TEXT NOT NULL CHECK (move IN ('taken', 'released', 'warned', 'dropped')),
  user_id     INTEGER NOT NULL REFERENCES crm_user (id),   -- who took it; of the others whose it was
  actor       TEXT NOT NULL,
  why         TEXT NOT NULL
);
CREATE INDEX pool_move_by_record ON pool_move (record_type, record_id, id);
CREATE INDEX pool_move_by_user ON pool_move (user_id, move, at);

ALTER TABLE task ADD COLUMN origin TEXT;               -- what made it: 'clock', 'escalation', 'drop', 'rule 12'; NULL: a person
CREATE INDEX task_by_origin ON task (origin, record_type, record_id) WHERE origin IS NOT NULL;
