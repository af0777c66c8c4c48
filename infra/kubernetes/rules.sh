#!/usr/bin/env bash
# Writes overlays/monitoring/prometheusrule.yaml from ../prometheus/rules/pryzma.rules.yaml, which a test holds to be the same.
set -euo pipefail
cd "$(dirname "$0")"
{
  echo "# Made by rules.sh from ../../../prometheus/rules/pryzma.rules.yaml: change that one."
  echo "apiVersion: monitoring.coreos.com/v1"
  echo "kind: PrometheusRule"
  echo "metadata:"
  echo "  name: pryzma-ledger"
  echo "  labels: {app.kubernetes.io/name: pryzma-ledger}"
  echo "spec:"
  sed -n '/^groups:/,$s/^\(.\)/  \1/p' ../prometheus/rules/pryzma.rules.yaml
} > overlays/monitoring/prometheusrule.yaml
