-- The first schema: mail, who it is from, what it belongs to, and the records of trade it is filed to.
--
-- SQL in the subset that SQLite (3.35 and later) and PostgreSQL (15 and later) share, but for four words which the PostgreSQL loader
-- replaces: INTEGER PRIMARY KEY (an identity column there), INTEGER (BIGINT), BLOB (BYTEA), WITHOUT ROWID (nothing there; here it saves the
-- second tree of a table that is only found by its primary key). All times are whole seconds since 1970 UTC,
-- booleans are 0 or 1, money is decimal text beside its ISO 4217 code.

CREATE TABLE setting (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

-- Our own people ------------------------------------------------------------------------------------------------------
CREATE TABLE crm_user (
  id         INTEGER PRIMARY KEY,
  login      TEXT NOT NULL UNIQUE,
  name       TEXT NOT NULL,
  role       TEXT NOT NULL CHECK (role IN ('rep', 'assistant', 'manager', 'administrator', 'auditor')),
  active     INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
  capacity   INTEGER NOT NULL DEFAULT 1 CHECK (capacity >= 0),
  created_at INTEGER NOT NULL
);
CREATE TABLE user_address (
  address TEXT PRIMARY KEY,               -- lower case
  user_id INTEGER NOT NULL REFERENCES crm_user (id)
);
CREATE INDEX user_address_by_user ON user_address (user_id);

-- Customers, contacts, suppliers, products -------------------------------------------------------------------------------
CREATE TABLE customer (
  id         INTEGER PRIMARY KEY,
  name       TEXT NOT NULL,
  name_key   TEXT NOT NULL,               -- folded, legal suffixes removed: for the duplicate check
  country    TEXT,
  website    TEXT,
  level      TEXT,
  status     TEXT NOT NULL DEFAULT 'prospect' CHECK (status IN ('prospect', 'active', 'dormant', 'lost', 'blacklisted')),
  owner_id   INTEGER REFERENCES crm_user (id),
  parent_id  INTEGER REFERENCES customer (id),
  external_key TEXT UNIQUE,               -- key in the data set it was imported from
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  version    INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX customer_by_name_key ON customer (name_key);
CREATE INDEX customer_by_owner ON customer (owner_id);
CREATE TABLE customer_alias (
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  name        TEXT NOT NULL,
  name_key    TEXT NOT NULL,
  PRIMARY KEY (customer_id, name)
) WITHOUT ROWID;
CREATE INDEX customer_alias_by_key ON customer_alias (name_key);
CREATE TABLE customer_domain (
  domain      TEXT NOT NULL,              -- lower case, as given; matched by registrable domain too
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  PRIMARY KEY (domain, customer_id)
) WITHOUT ROWID;
CREATE INDEX customer_domain_by_customer ON customer_domain (customer_id);
CREATE TABLE contact (
  id          INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  name        TEXT NOT NULL,
  title       TEXT,
  phone       TEXT,
  language    TEXT,
  external_key TEXT UNIQUE,
  created_at  INTEGER NOT NULL,
  updated_at  INTEGER NOT NULL,
  version     INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX contact_by_customer ON contact (customer_id);
CREATE TABLE contact_address (
  address    TEXT NOT NULL,               -- lower case
  contact_id INTEGER NOT NULL REFERENCES contact (id),
  PRIMARY KEY (address, contact_id)
) WITHOUT ROWID;
CREATE INDEX contact_address_by_contact ON contact_address (contact_id);
CREATE TABLE supplier (
  id         INTEGER PRIMARY KEY,
  name       TEXT NOT NULL,
  name_key   TEXT NOT NULL,
  external_key TEXT UNIQUE,
  created_at INTEGER NOT NULL
);
CREATE TABLE supplier_domain (
  domain      TEXT NOT NULL,
  supplier_id INTEGER NOT NULL REFERENCES supplier (id),
  PRIMARY KEY (domain, supplier_id)
) WITHOUT ROWID;
CREATE TABLE supplier_contact (
  id          INTEGER PRIMARY KEY,
  supplier_id INTEGER NOT NULL REFERENCES supplier (id),
  name        TEXT NOT NULL
);
CREATE TABLE supplier_address (
  address     TEXT NOT NULL,
  supplier_id INTEGER NOT NULL REFERENCES supplier (id),
  supplier_contact_id INTEGER REFERENCES supplier_contact (id),
  PRIMARY KEY (address, supplier_id)
) WITHOUT ROWID;
CREATE TABLE product (
  id       INTEGER PRIMARY KEY,
  sku      TEXT NOT NULL UNIQUE,
  name     TEXT NOT NULL,
  category TEXT
);
CREATE TABLE product_alias (
  product_id INTEGER NOT NULL REFERENCES product (id),
  name       TEXT NOT NULL,
  PRIMARY KEY (product_id, name)
) WITHOUT ROWID;

-- The documents of a sale (later issues widen them) ----------------------------------------------------------------------
CREATE TABLE number_pattern (
  record_type TEXT NOT NULL CHECK (record_type IN ('quotation', 'order', 'case')),
  pattern     TEXT NOT NULL,              -- '#' is a digit, everything else stands for itself
  PRIMARY KEY (record_type, pattern)
) WITHOUT ROWID;
CREATE TABLE quotation (
  id          INTEGER PRIMARY KEY,
  number      TEXT NOT NULL UNIQUE,
  customer_id INTEGER REFERENCES customer (id),
  contact_id  INTEGER REFERENCES contact (id),
  issued_on   INTEGER,
  status      TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'in_approval', 'approved', 'sent', 'accepted', 'lost', 'expired')),
  created_at  INTEGER NOT NULL
);
CREATE INDEX quotation_by_number ON quotation (upper(number));   -- as buyers write it
CREATE INDEX quotation_by_customer ON quotation (customer_id);
CREATE TABLE quotation_line (
  quotation_id INTEGER NOT NULL REFERENCES quotation (id),
  position     INTEGER NOT NULL,
  sku          TEXT NOT NULL,
  quantity     TEXT NOT NULL,
  unit         TEXT,
  price        TEXT,
  currency     TEXT,
  PRIMARY KEY (quotation_id, position)
) WITHOUT ROWID;
CREATE TABLE sales_order (
  id           INTEGER PRIMARY KEY,
  number       TEXT NOT NULL UNIQUE,
  customer_po  TEXT,
  customer_id  INTEGER REFERENCES customer (id),
  quotation_id INTEGER REFERENCES quotation (id),
  status       TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'done', 'cancelled')),
  created_at   INTEGER NOT NULL
);
CREATE INDEX sales_order_by_customer ON sales_order (customer_id);
CREATE INDEX sales_order_by_number ON sales_order (upper(number));
CREATE INDEX sales_order_by_customer_po ON sales_order (upper(customer_po));
CREATE TABLE service_case (
  id          INTEGER PRIMARY KEY,
  number      TEXT NOT NULL UNIQUE,
  customer_id INTEGER REFERENCES customer (id),
  subject     TEXT NOT NULL,
  status      TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'solved', 'closed')),
  created_at  INTEGER NOT NULL
);
CREATE INDEX service_case_by_number ON service_case (upper(number));
CREATE INDEX service_case_by_customer ON service_case (customer_id);

