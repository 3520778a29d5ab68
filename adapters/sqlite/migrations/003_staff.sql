CREATE TABLE officer (
    office       INTEGER NOT NULL,
    id           BLOB    NOT NULL CHECK (length(id) = 16),
    login        TEXT    NOT NULL,
    name         BLOB    NOT NULL,       -- sealed
    roles        TEXT    NOT NULL,       -- codes with a space between
    active       INTEGER NOT NULL CHECK (active IN (0, 1)),
    password     BLOB    NOT NULL,       -- the hash, sealed
    failures     INTEGER NOT NULL,
    locked_until INTEGER,
    PRIMARY KEY (office, id),
    UNIQUE (office, login)
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    office   INTEGER NOT NULL,
    token    BLOB    NOT NULL CHECK (length(token) = 32), -- a keyed hash of it
    officer  BLOB    NOT NULL,
    began_at INTEGER NOT NULL,
    used_at  INTEGER NOT NULL,
    ends_at  INTEGER NOT NULL,
    PRIMARY KEY (office, token),
    FOREIGN KEY (office, officer) REFERENCES officer (office, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX session_by_officer ON session (office, officer);
