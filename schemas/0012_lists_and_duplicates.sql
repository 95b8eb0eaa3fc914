-- Filtered lists read a page, in order, from an index that has the filter's column in front; the duplicate check finds people by telephone.

DROP INDEX customer_by_name;
CREATE INDEX customer_by_name ON customer (name, id, name_key) WHERE removed_at IS NULL;
DROP INDEX customer_by_owner;
CREATE INDEX customer_by_owner ON customer (owner_id, name, id);
CREATE INDEX customer_by_status ON customer (status, name, id);
CREATE INDEX customer_by_country ON customer (country, name, id);
CREATE INDEX customer_by_level ON customer (level, name, id);
CREATE INDEX customer_by_website ON customer (website) WHERE website IS NOT NULL;

ALTER TABLE contact ADD COLUMN name_key TEXT;   -- as customer.name_key; NULL: to be filled in when the store is opened
ALTER TABLE contact ADD COLUMN phone_key TEXT;  -- last digits of the phone number, '' without one
DROP INDEX contact_by_name;
CREATE INDEX contact_by_name ON contact (name, id, name_key) WHERE removed_at IS NULL;
CREATE INDEX contact_by_phone ON contact (phone_key) WHERE phone_key <> '';
CREATE INDEX contact_without_keys ON contact (id) WHERE name_key IS NULL;

CREATE INDEX lead_open_by_arrival ON lead (arrived_at, id)
  WHERE status IN ('new', 'assigned', 'contacted', 'qualified') AND removed_at IS NULL;
CREATE INDEX lead_open_by_owner ON lead (owner_id, arrived_at, id)
  WHERE status IN ('new', 'assigned', 'contacted', 'qualified') AND removed_at IS NULL;
CREATE INDEX lead_by_owner_and_arrival ON lead (owner_id, arrived_at, id);
