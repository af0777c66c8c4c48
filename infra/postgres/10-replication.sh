#!/bin/bash
# Runs once, when the primary's data directory is made: a role for the standby, its way in, and from the next start
# on (this one would wait for a standby that can't be there yet) synchronous replication: a commit returns when the
# standby has it on disk, too.
set -euo pipefail
psql --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --set ON_ERROR_STOP=1 --set password="$REPLICATION_PASSWORD" <<'SQL'
CREATE ROLE replication LOGIN REPLICATION PASSWORD :'password';
ALTER SYSTEM SET synchronous_standby_names = 'FIRST 1 (standby)';
SQL
echo "host replication replication all scram-sha-256" >> "$PGDATA/pg_hba.conf"
