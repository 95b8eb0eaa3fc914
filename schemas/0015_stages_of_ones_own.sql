-- The stages of deals are the firm's: names, order, probabilities, and which of them are won or lost. Stores keep the ones they have.

DROP INDEX opportunity_by_stage;
ALTER TABLE opportunity ADD COLUMN stage_name TEXT NOT NULL DEFAULT '';
UPDATE opportunity SET stage_name = stage;
ALTER TABLE opportunity DROP COLUMN stage;
ALTER TABLE opportunity RENAME COLUMN stage_name TO stage;
CREATE INDEX opportunity_by_stage ON opportunity (stage, id);

CREATE TABLE opportunity_stage_of_firm (
  stage       TEXT PRIMARY KEY,
  position    INTEGER NOT NULL,           -- deals go through them in this order
  probability INTEGER NOT NULL CHECK (probability BETWEEN 0 AND 100),   -- of being won, in per cent: weighs the forecast
  outcome     TEXT NOT NULL CHECK (outcome IN ('open', 'won', 'lost'))
);
INSERT INTO opportunity_stage_of_firm (stage, position, probability, outcome)
  SELECT stage, position, probability, CASE stage WHEN 'won' THEN 'won' WHEN 'lost' THEN 'lost' ELSE 'open' END FROM opportunity_stage;
DROP TABLE opportunity_stage;
ALTER TABLE opportunity_stage_of_firm RENAME TO opportunity_stage;
