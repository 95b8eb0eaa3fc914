-- Records that are put away: deleted (into nothing) or merged (into another), with all that is needed to take it back; their tags and relations.

ALTER TABLE customer ADD COLUMN removed_at INTEGER;      -- put away: no list shows it, nothing finds it by name, domain or address
ALTER TABLE contact ADD COLUMN removed_at INTEGER;
ALTER TABLE lead ADD COLUMN removed_at INTEGER;
ALTER TABLE opportunity ADD COLUMN removed_at INTEGER;
CREATE TABLE removal (
  id          INTEGER PRIMARY KEY,
  record_type TEXT NOT NULL CHECK (record_type IN ('customer', 'contact', 'lead', 'opportunity')),
  record_id   INTEGER NOT NULL,
  into_id     INTEGER,                    -- merged into; NULL: deleted
  at          INTEGER NOT NULL,
  actor       TEXT NOT NULL,
  why         TEXT NOT NULL,
  before      TEXT NOT NULL,              -- JSON: fields of both records as they were, and as the merge left the one that stays
  undone_at   INTEGER
);
CREATE INDEX removal_by_record ON removal (record_type, record_id);
-- What went along: rows that belong to another record now, and what the record was found by.
CREATE TABLE removal_row (
  removal_id INTEGER NOT NULL REFERENCES removal (id),
  what       TEXT NOT NULL,               -- 'contact', 'quotation', 'filing', 'domain', 'address', ...
  row_key    TEXT NOT NULL,               -- the row's number, or its text
  PRIMARY KEY (removal_id, what, row_key)
) WITHOUT ROWID;

CREATE TABLE record_tag (
  record_type TEXT NOT NULL CHECK (record_type IN ('customer', 'contact', 'lead', 'opportunity')),
  record_id   INTEGER NOT NULL,
  tag         TEXT NOT NULL,              -- "vip", or "industry:garden": a value in a classification
  PRIMARY KEY (record_type, record_id, tag)
) WITHOUT ROWID;
CREATE INDEX record_tag_by_tag ON record_tag (record_type, tag, record_id);
CREATE TABLE record_relation (
  from_type TEXT NOT NULL,
  from_id   INTEGER NOT NULL,
  to_type   TEXT NOT NULL,
  to_id     INTEGER NOT NULL,
  relation  TEXT NOT NULL,                -- what the second is to the first: "distributor", "introduced by"
  PRIMARY KEY (from_type, from_id, to_type, to_id, relation)
) WITHOUT ROWID;
CREATE INDEX record_relation_back ON record_relation (to_type, to_id);
