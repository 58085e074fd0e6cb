# Starts a PostgreSQL server, says that it has started, and stops it when standard input ends. Its data is that of the
# template, which the first server of a kind leaves; that one finds content, settings and access in its folder.
installation=$1 folder=$2 template=$3 superuser=$4 host=$5 port=$6 as=
trap '' HUP INT TERM PIPE
cd "$folder" || exit 1
fail() { echo "$*"; rm -rf "$folder"; exit 1; }
# PostgreSQL does not run as root; under unshare -U it has no user name, but the rights of the caller.
if [ "$(id -u)" = 0 ]; then
    for as in 'unshare -U' 'setpriv --reuid=65534 --regid=65534 --clear-groups' 'runuser -u nobody --' none; do
        uid=$($as id -u 2>/dev/null) && [ "$uid" != 0 ] && break
    done
    [ "$as" = none ] &&
        fail 'it does not run as root, and neither unshare nor setpriv nor runuser can change the user'
fi
pgsql=$installation/pgsql
if [ -d "$template" ]; then
    cp -R "$template" data
else
    cp "$installation/password" password
    # In Aurora rds_superuser may create postgres_fdw, in stock PostgreSQL a superuser only.
    for share in "$pgsql/share" "$pgsql/share/postgresql"; do
        control=$share/extension/postgres_fdw.control
        [ -f "$control" ] && ! grep -q '^trusted' "$control" && echo 'trusted = true' >>"$control"
    done
fi
case $as in setpriv*|runuser*) # such a user can read neither root's home nor its files
    cp -R "$pgsql" pgsql && pgsql=$folder/pgsql && chown -R "$uid" "$folder" ;;
esac
if ! [ -d data ]; then
    # A command of single-user mode ends with an empty line. Other databases would be copied each time.
    cat >>content <<'SQL'
RESET ROLE;

UPDATE pg_database SET datistemplate = false;

DROP DATABASE template0;

DROP DATABASE template1;

SQL
    $as "$pgsql/bin/initdb" -D "$folder/data" -U "$superuser" -A password --pwfile=password \
        -E UTF8 --locale=C --no-sync --wal-segsize=1 >log 2>&1 &&
        $as "$pgsql/bin/postgres" --single -j -D "$folder/data" postgres <content >>log 2>&1 &&
        ! grep ERROR log ||
        fail "$(tail -n 3 log)"
    cat settings >>data/postgresql.conf
    [ -s access ] && cat access >data/pg_hba.conf
    [ -f server.key ] && mv server.crt server.key data
    cp -R data "$template.$$" && [ ! -d "$template" ] &&
        mv "$template.$$" "$template" 2>/dev/null ||
        rm -rf "$template.$$"
fi
printf "listen_addresses = '%s'\nport = %s\n" "$host" "$port" >>data/postgresql.conf
$as "$pgsql/bin/pg_ctl" start -w -t 600 -D "$folder/data" -l "$folder/data/log" \
    >/dev/null 2>&1 </dev/null || fail "$(tail -n 3 data/log)"
echo started 2>/dev/null
cat >/dev/null
$as "$pgsql/bin/pg_ctl" stop -m immediate -D "$folder/data" >/dev/null 2>&1
cd / && rm -rf "$folder"
