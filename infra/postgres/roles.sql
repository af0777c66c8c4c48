-- The service's own role in Postgres: it reads and writes rows, makes and changes no tables, and can add to the audit but
-- not change or delete what is there. Run it as the role that owns the tables (the one that the migrations use, which has
-- to be allowed to create roles), in the service's database, before or after its first start; it may be run again:
--   psql -v ON_ERROR_STOP=1 -f roles.sql "$URL" && psql -c '\password pryzma_service' "$URL"
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'pryzma_service') THEN
        CREATE ROLE pryzma_service LOGIN;
    END IF;
END $$;

-- What is there, and what later migrations of this owner make.
GRANT USAGE ON SCHEMA public TO pryzma_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO pryzma_service;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO pryzma_service;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO pryzma_service;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO pryzma_service;

-- Where these tables are still to come, the migration that makes the audit's does it, and Flyway's stays as it is.
DO $$
BEGIN
    IF to_regclass('public.audit_event') IS NOT NULL THEN
        REVOKE UPDATE, DELETE ON audit_event FROM pryzma_service;
    END IF;
    IF to_regclass('public.flyway_schema_history') IS NOT NULL THEN
        REVOKE INSERT, UPDATE, DELETE ON flyway_schema_history FROM pryzma_service;
    END IF;
END $$;
