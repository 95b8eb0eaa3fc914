#!/usr/bin/env bash
# sample_test.sh: the sample mailbox in the repository is what its generator writes, byte for byte.
set -euo pipefail

source=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/tradewind-sample.XXXXXX")
trap 'rm -rf "$work"' EXIT
python3 "$source/tests/data/sample/make.py" "$work"
for user in lin zhao chen; do diff -r "$source/tests/data/sample/$user" "$work/$user"; done