-- Mailboxes ------------------------------------------------------------------------------------------------------------
CREATE TABLE account (
  id          INTEGER PRIMARY KEY,
  name        TEXT NOT NULL UNIQUE,
  user_id     INTEGER REFERENCES crm_user (id),
  state       TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'syncing', 'current', 'failing', 'disabled', 'local')),  -- local: no server behind it (imports)
  error       TEXT,                       -- why it fails, without secrets
  failing_since INTEGER,
  last_ok_at  INTEGER,                    -- last time every chosen folder was seen complete
  created_at  INTEGER NOT NULL
);
CREATE TABLE folder (
  id             INTEGER PRIMARY KEY,
  account_id     INTEGER NOT NULL REFERENCES account (id),
  name           TEXT NOT NULL,           -- UTF-8, with the server's delimiter
  role           TEXT NOT NULL CHECK (role IN ('other', 'inbox', 'sent', 'archive', 'all', 'junk', 'trash', 'drafts')),
  uid_validity   INTEGER NOT NULL DEFAULT 0,   -- 0: never opened
  uid_next       INTEGER NOT NULL DEFAULT 0,
  highest_modseq INTEGER NOT NULL DEFAULT 0,
  server_count   INTEGER NOT NULL DEFAULT 0,   -- messages the server had at the last look
  backfilled     INTEGER NOT NULL DEFAULT 0 CHECK (backfilled IN (0, 1)),  -- every UID of the first look is accounted for
  synced_at      INTEGER,                 -- last time it was seen complete
  gone_at        INTEGER,                 -- the server no longer lists it
  UNIQUE (account_id, name)
);

