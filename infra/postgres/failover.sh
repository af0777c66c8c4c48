#!/usr/bin/env bash
# The failover of compose.yaml's Postgres, in steps that refuse what could lose a commit or make two primaries:
#
#   failover.sh status                             who is what
#   failover.sh promote NODE [--stop-primary]      makes the standby NODE the primary; the other one has to be down, or is stopped
#   failover.sh standby NODE [--discard-its-data]  makes NODE a new synchronous standby, from an empty folder
#   failover.sh alone                              lets the primary commit without its standby, which is away
#   failover.sh lead NODE                          says who the primary is, where nobody knows (the volume postgres-lead is lost)
#
# NODE is postgres-1 or postgres-2. The pages in ../runbooks say when: postgres-failover.md.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly STANDBY='FIRST 1 (standby)'

say() { echo "failover: $*"; }
refuse() {
  echo "failover: REFUSED: $*" >&2
  exit 1
}

other() {
  case $1 in
    postgres-1) echo postgres-2 ;;
    postgres-2) echo postgres-1 ;;
    *) refuse "$1 is neither postgres-1 nor postgres-2" ;;
  esac
}

# Whoever can't be asked is not taken for stopped, nor for anything else.
is_running() {
  local running
  running=$(docker compose ps --status running --services) || refuse "docker does not tell what runs"
  grep -qx "$1" <<<"$running"
}
# A command in a container of its own on the node's volumes, whether the node runs or not.
beside() { docker compose run --rm --no-deps -T --entrypoint bash "$1" -c "$2" </dev/null; }
# A statement on a node that runs; each one for itself, since ALTER SYSTEM takes no transaction.
sql() { timeout 20 docker compose exec -T "$1" psql -U pryzma -d pryzma -qtAXc "$2" </dev/null; }
is_in_recovery() {
  local answer
  answer=$(sql "$1" 'SELECT pg_is_in_recovery()') || refuse "$1 does not answer"
  [ "$answer" = t ]
}
lead() { beside postgres-1 'cat /lead/primary 2>/dev/null || true'; }
set_lead() { beside postgres-1 "echo $1 > /lead/primary.new && sync /lead/primary.new && mv /lead/primary.new /lead/primary"; }
standbys() { sql "$1" "SELECT count(*) FROM pg_stat_replication WHERE application_name = 'standby' AND $2"; }
wait_for_names() {
  sql "$1" "ALTER SYSTEM SET synchronous_standby_names = '$2'"
  sql "$1" 'SELECT pg_reload_conf()' >/dev/null
}

status() {
  local node
  say "the primary is to be: $(lead)"
  for node in postgres-1 postgres-2; do
    if ! is_running "$node"; then
      say "$node: not running"
    elif ! sql "$node" 'SELECT 1' >/dev/null 2>&1; then
      say "$node: running, does not answer"
    elif is_in_recovery "$node"; then
      say "$node: standby, has received up to $(sql "$node" 'SELECT greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())')"
    else
      say "$node: PRIMARY, waits for: '$(sql "$node" 'SHOW synchronous_standby_names')', standby: $(
        sql "$node" "SELECT coalesce(string_agg(state || ' ' || sync_state, ', '), 'none') FROM pg_stat_replication")"
    fi
  done
}

