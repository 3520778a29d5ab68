CREATE TABLE officer (
    office       BIGINT NOT NULL,
    id           BYTEA  NOT NULL CHECK (length(id) = 16),
    login        TEXT   COLLATE "C" NOT NULL,
    name         BYTEA  NOT NULL,        -- sealed
    roles        TEXT   COLLATE "C" NOT NULL, -- codes with a space between
    active       BIGINT NOT NULL CHECK (active IN (0, 1)),
    password     BYTEA  NOT NULL,        -- the hash, sealed
    failures     BIGINT NOT NULL,
    locked_until BIGINT,
    PRIMARY KEY (office, id),
    UNIQUE (office, login)
);

CREATE TABLE session (
    office   BIGINT NOT NULL,
    token    BYTEA  NOT NULL CHECK (length(token) = 32), -- a keyed hash of it
    officer  BYTEA  NOT NULL,
    began_at BIGINT NOT NULL,
    used_at  BIGINT NOT NULL,
    ends_at  BIGINT NOT NULL,
    PRIMARY KEY (office, token),
    FOREIGN KEY (office, officer) REFERENCES officer (office, id)
);

CREATE INDEX session_by_officer ON session (office, officer);
