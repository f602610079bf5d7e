-- A server creates this in a database that lacks it. If its role may not create
-- tables, apply this file yourself, once: psql "$DATABASE_URL" -f schema.sql

BEGIN;

-- Servers that start together take turns: IF NOT EXISTS alone can fail then.
-- The number is arbitrary; other programs in the database must not use it.
SELECT pg_advisory_xact_lock(7130924);

-- The library judges the origins, not the database: a constraint here would
-- only repeat some of its rules, in other words.
CREATE TABLE IF NOT EXISTS tenant_origins (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant text NOT NULL,
    origin text NOT NULL
);

-- Without a payload: servers load the table again, so a notification that comes
-- twice or late does no harm.
CREATE OR REPLACE FUNCTION notify_tenant_origins() RETURNS trigger AS $$
BEGIN
    NOTIFY tenant_origins;
    RETURN NULL;
END
$$ LANGUAGE plpgsql;

-- Notifies all servers of every change, through the endpoint or by hand.
CREATE OR REPLACE TRIGGER tenant_origins_changed
    AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON tenant_origins
    FOR EACH STATEMENT EXECUTE FUNCTION notify_tenant_origins();

COMMIT;