-- Mail -----------------------------------------------------------------------------------------------------------------
CREATE TABLE thread (
  id            INTEGER PRIMARY KEY,
  subject_key   TEXT NOT NULL,
  first_at      INTEGER NOT NULL,
  last_at       INTEGER NOT NULL,
  message_count INTEGER NOT NULL,
  merged_into   INTEGER REFERENCES thread (id)
);
CREATE INDEX thread_by_subject ON thread (subject_key, last_at);
CREATE INDEX thread_merged ON thread (merged_into) WHERE merged_into IS NOT NULL;
-- By hash, since every mail adds some at random places: the table is a quarter of what the texts would take, so it stays in memory.
CREATE TABLE thread_reference (
  reference_key INTEGER NOT NULL,         -- first 64 bits of the SHA-256 of a Message-ID, seen as somebody's own or only named
  thread_id     INTEGER NOT NULL REFERENCES thread (id),  -- as first seen: a merged thread's references lead through thread.merged_into
  PRIMARY KEY (reference_key)
) WITHOUT ROWID;
CREATE TABLE message (
  id              INTEGER PRIMARY KEY,
  identity        BLOB NOT NULL,          -- SHA-256 of the content: same mail in two mailboxes is one row
  vault_object    BLOB NOT NULL,          -- of its first delivery
  size            INTEGER NOT NULL,
  message_id      TEXT,
  thread_id       INTEGER REFERENCES thread (id),
  subject         TEXT NOT NULL,
  preview         TEXT NOT NULL,
  author_address  TEXT NOT NULL,
  author_name     TEXT NOT NULL,
  sent_at         INTEGER,
  arrived_at      INTEGER NOT NULL,       -- never changes: the index is sorted by it
  direction       TEXT NOT NULL CHECK (direction IN ('inbound', 'outbound', 'internal')),
  kind            TEXT NOT NULL,
  kind_confidence REAL NOT NULL,
  kind_pinned     INTEGER NOT NULL DEFAULT 0 CHECK (kind_pinned IN (0, 1)),
  automatic       INTEGER NOT NULL DEFAULT 0 CHECK (automatic IN (0, 1)),
  language        TEXT,
  attachment_count INTEGER NOT NULL DEFAULT 0,
  state           TEXT NOT NULL DEFAULT 'filed' CHECK (state IN ('filed', 'stub', 'quarantined')),
  state_reason    TEXT,
  handled_by      INTEGER REFERENCES crm_user (id),
  duplicate_of    INTEGER REFERENCES message (id),
  answered_at     INTEGER,                -- arrival of our first human answer in the thread after it; inbound only
  filed_at        INTEGER NOT NULL
);
CREATE INDEX message_by_identity ON message (substr(identity, 1, 8));  -- enough to find it, a third of the size
CREATE INDEX message_by_arrival ON message (arrived_at);
CREATE INDEX message_by_thread ON message (thread_id, arrived_at);
CREATE INDEX message_by_message_id ON message (message_id);
CREATE INDEX message_by_author ON message (author_address, arrived_at);
CREATE INDEX message_not_filed ON message (state) WHERE state <> 'filed';
CREATE INDEX message_answer ON message (thread_id, arrived_at) WHERE direction = 'outbound' AND automatic = 0;  -- the response clock
CREATE TABLE message_decision (
  message_id INTEGER PRIMARY KEY REFERENCES message (id),
  decisions  TEXT NOT NULL,               -- JSON array of {what, value, rule, confidence, evidence, alternatives}
  warnings   TEXT                         -- JSON array of strings; NULL when there is none
);
CREATE TABLE address (
  id      INTEGER PRIMARY KEY,
  address TEXT NOT NULL UNIQUE,           -- lower case
  domain  TEXT NOT NULL,
  name    TEXT NOT NULL,                  -- display name last seen
  written_to_at INTEGER                   -- arrival of the latest outbound mail to it; NULL: we never wrote to it
);
CREATE INDEX address_by_domain ON address (domain);
CREATE TABLE message_address (
  message_id INTEGER NOT NULL REFERENCES message (id),
  role       TEXT NOT NULL CHECK (role IN ('from', 'reply_to', 'to', 'cc', 'bcc')),
  position   INTEGER NOT NULL,
  address_id INTEGER NOT NULL REFERENCES address (id),
  PRIMARY KEY (message_id, role, position)
) WITHOUT ROWID;
CREATE INDEX message_address_by_address ON message_address (address_id, message_id);
CREATE TABLE attachment (
  message_id    INTEGER NOT NULL REFERENCES message (id),
  position      INTEGER NOT NULL,
  file_name     TEXT NOT NULL,
  media_type    TEXT NOT NULL,
  part_path     TEXT NOT NULL,
  body_offset   INTEGER NOT NULL,
  encoded_bytes INTEGER NOT NULL,
  encoding      TEXT NOT NULL,
  inline_image  INTEGER NOT NULL CHECK (inline_image IN (0, 1)),
  PRIMARY KEY (message_id, position)
) WITHOUT ROWID;
-- One copy of a message in one folder of one mailbox, or one UID that could not be taken, with the reason. The UIDs of a folder's
-- rows are what has been accounted for there: there is no other cursor.
CREATE TABLE delivery (
  id            INTEGER PRIMARY KEY,
  folder_id     INTEGER NOT NULL REFERENCES folder (id),
  uid_validity  INTEGER NOT NULL,
  uid           INTEGER NOT NULL,
  message_id    INTEGER REFERENCES message (id),
  vault_object  BLOB,                     -- this copy's own bytes
  disposition   TEXT NOT NULL CHECK (disposition IN ('filed', 'stub', 'skipped', 'quarantined')),
  reason        TEXT,
  flags         INTEGER NOT NULL DEFAULT 0,
  internal_date INTEGER NOT NULL,
  taken_at      INTEGER NOT NULL,
  gone_at       INTEGER,                  -- expunged or moved away on the server; the mail stays
  UNIQUE (folder_id, uid_validity, uid),
  CHECK ((message_id IS NULL) = (disposition = 'skipped'))
);
CREATE INDEX delivery_by_message ON delivery (message_id);
CREATE INDEX delivery_gone ON delivery (folder_id, uid_validity, uid) WHERE gone_at IS NOT NULL;
CREATE INDEX delivery_not_filed ON delivery (folder_id, disposition) WHERE disposition <> 'filed';
CREATE TABLE filing (
  message_id  INTEGER NOT NULL REFERENCES message (id),
  record_type TEXT NOT NULL CHECK (record_type IN ('customer', 'contact', 'supplier', 'quotation', 'order', 'case', 'opportunity', 'lead')),
  record_id   INTEGER NOT NULL,
  rule        TEXT NOT NULL,
  confidence  REAL NOT NULL,
  evidence    TEXT NOT NULL,
  pinned      INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1)),    -- a person's decision: no re-run changes it
  removed     INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1)),   -- with pinned: a person said it does not belong there
  filed_by    TEXT NOT NULL,
  filed_at    INTEGER NOT NULL,
  PRIMARY KEY (message_id, record_type, record_id)
) WITHOUT ROWID;
CREATE INDEX filing_by_record ON filing (record_type, record_id, message_id);

