-- What is read from a customer's side: the customers below it, the leads that became it.

CREATE INDEX customer_by_parent ON customer (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX lead_by_customer ON lead (customer_id) WHERE customer_id IS NOT NULL;
