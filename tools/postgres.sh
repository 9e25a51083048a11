#!/bin/sh
# Starts a throw-away PostgreSQL server for the tests and prints its URL on standard output; all else goes to standard error.
#   export KRONIEK_TEST_POSTGRES="$(tools/postgres.sh)"      start (installs Debian's postgresql where it is missing)
#   tools/postgres.sh stop                                   stop it and remove its data
# The server (version 15 or newer) listens on a unix socket only. Called by root, it runs as the user `postgres`.
# Exit code 3: PostgreSQL cannot be had here; the last line says why. Its tests are skipped then.
set -eu
export LC_ALL=C
OLDEST=15
data="${KRONIEK_POSTGRES_DATA:-${TMPDIR:-/tmp}/kroniek-postgres-$(id -u)}"
[ "${#data}" -le 80 ] || data="/tmp/kroniek-postgres-$(id -u)" # a socket's path has at most 107 bytes

say() { echo "postgres.sh: $*" >&2; }
give_up() {
    say "$*"
    exit 3
}

# The folder of the newest server programs, or nothing.
programs() {
    {
        ls -d /usr/lib/postgresql/*/bin 2>/dev/null || true
        found="$(command -v initdb || true)"
        [ -z "$found" ] || dirname "$(readlink -f "$found")"
    } | while read -r folder; do
        if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] && [ -x "$folder/postgres" ]; then
            echo "$("$folder/postgres" --version | sed 's/[^0-9]*\([0-9]*\).*/\1/') $folder"
        fi
    done | sort -n | awk -v oldest="$OLDEST" '$1 >= oldest { last = $2 } END { if (last) print last }'
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

apt() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Acquire::Retries=3 -o DPkg::Lock::Timeout=120 "$@" </dev/null >&2
}

# Debian's package, in three tries. A list of packages that cannot be renewed may still do.
install() {
    command -v apt-get >/dev/null || give_up "PostgreSQL $OLDEST or newer is not here, and neither is apt-get to install it"
    [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null || give_up "PostgreSQL is not here, and installing it wants root or sudo"
    for try in 1 2 3; do
        say "installing Debian's package postgresql, try $try"
        apt update || say "the list of packages was not renewed"
        if apt install --no-install-recommends postgresql && [ -n "$(programs)" ]; then
            return
        fi
        sleep "${KRONIEK_POSTGRES_PAUSE:-5}"
    done
    give_up "Debian's package postgresql (version $OLDEST or newer) cannot be installed here"
}

# A command as the user that owns the server's files.
as_server() {
    if [ "$(id -u)" = 0 ]; then
        su postgres -s /bin/sh -c "cd / && $1"
    else
        sh -c "cd / && $1"
    fi
}

stop() {
    server="$(programs)"
    if [ -n "$server" ] && [ -d "$data/db" ]; then
        as_server "'$server/pg_ctl' -D '$data/db' -m immediate stop" >&2 || true
    fi
    rm -rf "$data"
}

start() {
    server="$(programs)"
    if [ -z "$server" ]; then
        install
        server="$(programs)"
    fi
    [ "$(id -u)" != 0 ] || id postgres >/dev/null 2>&1 || give_up "root may not run a server, and there is no user postgres"
    version="$("$server/postgres" --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')"
    if [ -d "$data" ] && [ "$(cat "$data/db/PG_VERSION" 2>/dev/null || true)" != "$version" ]; then
        say "$data is of another version, or half made: made anew"
        rm -rf "$data"
    fi
    if ! [ -d "$data" ]; then
        mkdir -p "$data"
        [ "$(id -u)" != 0 ] || chown postgres "$data"
        as_server "'$server/initdb' -D '$data/db' -U kroniek -A trust -E UTF8 --no-locale --no-sync" >&2 ||
            give_up "initdb failed in $data; may the user postgres enter that folder?"
    fi
    as_server "'$server/pg_ctl' -D '$data/db' status" >/dev/null 2>&1 ||
        as_server "'$server/pg_ctl' -D '$data/db' -w -t 60 -l '$data/log' -o \"-k '$data' -c listen_addresses='' -c fsync=off\" start" >&2 || {
        tail -n 20 "$data/log" >&2 || true
        give_up "the server did not start; its last lines stand above"
    }
    known="$(as_server "'$server/psql' -h '$data' -U kroniek -d postgres -tAc \"SELECT 1 FROM pg_database WHERE datname = 'kroniek'\"")"
    [ "$known" = 1 ] || as_server "'$server/createdb' -h '$data' -U kroniek kroniek" >&2
    echo "postgresql+psycopg://kroniek@/kroniek?host=$data"
}

case "${1:-start}" in
start) start ;;
stop) stop ;;
*)
    say "start or stop is wanted, not $1"
    exit 2
    ;;
esac