-- Leads and opportunities ------------------------------------------------------------------------------------------------
CREATE TABLE opportunity (
  id          INTEGER PRIMARY KEY,
  name        TEXT NOT NULL,
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  contact_id  INTEGER REFERENCES contact (id),
  owner_id    INTEGER REFERENCES crm_user (id),
  stage       TEXT NOT NULL DEFAULT 'inquiry' CHECK (stage IN ('inquiry', 'sample', 'quotation', 'negotiation', 'pi', 'won', 'lost')),
  amount      TEXT,
  currency    TEXT,
  created_at  INTEGER NOT NULL,
  updated_at  INTEGER NOT NULL,
  version     INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX opportunity_by_customer ON opportunity (customer_id);
CREATE TABLE lead (
  id           INTEGER PRIMARY KEY,
  status       TEXT NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'assigned', 'contacted', 'qualified', 'converted', 'disqualified', 'merged')),
  message_id   INTEGER REFERENCES message (id),      -- the inquiry it was made from
  company      TEXT, contact_name TEXT, email TEXT, phone TEXT, country TEXT, language TEXT,
  phone_key    TEXT,                      -- last digits of the phone number: for the duplicate check
  platform     TEXT, incoterm TEXT, port TEXT, target_price TEXT, currency TEXT,
  score        REAL NOT NULL DEFAULT 0,
  score_reasons TEXT,                     -- JSON array
  sources      TEXT,                      -- JSON object: field -> text it was read from
  owner_id     INTEGER REFERENCES crm_user (id),
  arrived_at   INTEGER NOT NULL,          -- of the inquiry: the response clock starts here
  answered_at  INTEGER,                   -- our first human answer
  merged_into  INTEGER REFERENCES lead (id),
  customer_id  INTEGER REFERENCES customer (id),     -- after conversion
  contact_id   INTEGER REFERENCES contact (id),
  opportunity_id INTEGER REFERENCES opportunity (id),
  qualified_why TEXT,
  disqualified_why TEXT,
  created_at   INTEGER NOT NULL,
  updated_at   INTEGER NOT NULL,
  version      INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX lead_by_status ON lead (status, arrived_at);
