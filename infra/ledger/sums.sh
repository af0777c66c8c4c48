#!/usr/bin/env bash
# The sums of all debits and credits of one ledger number, from the cluster of compose.yaml itself, past the service:
#   sums.sh LEDGER_NUMBER
# Ends with status 1 if they are not equal. Needs bc; reads 8,189 accounts a time.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v bc >/dev/null || { echo "bc is not installed" >&2; exit 2; }
# shellcheck disable=SC1091
. ./.env
number=$1
since=0 count=0
debits_posted=0 credits_posted=0 debits_pending=0 credits_pending=0

page() {
  docker compose exec -T ledger-0 /tigerbeetle repl --cluster="$LEDGER_CLUSTER_ID" \
    --addresses=172.30.7.10:3000,172.30.7.11:3000,172.30.7.12:3000 \
    --command="query_accounts ledger=$number limit=8189 timestamp_min=$since" </dev/null 2>&1 || true
}
sum() { { echo "$2"; sed -n "s/^ *\"$1\": \"\([0-9]*\)\".*/\1/p" <<<"$3"; } | paste -sd+ | bc; }

while true; do
  rows=$(page)
  found=$(grep -c '"timestamp"' <<<"$rows" || true)
  if [ "$found" = 0 ]; then
    grep -q 'No accounts were found' <<<"$rows" || { echo "no answer: $rows" >&2; exit 2; }
    break
  fi
  count=$((count + found))
  for of in debits_posted credits_posted debits_pending credits_pending; do
    printf -v "$of" %s "$(sum "$of" "${!of}" "$rows")"
  done
  since=$(($(sed -n 's/^ *"timestamp": "\([0-9]*\)".*/\1/p' <<<"$rows" | tail -n 1) + 1))
done

echo "ledger $number, $count accounts"
echo "posted:  debits $debits_posted, credits $credits_posted"
echo "pending: debits $debits_pending, credits $credits_pending"
if [ "$debits_posted" = "$credits_posted" ] && [ "$debits_pending" = "$credits_pending" ]; then
  echo equal
else
  echo "NOT EQUAL"
  exit 1
fi
