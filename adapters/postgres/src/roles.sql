-- What each role may do. Run by the owner of the tables after every migration:
--   psql -v app=sipoke_app -v reader=sipoke_reader -f roles.sql
-- PostgresStore::grant runs the same text. It may be run again.

REVOKE ALL ON audit, audit_head, catalogue, edition, office, calendar, officer, session,
    application, letter, receipt, notice, migration FROM :"app", :"reader";

-- The application: adds to the record and can neither change nor remove what stands there.
GRANT SELECT, INSERT ON audit, edition, receipt TO :"app";
GRANT SELECT, INSERT, UPDATE ON audit_head, catalogue, office, calendar TO :"app";
GRANT SELECT, INSERT, UPDATE (failures, locked_until) ON officer TO :"app";
GRANT SELECT, INSERT, UPDATE (used_at), DELETE ON session TO :"app";
GRANT SELECT, INSERT,
    UPDATE (revision, stage, since, timer_used, timer_since, history) ON application TO :"app";
GRANT SELECT, INSERT, UPDATE (state) ON letter TO :"app";
GRANT SELECT, INSERT, UPDATE (told_at) ON notice TO :"app";
GRANT SELECT ON migration TO :"app";

-- Reports: what is not sealed and no hash that a person could be found by.
GRANT SELECT ON audit, audit_head, catalogue, edition, office, calendar, letter, migration
    TO :"reader";
GRANT SELECT (office, id, revision, ticket, service, edition, channel, filed_at, stage, since,
    timer_allowed, timer_used, timer_since) ON application TO :"reader";
GRANT SELECT (office, id, audience, kind, application, at, told_at) ON notice TO :"reader";
