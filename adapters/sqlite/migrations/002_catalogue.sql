-- What the office publishes. All of it is public and stored in clear.
CREATE TABLE catalogue (
    office   INTEGER NOT NULL PRIMARY KEY,
    revision INTEGER NOT NULL CHECK (revision >= 1)
) STRICT;

CREATE TABLE edition (
    office  INTEGER NOT NULL,
    service TEXT    NOT NULL,
    number  INTEGER NOT NULL CHECK (number >= 1),
    place   INTEGER NOT NULL,            -- in the list it was published in
    body    BLOB    NOT NULL,
    PRIMARY KEY (office, service, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER edition_is_never_changed BEFORE UPDATE ON edition
BEGIN SELECT raise(ABORT, 'an edition is never changed'); END;
CREATE TRIGGER edition_is_never_removed BEFORE DELETE ON edition
BEGIN SELECT raise(ABORT, 'an edition is never removed'); END;

CREATE TABLE office (
    office INTEGER NOT NULL PRIMARY KEY,
    body   BLOB    NOT NULL
) STRICT;

CREATE TABLE calendar (
    office INTEGER NOT NULL PRIMARY KEY,
    body   BLOB    NOT NULL
) STRICT;
