-- Workflow rules: when something happens, if a condition holds, then something is done; and what they did.

CREATE TABLE workflow_rule (
  id         INTEGER PRIMARY KEY,
  name       TEXT NOT NULL,
  event      TEXT NOT NULL,               -- 'mail-filed', 'lead-created', ...
  condition  TEXT NOT NULL,               -- as written: docs/rules.md
  actions    TEXT NOT NULL,               -- as written, one after the other with ';' between
  position   INTEGER NOT NULL DEFAULT 100,
  active_since INTEGER,                   -- what happened before does not concern it; NULL: it is off
  removed_at INTEGER,
  created_at INTEGER NOT NULL,
  version    INTEGER NOT NULL DEFAULT 1
);
CREATE TABLE rule_firing (
  id          INTEGER PRIMARY KEY,
  rule_id     INTEGER NOT NULL REFERENCES workflow_rule (id),
  at          INTEGER NOT NULL,
  record_type TEXT NOT NULL,              -- what it was about: 'lead', 'customer', 'opportunity', 'task', 'message'
  record_id   INTEGER NOT NULL,
  message_id  INTEGER REFERENCES message (id),
  chain       TEXT NOT NULL,              -- the rules whose deeds led here, and this one: '3>7'
  outcome     TEXT NOT NULL CHECK (outcome IN ('done', 'failed', 'suppressed')),
  what        TEXT NOT NULL
);
CREATE INDEX rule_firing_by_rule ON rule_firing (rule_id, id);
-- Records for which a rule of time holds: it fires when it begins to hold, not every night.
CREATE TABLE rule_standing (
  rule_id   INTEGER NOT NULL REFERENCES workflow_rule (id),
  record_id INTEGER NOT NULL,
  since     INTEGER NOT NULL,
  PRIMARY KEY (rule_id, record_id)
) WITHOUT ROWID;
CREATE TABLE notification (
  id          INTEGER PRIMARY KEY,
  user_id     INTEGER NOT NULL REFERENCES crm_user (id),
  at          INTEGER NOT NULL,
  text        TEXT NOT NULL,
  record_type TEXT,
  record_id   INTEGER,
  origin      TEXT NOT NULL,              -- 'rule 12'
  seen_at     INTEGER,
  mailed_at   INTEGER
);
CREATE INDEX notification_by_user ON notification (user_id, id) WHERE seen_at IS NULL;

-- Shipped switched off: "crm rules on N".
INSERT INTO workflow_rule (name, event, condition, actions, position, created_at) VALUES
  ('A quotation goes out', 'mail-filed', 'mail.direction = "outbound" and mail.quotation and opportunity.stage in ("inquiry", "sample")',
   'stage quotation "a quotation went out"', 10, 0),
  ('The buyer answers the quotation', 'mail-filed',
   'mail.direction = "inbound" and mail.kind = "negotiation" and opportunity.stage = "quotation"', 'stage negotiation "the buyer answered the quotation"', 20, 0),
  ('The buyer orders', 'mail-filed',
   'mail.direction = "inbound" and mail.kind = "order" and opportunity.stage in ("inquiry", "sample", "quotation", "negotiation")',
   'stage pi "the buyer ordered"', 30, 0),
  ('No answer to a quotation', 'opportunity-time', 'opportunity.stage = "quotation" and opportunity.unanswered_days >= 7',
   'task "Ask after the quotation" for owner in 1 days', 40, 0),
  ('No answer to our answer', 'lead-time', 'lead.status = "contacted" and lead.unanswered_days >= 5', 'task "Ask again" for owner in 1 days', 50, 0),
  ('A buyer has gone silent', 'customer-time', 'customer.status = "active" and customer.silent_days >= 90',
   'task "Write to them: no mail for 90 days" for owner in 2 days', 60, 0);
