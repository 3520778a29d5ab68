-- An application is the fold of its history. The other columns are what lists look for; the
-- audit holds them against the fold.
CREATE TABLE application (
    office          BIGINT NOT NULL,
    id              BYTEA  NOT NULL CHECK (length(id) = 16),
    revision        BIGINT NOT NULL CHECK (revision >= 1),
    ticket          TEXT   COLLATE "C" NOT NULL,
    service         TEXT   COLLATE "C" NOT NULL,
    edition         BIGINT NOT NULL,
    channel         TEXT   COLLATE "C" NOT NULL,
    filed_at        BIGINT NOT NULL,
    stage           TEXT   COLLATE "C" NOT NULL,
    since           BIGINT NOT NULL,
    timer_allowed   BIGINT NOT NULL,
    timer_used      BIGINT NOT NULL,
    timer_since     TEXT   COLLATE "C",  -- a day, YYYY-MM-DD
    nik_index       BYTEA  NOT NULL CHECK (length(nik_index) = 32), -- a keyed hash
    name            BYTEA  NOT NULL,     -- sealed
    history         BYTEA  NOT NULL,     -- all events, sealed as one
    PRIMARY KEY (office, id),
    UNIQUE (office, ticket)
);

CREATE INDEX application_by_stage ON application (office, stage, id);
CREATE INDEX application_by_nik ON application (office, nik_index, id);

-- The register of letters. A number is given once; a void letter keeps it.
CREATE TABLE letter (
    office      BIGINT NOT NULL,
    series      TEXT   COLLATE "C" NOT NULL,
    year        BIGINT NOT NULL,
    sequence    BIGINT NOT NULL CHECK (sequence >= 1),
    application BYTEA  NOT NULL,
    text        TEXT   COLLATE "C" NOT NULL,
    signed_on   TEXT   COLLATE "C" NOT NULL,
    state       TEXT   COLLATE "C" NOT NULL CHECK (state IN ('issued', 'void')),
    PRIMARY KEY (office, series, year, sequence),
    UNIQUE (office, application),
    FOREIGN KEY (office, application) REFERENCES application (office, id)
);

CREATE TRIGGER letter_is_never_removed BEFORE DELETE ON letter
FOR EACH ROW EXECUTE FUNCTION refuse('a number stays in the register');
CREATE TRIGGER letter_is_never_emptied BEFORE TRUNCATE ON letter
FOR EACH STATEMENT EXECUTE FUNCTION refuse('a number stays in the register');

-- Requests that had their effect.
CREATE TABLE receipt (
    office      BIGINT NOT NULL,
    key         BYTEA  NOT NULL CHECK (length(key) = 32),     -- a keyed hash
    request     BYTEA  NOT NULL CHECK (length(request) = 32), -- a keyed hash
    application BYTEA  NOT NULL,
    at          BIGINT NOT NULL,
    PRIMARY KEY (office, key),
    FOREIGN KEY (office, application) REFERENCES application (office, id)
);

CREATE INDEX receipt_by_application ON receipt (office, application);

CREATE TABLE notice (
    office      BIGINT NOT NULL,
    id          BYTEA  NOT NULL CHECK (length(id) = 16),
    audience    TEXT   COLLATE "C" NOT NULL,
    kind        TEXT   COLLATE "C" NOT NULL,
    application BYTEA  NOT NULL,
    ticket      TEXT   COLLATE "C" NOT NULL,
    at          BIGINT NOT NULL,
    told_at     BIGINT,
    PRIMARY KEY (office, id)
);

CREATE INDEX notice_untold ON notice (office, audience, at, id) WHERE told_at IS NULL;
