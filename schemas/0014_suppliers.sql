-- Suppliers are put away, merged, tagged and edited like customers: with a version, and a mark when they are put away.

ALTER TABLE supplier ADD COLUMN removed_at INTEGER;      -- put away: no list shows it, nothing finds it by name, domain or address
ALTER TABLE supplier ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
CREATE INDEX supplier_by_name ON supplier (name, id, name_key) WHERE removed_at IS NULL;
CREATE INDEX supplier_contact_by_supplier ON supplier_contact (supplier_id);

-- Which records can be put away is the services' knowledge: a list of them here cannot grow.
DROP INDEX removal_by_record;
ALTER TABLE removal ADD COLUMN kind_of_record TEXT NOT NULL DEFAULT '';
UPDATE removal SET kind_of_record = record_type;
ALTER TABLE removal DROP COLUMN record_type;
ALTER TABLE removal RENAME COLUMN kind_of_record TO record_type;
CREATE INDEX removal_by_record ON removal (record_type, record_id);

CREATE TABLE record_tag_of_any (
  record_type TEXT NOT NULL,
  record_id   INTEGER NOT NULL,
  tag         TEXT NOT NULL,              -- "vip", or "industry:garden": a value in a classification
  PRIMARY KEY (record_type, record_id, tag)
) WITHOUT ROWID;
INSERT INTO record_tag_of_any (record_type, record_id, tag) SELECT record_type, record_id, tag FROM record_tag;
DROP TABLE record_tag;
ALTER TABLE record_tag_of_any RENAME TO record_tag;
CREATE INDEX record_tag_by_tag ON record_tag (record_type, tag, record_id);
