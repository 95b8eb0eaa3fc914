-- What a person may look over: mail whose kind was decided with little confidence.

CREATE INDEX message_uncertain ON message (arrived_at) WHERE kind_pinned = 0 AND kind_confidence < 0.6;
