-- The audit chain. Every key leads with the office, here and everywhere.
CREATE TABLE audit (
    office  INTEGER NOT NULL,
    number  INTEGER NOT NULL CHECK (number >= 1),
    at      INTEGER NOT NULL,            -- microseconds since 1970, UTC
    by      TEXT    NOT NULL,
    action  TEXT    NOT NULL,
    subject TEXT    NOT NULL,
    digest  BLOB    CHECK (length(digest) = 32),
    hash    BLOB    NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (office, number)
) STRICT, WITHOUT ROWID;

-- Lines that recorded something stored, by what they recorded.
CREATE INDEX audit_by_subject ON audit (office, subject, number) WHERE digest IS NOT NULL;

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN SELECT raise(ABORT, 'the audit trail is never changed'); END;
CREATE TRIGGER audit_is_never_shortened BEFORE DELETE ON audit
BEGIN SELECT raise(ABORT, 'the audit trail is never shortened'); END;

-- The end of each chain, with a keyed hash: cutting lines off, or writing the whole chain anew,
-- needs the office's key.
CREATE TABLE audit_head (
    office  INTEGER NOT NULL PRIMARY KEY,
    number  INTEGER NOT NULL CHECK (number >= 1),
    hash    BLOB    NOT NULL CHECK (length(hash) = 32),
    seal    BLOB    NOT NULL CHECK (length(seal) = 32)
) STRICT;
