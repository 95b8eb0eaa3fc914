-- Who sees what: teams, what a role sees of which records, and records shared beyond that.

CREATE TABLE team (
  id         INTEGER PRIMARY KEY,
  name       TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL
);
ALTER TABLE crm_user ADD COLUMN team_id INTEGER REFERENCES team (id);
CREATE INDEX crm_user_by_team ON crm_user (team_id);
CREATE TABLE visibility (
  role        TEXT NOT NULL CHECK (role IN ('rep', 'assistant', 'manager', 'administrator', 'auditor')),
  record_type TEXT NOT NULL CHECK (record_type IN ('customer', 'lead', 'opportunity', 'mail')),
  scope       TEXT NOT NULL CHECK (scope IN ('own', 'team', 'all')),
  PRIMARY KEY (role, record_type)
) WITHOUT ROWID;
INSERT INTO visibility (role, record_type, scope) VALUES
  ('rep', 'customer', 'own'), ('rep', 'lead', 'own'), ('rep', 'opportunity', 'own'), ('rep', 'mail', 'own'),
  ('assistant', 'customer', 'team'), ('assistant', 'lead', 'team'), ('assistant', 'opportunity', 'team'), ('assistant', 'mail', 'team'),
  ('manager', 'customer', 'all'), ('manager', 'lead', 'all'), ('manager', 'opportunity', 'all'), ('manager', 'mail', 'all'),
  ('auditor', 'customer', 'all'), ('auditor', 'lead', 'all'), ('auditor', 'opportunity', 'all'), ('auditor', 'mail', 'all'),
  ('administrator', 'customer', 'all'), ('administrator', 'lead', 'all'), ('administrator', 'opportunity', 'all'), ('administrator', 'mail', 'all');
CREATE TABLE record_share (
  record_type TEXT NOT NULL CHECK (record_type IN ('customer', 'lead', 'opportunity')),
  record_id   INTEGER NOT NULL,
  user_id     INTEGER NOT NULL REFERENCES crm_user (id),
  PRIMARY KEY (record_type, record_id, user_id)
) WITHOUT ROWID;
