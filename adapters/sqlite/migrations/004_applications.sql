-- An application is the fold of its history. The other columns are what lists look for; the
-- audit holds them against the fold.
CREATE TABLE application (
    office          INTEGER NOT NULL,
    id              BLOB    NOT NULL CHECK (length(id) = 16),
    revision        INTEGER NOT NULL CHECK (revision >= 1),
    ticket          TEXT    NOT NULL,
    service         TEXT    NOT NULL,
    edition         INTEGER NOT NULL,
    channel         TEXT    NOT NULL,
    filed_at        INTEGER NOT NULL,
    stage           TEXT    NOT NULL,
    since           INTEGER NOT NULL,
    timer_allowed   INTEGER NOT NULL,
    timer_used      INTEGER NOT NULL,
    timer_since     TEXT,                -- a day, YYYY-MM-DD
    nik_index       BLOB    NOT NULL CHECK (length(nik_index) = 32), -- a keyed hash
    name            BLOB    NOT NULL,    -- sealed
    history         BLOB    NOT NULL,    -- all events, sealed as one
    PRIMARY KEY (office, id),
    UNIQUE (office, ticket)
) STRICT, WITHOUT ROWID;

CREATE INDEX application_by_stage ON application (office, stage, id);
CREATE INDEX application_by_nik ON application (office, nik_index, id);

-- The register of letters. A number is given once; a void letter keeps it.
CREATE TABLE letter (
    office      INTEGER NOT NULL,
    series      TEXT    NOT NULL,
    year        INTEGER NOT NULL,
    sequence    INTEGER NOT NULL CHECK (sequence >= 1),
    application BLOB    NOT NULL,
    text        TEXT    NOT NULL,
    signed_on   TEXT    NOT NULL,
    state       TEXT    NOT NULL CHECK (state IN ('issued', 'void')),
    PRIMARY KEY (office, series, year, sequence),
    UNIQUE (office, application),
    FOREIGN KEY (office, application) REFERENCES application (office, id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER letter_is_never_removed BEFORE DELETE ON letter
BEGIN SELECT raise(ABORT, 'a number stays in the register'); END;

-- Requests that had their effect.
CREATE TABLE receipt (
    office      INTEGER NOT NULL,
    key         BLOB    NOT NULL CHECK (length(key) = 32),     -- a keyed hash
    request     BLOB    NOT NULL CHECK (length(request) = 32), -- a keyed hash
    application BLOB    NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (office, key),
    FOREIGN KEY (office, application) REFERENCES application (office, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX receipt_by_application ON receipt (office, application);

CREATE TABLE notice (
    office      INTEGER NOT NULL,
    id          BLOB    NOT NULL CHECK (length(id) = 16),
    audience    TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    application BLOB    NOT NULL,
    ticket      TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    told_at     INTEGER,
    PRIMARY KEY (office, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX notice_untold ON notice (office, audience, at, id) WHERE told_at IS NULL;