CREATE INDEX lead_by_email ON lead (lower(email));
CREATE INDEX lead_by_phone ON lead (phone_key);
CREATE INDEX lead_by_arrival ON lead (arrived_at);
CREATE INDEX lead_by_message ON lead (message_id);
CREATE INDEX lead_by_owner ON lead (owner_id, status);
CREATE TABLE lead_item (
  lead_id  INTEGER NOT NULL REFERENCES lead (id),
  position INTEGER NOT NULL,
  product  TEXT NOT NULL,
  sku      TEXT,
  quantity TEXT,
  unit     TEXT,
  PRIMARY KEY (lead_id, position)
) WITHOUT ROWID;
-- The threads in which a lead is talked about: that of its inquiry, and those of inquiries that repeat it.
CREATE TABLE lead_thread (
  lead_id   INTEGER NOT NULL REFERENCES lead (id),
  thread_id INTEGER NOT NULL REFERENCES thread (id),
  PRIMARY KEY (lead_id, thread_id)
) WITHOUT ROWID;
CREATE INDEX lead_thread_by_thread ON lead_thread (thread_id);
CREATE TABLE lead_event (
  id      INTEGER PRIMARY KEY,
  lead_id INTEGER NOT NULL REFERENCES lead (id),
  at      INTEGER NOT NULL,
  actor   TEXT NOT NULL,
  event   TEXT NOT NULL,                  -- 'created', 'assigned', 'contacted', 'qualified', 'converted', 'merged', ...
  detail  TEXT NOT NULL
);
CREATE INDEX lead_event_by_lead ON lead_event (lead_id, id);

-- What happened ----------------------------------------------------------------------------------------------------------
CREATE TABLE audit (
  id          INTEGER PRIMARY KEY,
  at          INTEGER NOT NULL,
  actor       TEXT NOT NULL,
  role        TEXT NOT NULL,
  cause       TEXT NOT NULL,
  record_type TEXT NOT NULL,
  record_id   INTEGER NOT NULL,
  action      TEXT NOT NULL,
  before      TEXT,                       -- JSON
  after       TEXT,                       -- JSON
  chain       BLOB NOT NULL               -- SHA-256 over the row before's chain and this row's fields
);
CREATE INDEX audit_by_record ON audit (record_type, record_id, id);
CREATE TABLE nightly_run (
  id          INTEGER PRIMARY KEY,
  started_at  INTEGER NOT NULL,
  finished_at INTEGER,
  step        TEXT NOT NULL,              -- the step it is in, for resuming
  report      TEXT                        -- JSON
);
CREATE TABLE notice (
  id         INTEGER PRIMARY KEY,
  at         INTEGER NOT NULL,
  severity   TEXT NOT NULL CHECK (severity IN ('info', 'warning', 'error')),
  topic      TEXT NOT NULL,               -- 'gap', 'quarantine', 'unknown-platform-layout', ...
  about      TEXT NOT NULL DEFAULT '',    -- what it is about, so that the same notice stands once: 'folder 12'
  text       TEXT NOT NULL,
  cleared_at INTEGER
);
CREATE UNIQUE INDEX notice_standing ON notice (topic, about) WHERE cleared_at IS NULL;
