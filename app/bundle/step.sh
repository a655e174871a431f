#!/usr/bin/env bash
# One step of a longer task, with its name, its time and a clear word when it fails:
#   step.sh 3/9 "Testing the domain" COMMAND…
set -uo pipefail
number=$1
words=$2
shift 2
started=$SECONDS
printf '\n[%s] %s\n' "$number" "$words"
"$@"
result=$?
took=$((SECONDS - started))
if [ $result -eq 0 ]; then
  printf '[%s] done in %s s\n' "$number" "$took"
else
  printf '\n[%s] FAILED after %s s: %s\n' "$number" "$took" "$words" >&2
fi
exit $result
