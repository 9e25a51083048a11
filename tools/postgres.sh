#!/bin/sh
# Starts a throw-away PostgreSQL server for the tests and prints its URL on standard output; all else goes to standard error.
#   export KRONIEK_TEST_POSTGRES="$(tools/postgres.sh)"      start (installs Debian's postgresql where it is missing)
#   tools/postgres.sh stop                                   stop it and remove its data
# The server listens on a unix socket only. It runs as the user `postgres` when called by root.
set -eu
data="${KRONIEK_POSTGRES_DATA:-${TMPDIR:-/tmp}/kroniek-postgres-$(id -u)}"

bin() {
    for folder in /usr/lib/postgresql/*/bin; do [ -x "$folder/initdb" ] && found="$folder"; done
    [ -n "${found:-}" ] && echo "$found"
}
as_server() {
    if [ "$(id -u)" = 0 ]; then su postgres -s /bin/sh -c "cd / && $1"; else sh -c "$1"; fi
}

if [ "${1:-start}" = stop ]; then
    as_server "$(bin)/pg_ctl -D '$data/db' -m immediate stop" >&2 || true
    rm -rf "$data"
    exit 0
fi
if [ -z "$(bin || true)" ]; then
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql; } >&2 ||
        { echo "postgres.sh: Debian's package postgresql cannot be installed here" >&2; exit 3; }
fi
server="$(bin)"
if ! [ -d "$data/db" ]; then
    mkdir -p "$data"
    [ "$(id -u)" = 0 ] && chown postgres "$data"
    as_server "$server/initdb -D '$data/db' -U kroniek -A trust -E UTF8 --no-locale --no-sync" >&2
fi
as_server "$server/pg_ctl -D '$data/db' status" >/dev/null 2>&1 ||
    as_server "$server/pg_ctl -D '$data/db' -w -l '$data/log' -o \"-k '$data' -c listen_addresses='' -c fsync=off\" start" >&2
as_server "$server/psql -h '$data' -U kroniek -d postgres -tAc \"SELECT 1 FROM pg_database WHERE datname = 'kroniek'\"" | grep -q 1 ||
    as_server "$server/createdb -h '$data' -U kroniek kroniek" >&2
echo "postgresql+psycopg://kroniek@/kroniek?host=$data"
