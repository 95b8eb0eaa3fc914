#!/usr/bin/env bash
# quickstart_test.sh BUILD: what scripts/quickstart promises a newcomer, with the programs of a finished build.
set -euo pipefail

build=$1
source=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/tradewind-quickstart-test.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 143' TERM INT HUP

"$source/scripts/quickstart" --programs "$build" --data "$work/data" </dev/null >"$work/output" 2>&1 || { cat "$work/output"; echo "FAILED: quickstart" >&2; exit 1; }
failed=no
promised() {
  if ! grep -qE "$2" "$work/output"; then echo "FAILED: $1: no line has: $2" >&2; failed=yes; fi
}
promised "a lead from English mail" "Savannah Waterworks"
promised "a lead from Chinese mail in GBK" "Nanyang Hardware|南洋五金"
promised "a lead from Spanish mail" "Hidráulica Pacífico"
promised "a lead from Russian mail in KOI8-R" "ТеплоСнаб"
promised "a lead from a platform's notice" "Teplyi Dim"
promised "a lead from the website's form" "Highveld Plumbing"
promised "a Chinese search" "询价：黄铜球阀及闸阀"
promised "an English search" "brass ball valves and gate valves"

crm() { "$build/cli/crm" --config "$work/data/tradewind.toml" "$@"; }
count() { python3 -c "import json, sys; print(len(json.load(sys.stdin)['items']))"; }
[ "$(crm mail list --limit 1000 --json | count)" -ge 84 ] || { echo "FAILED: not every letter of the sample is in the store" >&2; failed=yes; }
[ "$(crm search is:quarantined --limit 1000 --json | count)" -le 1 ] || { echo "FAILED: more than the one broken letter is quarantined" >&2; failed=yes; }
[ "$(crm customer list --limit 100 --json | count)" -gt 5 ] || { echo "FAILED: the nightly job converted no lead" >&2; failed=yes; }
crm verify >"$work/verify" || { cat "$work/verify"; failed=yes; }
left=$(python3 - "${work##*/}" <<'PY'
import pathlib, sys
for process in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
    try:
        words = process.read_bytes().decode(errors="replace").split("\0")
    except OSError:
        continue
    if any(sys.argv[1] + "/" in word for word in words):
        print(" ".join(words))
PY
)
[ -z "$left" ] || { echo "FAILED: quickstart left behind: $left" >&2; failed=yes; }

# Again over the same directory, as a newcomer would: the sample's store is made anew, never mixed or doubled.
"$source/scripts/quickstart" --programs "$build" --data "$work/data" </dev/null >"$work/again" 2>&1 || { cat "$work/again"; failed=yes; }
[ "$failed" = no ] || { cat "$work/output"; exit 1; }