promote() {
  local node=$1 stop=${2:-} old was names checkpoint
  old=$(other "$node")
  was=$(lead)
  is_running "$node" || refuse "$node does not run"
  if ! is_in_recovery "$node"; then
    [ "$was" = "$node" ] || refuse "$node is no standby, and yet ${was:-nobody} is to be the primary. Stop it and find out what happened"
    say "$node is the primary already"
    return
  fi

  # 1. The other one is gone for sure, and has lost nothing by it.
  if is_running "$old"; then
    [ "$stop" = --stop-primary ] || refuse "$old still runs. Two primaries would part the books: say --stop-primary, and it is stopped first"
    if [ "$(standbys "$old" "sync_state IN ('sync', 'quorum')" || echo unknown)" = 0 ]; then
      refuse "$node is not synchronous with $old at present, and may lack what clients were told"
    fi
    say "stopping $old"
    docker compose stop --timeout 60 "$old"
    ! is_running "$old" || refuse "$old could not be stopped"
  fi
  # shellcheck disable=SC2016 # for the shell in the container
  names=$(beside "$old" 'sed -n "s/^synchronous_standby_names = //p" "$PGDATA/postgresql.auto.conf" | tail -n 1' || true)
  # shellcheck disable=SC2016
  checkpoint=$(beside "$old" 'pg_controldata "$PGDATA" | sed -n "s/^Latest checkpoint location: *//p"' || true)
  if [ "$stop" = --lose-commits ]; then
    say "as you say: what only $old has is lost"
  elif [ "$was" = "$node" ]; then
    say "going on with a promotion that was begun"
  elif [ -z "$checkpoint" ]; then
    refuse "the folder of $old can't be read, so nobody can tell whether it committed without its standby." \
      "If you know that it did not, or accept what is lost: --lose-commits"
  elif [ "$names" != "'$STANDBY'" ]; then
    refuse "$old was allowed to commit without its standby: $node lacks what was committed then. Start $old again; or, if it is" \
      "lost, accept that and say --lose-commits (../runbooks/postgres-restored.md says what comes back)"
  elif [ "$(sql "$node" "SELECT greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()) >= '$checkpoint'")" != t ]; then
    refuse "$node has not received all that $old has written (its last checkpoint, $checkpoint). Start $old and let $node catch up"
  fi

  # 2. From here on the other one refuses to start.
  set_lead "$node"
  # 3. Nobody is its standby yet: with the old setting its commits would hang.
  wait_for_names "$node" ''
  sql "$node" 'SELECT pg_promote(true, 60)' >/dev/null
  ! is_in_recovery "$node" || refuse "$node did not become the primary: look at its log, and say the same again"
  say "$node is the primary, on ONE disk: make a standby soon (failover.sh standby $old --discard-its-data)"
}

standby() {
  local node=$1 discard=${2:-} primary following
  primary=$(lead)
  [ "$primary" = "$(other "$node")" ] || refuse "the primary is ${primary:-unknown}, and $node can't be its standby"
  is_running "$primary" || refuse "$primary does not run"
  ! is_in_recovery "$primary" || refuse "$primary is no primary yet"
  following=$(standbys "$primary" "state = 'streaming'")
  if [ "$following" != 0 ]; then
    say "$node is a standby already, and follows"
  else
    # shellcheck disable=SC2016
    if beside "$node" 'test -s "$PGDATA/PG_VERSION"'; then
      [ "$discard" = --discard-its-data ] || refuse "the volume of $node holds data. If nothing in it is of use: --discard-its-data"
      docker compose stop "$node"
      # shellcheck disable=SC2016
      beside "$node" 'rm -rf "$PGDATA"'
    fi
    docker compose up --detach --no-deps "$node"
    say "copying $primary to $node"
    until [ "$(standbys "$primary" "state = 'streaming'")" = 1 ]; do
      is_running "$node" || refuse "$node has ended: docker compose logs $node"
      sleep 1
    done
  fi
  wait_for_names "$primary" "$STANDBY"
  until [ "$(standbys "$primary" "sync_state = 'sync'")" = 1 ]; do
    sleep 1
  done
  say "$node is the synchronous standby of $primary"
}

alone() {
  local primary
  primary=$(lead)
  is_running "$primary" || refuse "$primary does not run"
  ! is_in_recovery "$primary" || refuse "$primary is no primary"
  [ "$(standbys "$primary" "state = 'streaming'")" = 0 ] || refuse "the standby follows: nothing has to be done without it"
  wait_for_names "$primary" ''
  say "$primary commits on ONE disk. Its standby may not be promoted any more: failover.sh standby $(other "$primary")"
}

say_lead() {
  local node=$1 known
  known=$(lead)
  [ -z "$known" ] || refuse "it is known: $known"
  ! is_running "$(other "$node")" || refuse "stop $(other "$node") first"
  set_lead "$node"
  say "the primary is to be: $node"
}

case "${1:-} ${2:-} ${3:-}" in
  "status  ") status ;;
  "promote "postgres-?" " | "promote "postgres-?" --stop-primary" | "promote "postgres-?" --lose-commits") promote "$2" "${3:-}" ;;
  "standby "postgres-?" " | "standby "postgres-?" --discard-its-data") standby "$2" "${3:-}" ;;
  "alone  ") alone ;;
  "lead "postgres-?" ") say_lead "$2" ;;
  *)
    sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' postgres/failover.sh
    exit 2
    ;;
esac
