#!/usr/bin/env bash
# Runs the lab study and its control for some seeds on one data directory, then prints the table of docs/experiments.md.
#   benchmarks/lab-seeds.sh DATA-DIRECTORY SEED...      about 4 minutes a seed on two cores
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
[ $# -ge 2 ] || { echo "usage: benchmarks/lab-seeds.sh DATA-DIRECTORY SEED..." >&2; exit 2; }
data="$1"
shift

runs=()
controls=()
for seed in "$@"; do
    "$root/tiltmeter" demo --exit --seed "$seed" --data "$data"
    "$root/tiltmeter" demo --exit --seed "$seed" --mixture context_critical --data "$data"
    runs+=("lab-$seed-full")
    controls+=("lab-$seed-full-context-critical")
done

"$root/tiltmeter" up --data "$data" &
launcher=$!
trap 'kill "$launcher"; wait "$launcher"' EXIT
until curl -sf http://127.0.0.1:8080/q/health/ready >/dev/null; do sleep 1; done
"$root/tiltmeter" bench lab-table http://127.0.0.1:8080 "${runs[@]}"
"$root/tiltmeter" bench lab-table http://127.0.0.1:8080 "${controls[@]}"
