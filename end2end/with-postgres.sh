#!/usr/bin/env bash
# Runs a command with a PostgreSQL of its own: with-postgres.sh COMMAND…
# The server lives in a temporary folder, listens only on a Unix socket there, and is gone afterwards,
# however the command ends. The command finds it in TEST_DATABASE_URL. Nothing waits for the disk, unless
# BEKERTJE_POSTGRES_FSYNC=on: for measuring what an order really costs.
set -euo pipefail

initdb=$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -n 1 || true)
programs=$(dirname "$(readlink -f "${initdb:-$(command -v initdb || echo /none)}")")
if [ ! -x "$programs/initdb" ]; then
  echo "There is no PostgreSQL here: app/bundle/install.sh test" >&2
  exit 1
fi

folder=$(mktemp -d "${TMPDIR:-/tmp}/bekertje-postgres-XXXXXX")
as_database_user=()
if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root.
  as_database_user=(runuser -u postgres --)
  chown postgres: "$folder"
fi

stop() {
  (cd / && "${as_database_user[@]}" "$programs/pg_ctl" stop -D "$folder/data" -m immediate -s) 2>/dev/null || true
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

start() {
  cd /
  "${as_database_user[@]}" "$programs/initdb" -D "$folder/data" -U bekertje --auth=trust -E UTF8 --locale=C.UTF-8 \
    --no-sync >"$folder/log.initdb" 2>&1 &&
    "${as_database_user[@]}" "$programs/pg_ctl" start -D "$folder/data" -s -w -t 60 -l "$folder/data/log" \
      -o "-c listen_addresses='' -c unix_socket_directories='$folder' -c fsync=${BEKERTJE_POSTGRES_FSYNC:-off} -c max_connections=200" &&
    "${as_database_user[@]}" "$programs/createdb" -h "$folder" -U bekertje bekertje
}
if ! (start); then
  echo "PostgreSQL did not start:" >&2
  cat "$folder"/log.initdb "$folder"/data/log >&2 2>/dev/null || true
  exit 1
fi

export TEST_DATABASE_URL="postgres://bekertje@localhost/bekertje?host=$folder"
"$@"
