-- Lists by name read a page, not the table.

CREATE INDEX customer_by_name ON customer (name, id);
CREATE INDEX contact_by_name ON contact (name, id);
