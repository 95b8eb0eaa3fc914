-- What people said that a mail is: the firm's own layer of the kind model is made of these, and of nothing else.

CREATE TABLE kind_lesson (
  message_id        INTEGER PRIMARY KEY REFERENCES message (id),
  kind              TEXT NOT NULL,                -- 'unknown': anything but an inquiry
  taught_by         TEXT NOT NULL,
  taught_at         INTEGER NOT NULL,
  kind_before       TEXT NOT NULL,                -- what comes back when the word is taken back
  confidence_before REAL NOT NULL,
  pinned_before     INTEGER NOT NULL CHECK (pinned_before IN (0, 1)),
  reading           INTEGER NOT NULL DEFAULT 0,   -- by which way of reading `words` were taken; 0: not read yet
  outbound          INTEGER NOT NULL DEFAULT 0 CHECK (outbound IN (0, 1)),
  sender            TEXT NOT NULL DEFAULT '',     -- '' for our own people and for partners, who write of everything
  sender_domain     TEXT NOT NULL DEFAULT '',     -- '' for free mail too
  words             TEXT NOT NULL DEFAULT ''      -- folded, each once, a blank between two
);
CREATE INDEX kind_lesson_newest ON kind_lesson (taught_at);
