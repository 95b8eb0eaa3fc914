-- Deals: what they are expected to bring and when, and how they went through their stages.

ALTER TABLE opportunity ADD COLUMN expected_close INTEGER;   -- a day: midnight UTC at its start
ALTER TABLE opportunity ADD COLUMN lost_reason TEXT;
CREATE INDEX opportunity_by_stage ON opportunity (stage, id);

CREATE TABLE opportunity_stage (
  stage       TEXT PRIMARY KEY CHECK (stage IN ('inquiry', 'sample', 'quotation', 'negotiation', 'pi', 'won', 'lost')),
  position    INTEGER NOT NULL,
  probability INTEGER NOT NULL CHECK (probability BETWEEN 0 AND 100)   -- of being won, in per cent: weighs the forecast
);
INSERT INTO opportunity_stage (stage, position, probability) VALUES
  ('inquiry', 1, 10), ('sample', 2, 25), ('quotation', 3, 40), ('negotiation', 4, 60), ('pi', 5, 85), ('won', 6, 100), ('lost', 7, 0);

CREATE TABLE opportunity_step (
  id             INTEGER PRIMARY KEY,
  opportunity_id INTEGER NOT NULL REFERENCES opportunity (id),
  at             INTEGER NOT NULL,
  actor          TEXT NOT NULL,
  stage          TEXT NOT NULL,           -- the one it came into
  why            TEXT NOT NULL
);
CREATE INDEX opportunity_step_by_opportunity ON opportunity_step (opportunity_id, id);
INSERT INTO opportunity_step (opportunity_id, at, actor, stage, why)
  SELECT id, created_at, 'migration', stage, 'the stage known when steps began to be kept' FROM opportunity;
