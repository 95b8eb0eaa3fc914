-- Fields that a firm adds to its records, and what stands in them.

CREATE TABLE custom_field (
  id          INTEGER PRIMARY KEY,
  record_type TEXT NOT NULL CHECK (record_type IN ('customer', 'contact', 'supplier', 'quotation', 'order', 'case', 'opportunity', 'lead')),
  name        TEXT NOT NULL,              -- in commands and files
  label       TEXT NOT NULL,              -- for people, in any language
  type        TEXT NOT NULL CHECK (type IN ('text', 'number', 'money', 'date', 'choice', 'multi-choice', 'link')),
  link_type   TEXT,                       -- the kind of record that a link leads to
  required    INTEGER NOT NULL DEFAULT 0 CHECK (required IN (0, 1)),
  preset      TEXT NOT NULL DEFAULT '',   -- what a new record gets, as it is typed
  help        TEXT NOT NULL DEFAULT '',
  position    INTEGER NOT NULL DEFAULT 100,
  retired_at  INTEGER,                    -- deleted: shown nowhere, with its values kept
  purged_at   INTEGER,                    -- its values are gone too; the row says from whom the audit hides them
  created_at  INTEGER NOT NULL,
  version     INTEGER NOT NULL DEFAULT 1,
  CHECK ((type = 'link') = (link_type IS NOT NULL))
);
CREATE UNIQUE INDEX custom_field_by_name ON custom_field (record_type, name) WHERE purged_at IS NULL;
CREATE TABLE custom_choice (
  field_id INTEGER NOT NULL REFERENCES custom_field (id),
  name     TEXT NOT NULL,
  label    TEXT NOT NULL,
  position INTEGER NOT NULL,              -- its place among the others, from 0
  retired  INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),   -- not offered any more; who has it keeps it
  PRIMARY KEY (field_id, name)
) WITHOUT ROWID;
-- The roles that neither see nor change a field.
CREATE TABLE custom_mask (
  field_id INTEGER NOT NULL REFERENCES custom_field (id),
  role     TEXT NOT NULL CHECK (role IN ('rep', 'assistant', 'manager', 'administrator', 'auditor')),
  PRIMARY KEY (field_id, role)
) WITHOUT ROWID;
-- One row a value, of a multi-choice one a choice.
CREATE TABLE custom_value (
  record_type  TEXT NOT NULL,
  record_id    INTEGER NOT NULL,
  field_id     INTEGER NOT NULL REFERENCES custom_field (id),
  place        INTEGER NOT NULL,          -- 0, 1, ... of the choices of a multi-choice
  text_value   TEXT NOT NULL DEFAULT '',  -- a text; the name of a choice
  text_key     TEXT NOT NULL DEFAULT '',  -- the text folded, for comparing and sorting
  currency     TEXT NOT NULL DEFAULT '',  -- ISO 4217, of money
  number_value INTEGER,                   -- ten-thousandths; midnight UTC of a day; a record's number; a choice's position. NULL of a text
  PRIMARY KEY (record_type, record_id, field_id, place)
) WITHOUT ROWID;
CREATE INDEX custom_value_by_number ON custom_value (field_id, currency, number_value, record_id) WHERE number_value IS NOT NULL;
CREATE INDEX custom_value_by_text ON custom_value (field_id, text_key, record_id) WHERE number_value IS NULL;
