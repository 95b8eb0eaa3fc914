-- What is to be done: tasks, calls, meetings, follow-ups.

CREATE TABLE task (
  id          INTEGER PRIMARY KEY,
  title       TEXT NOT NULL,
  kind        TEXT NOT NULL DEFAULT 'task' CHECK (kind IN ('task', 'call', 'meeting', 'follow_up')),
  priority    TEXT NOT NULL DEFAULT 'normal' CHECK (priority IN ('low', 'normal', 'high')),
  owner_id    INTEGER REFERENCES crm_user (id),
  record_type TEXT,                       -- what it is about
  record_id   INTEGER,
  due_at      INTEGER,                    -- of a whole day: its last second in the zone it was said in
  all_day     INTEGER NOT NULL DEFAULT 0 CHECK (all_day IN (0, 1)),
  repeats     TEXT CHECK (repeats IN ('daily', 'weekly', 'monthly', 'yearly')),
  note        TEXT,
  done_at     INTEGER,
  removed_at  INTEGER,
  created_at  INTEGER NOT NULL,
  updated_at  INTEGER NOT NULL,
  version     INTEGER NOT NULL DEFAULT 1,
  CHECK ((record_type IS NULL) = (record_id IS NULL))
);
CREATE INDEX task_open ON task (owner_id, due_at) WHERE done_at IS NULL AND removed_at IS NULL;
CREATE INDEX task_by_record ON task (record_type, record_id);
