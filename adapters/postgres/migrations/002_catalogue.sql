-- What the office publishes. All of it is public and stored in clear.
CREATE TABLE catalogue (
    office   BIGINT NOT NULL PRIMARY KEY,
    revision BIGINT NOT NULL CHECK (revision >= 1)
);

CREATE TABLE edition (
    office  BIGINT NOT NULL,
    service TEXT   COLLATE "C" NOT NULL,
    number  BIGINT NOT NULL CHECK (number >= 1),
    place   BIGINT NOT NULL,             -- in the list it was published in
    body    BYTEA  NOT NULL,
    PRIMARY KEY (office, service, number)
);

CREATE TRIGGER edition_is_never_changed BEFORE UPDATE ON edition
FOR EACH ROW EXECUTE FUNCTION refuse('an edition is never changed');
CREATE TRIGGER edition_is_never_removed BEFORE DELETE ON edition
FOR EACH ROW EXECUTE FUNCTION refuse('an edition is never removed');
CREATE TRIGGER edition_is_never_emptied BEFORE TRUNCATE ON edition
FOR EACH STATEMENT EXECUTE FUNCTION refuse('an edition is never removed');

CREATE TABLE office (
    office BIGINT NOT NULL PRIMARY KEY,
    body   BYTEA  NOT NULL
);

CREATE TABLE calendar (
    office BIGINT NOT NULL PRIMARY KEY,
    body   BYTEA  NOT NULL
);
