-- Which customers and contacts have these letters anywhere in a name or an address: what lists look in when they are asked for a part of a word.
-- Derived from the records (store/name_parts.hpp); on PostgreSQL two gin_trgm_ops indexes take the place of all this.

CREATE VIRTUAL TABLE customer_part USING fts5 (text, tokenize = 'trigram', detail = none, columnsize = 0);
CREATE VIRTUAL TABLE contact_part USING fts5 (text, tokenize = 'trigram', detail = none, columnsize = 0);
-- Records that changed since they were taken in: until they are, each of them comes into question for every part.
CREATE TABLE part_due (
  record_type TEXT NOT NULL CHECK (record_type IN ('customer', 'contact')),
  record_id   INTEGER NOT NULL,
  PRIMARY KEY (record_type, record_id)
) WITHOUT ROWID;
INSERT INTO part_due SELECT 'customer', id FROM customer;
INSERT INTO part_due SELECT 'contact', id FROM contact;
CREATE TRIGGER customer_part_new AFTER INSERT ON customer
  BEGIN INSERT INTO part_due VALUES ('customer', NEW.id) ON CONFLICT DO NOTHING; END;
CREATE TRIGGER customer_part_name AFTER UPDATE OF name ON customer WHEN OLD.name <> NEW.name
  BEGIN INSERT INTO part_due VALUES ('customer', NEW.id) ON CONFLICT DO NOTHING; END;
CREATE TRIGGER customer_part_gone AFTER DELETE ON customer
  BEGIN INSERT INTO part_due VALUES ('customer', OLD.id) ON CONFLICT DO NOTHING; END;
CREATE TRIGGER contact_part_new AFTER INSERT ON contact
  BEGIN INSERT INTO part_due VALUES ('contact', NEW.id) ON CONFLICT DO NOTHING; END;
CREATE TRIGGER contact_part_name AFTER UPDATE OF name ON contact WHEN OLD.name <> NEW.name
  BEGIN INSERT INTO part_due VALUES ('contact', NEW.id) ON CONFLICT DO NOTHING; END;
CREATE TRIGGER contact_part_gone AFTER DELETE ON contact
  BEGIN INSERT INTO part_due VALUES ('contact', OLD.id) ON CONFLICT DO NOTHING; END;
CREATE TRIGGER contact_part_address AFTER INSERT ON contact_address
  BEGIN INSERT INTO part_due VALUES ('contact', NEW.contact_id) ON CONFLICT DO NOTHING; END;
