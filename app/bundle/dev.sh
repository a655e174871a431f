#!/usr/bin/env bash
# Rebuilds and restarts the shop when a source file changes. An open page notices that the server has come
# back with another build and reloads itself. Called by `make dev`.
set -uo pipefail
cd "$(dirname "$0")/../.."

# Changes whenever a source file is changed, added or removed.
state() {
  find Cargo.toml Cargo.lock app domain server style public -type f -not -path '*/.*' -printf '%p %T@\n' | sort | cksum
}

server=
stop() {
  [ -z "$server" ] || { kill "$server" && wait "$server"; } 2>/dev/null
  server=
}
trap stop EXIT
trap 'exit 0' INT TERM

mkdir -p "$DATA"
while true; do
  built=$(state)
  if make --no-print-directory -j"$(nproc)" server client && make --no-print-directory site; then
    stop
    "$PROGRAM" serve --demo --dev --data "$DATA" --site "$SITE" &
    server=$!
  else
    printf '\nIt does not build yet%s. Waiting for the next change.\n' "${server:+; the last good version keeps running}"
  fi
  while [ "$(state)" = "$built" ]; do
    # A server that ended by itself has said why; it is started again after the next change.
    sleep 0.5
  done
  printf '\nSomething changed; building again.\n'
done
