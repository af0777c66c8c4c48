#!/bin/bash
# Starts one of the two Postgres servers of compose.yaml as what it is: the primary, if the file /lead/primary (a volume that
# both see; failover.sh writes it) names it, else the standby of the other one. A data folder that has been a primary's
# is never started as anything else, nor beside another primary: that is how money comes to have two histories.
# Where there is no such volume, a tool that fences (Patroni, pg_auto_failover, a managed service) does this work.
set -euo pipefail

refuse() {
  echo "REFUSED: $*" >&2
  sleep 5 # it is started again and again, and the reason should be readable
  exit 1
}

lead=$(cat /lead/primary 2>/dev/null || true)
has_data() { [ -s "$PGDATA/PG_VERSION" ]; }
is_standby() { [ -e "$PGDATA/standby.signal" ]; }

if [ -z "$lead" ]; then
  # The very first start, or that of a folder from before there was such a file.
  if [ "$NODE" = postgres-1 ] && ! is_standby; then
    echo "$NODE" > /lead/primary.new
    mv /lead/primary.new /lead/primary
    lead=$NODE
  elif has_data && ! is_standby; then
    refuse "nobody knows who the primary is, and the data of $NODE have been a primary's. Find out, then: failover.sh lead <node>"
  fi
fi

if [ "$lead" = "$NODE" ]; then
  if is_standby; then
    echo "$NODE is to be the primary and is a standby still: failover.sh promote $NODE" >&2
    exec docker-entrypoint.sh postgres -c cluster_name=standby -c wal_keep_size=1GB
  fi
  exec docker-entrypoint.sh postgres -c synchronous_commit=on -c wal_keep_size=1GB
fi

if has_data && ! is_standby; then
  refuse "$NODE was the primary, and ${lead:-nobody} is now. Its data may have what the other never got; two primaries would" \
    "part the books. To make it a new standby, from nothing: failover.sh standby $NODE --discard-its-data"
fi

if ! has_data; then
  until pg_isready -q -h "$PEER" -U replication -d postgres; do
    sleep 1
  done
  # Into a folder of its own: one that was begun and not finished must not look like a data folder.
  install --directory --owner postgres --group postgres --mode 0700 "$PGDATA.new"
  find "$PGDATA.new" -mindepth 1 -delete
  PGPASSWORD=$REPLICATION_PASSWORD gosu postgres \
    pg_basebackup -h "$PEER" -U replication -D "$PGDATA.new" -X stream --checkpoint=fast -R
  # Nobody is this one's standby yet: with the primary's setting its commits would hang once it is promoted.
  echo "synchronous_standby_names = ''" >> "$PGDATA.new/postgresql.auto.conf"
  mkdir -p "$(dirname "$PGDATA")"
  rm -rf "$PGDATA"
  mv "$PGDATA.new" "$PGDATA"
fi
# The name by which the primary knows it (synchronous_standby_names).
exec docker-entrypoint.sh postgres -c cluster_name=standby -c wal_keep_size=1GB
