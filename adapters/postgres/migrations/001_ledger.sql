-- The audit chain. Every key leads with the office, here and everywhere. Every text is compared by
-- its bytes, so that no order depends on the language of a server.
CREATE TABLE audit (
    office  BIGINT NOT NULL,
    number  BIGINT NOT NULL CHECK (number >= 1),
    at      BIGINT NOT NULL,             -- microseconds since 1970, UTC
    by      TEXT   COLLATE "C" NOT NULL,
    action  TEXT   COLLATE "C" NOT NULL,
    subject TEXT   COLLATE "C" NOT NULL,
    digest  BYTEA  CHECK (length(digest) = 32),
    hash    BYTEA  NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (office, number)
);

-- Lines that recorded something stored, by what they recorded.
CREATE INDEX audit_by_subject ON audit (office, subject, number) WHERE digest IS NOT NULL;

-- Refuses a statement with the reason that the trigger names.
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
FOR EACH ROW EXECUTE FUNCTION refuse('the audit trail is never changed');
CREATE TRIGGER audit_is_never_shortened BEFORE DELETE ON audit
FOR EACH ROW EXECUTE FUNCTION refuse('the audit trail is never shortened');
CREATE TRIGGER audit_is_never_emptied BEFORE TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION refuse('the audit trail is never shortened');

-- The end of each chain, with a keyed hash: cutting lines off, or writing the whole chain anew,
-- needs the office's key. Its row is also what commits of one office wait for.
CREATE TABLE audit_head (
    office  BIGINT NOT NULL PRIMARY KEY,
    number  BIGINT NOT NULL CHECK (number >= 1),
    hash    BYTEA  NOT NULL CHECK (length(hash) = 32),
    seal    BYTEA  NOT NULL CHECK (length(seal) = 32)
);
