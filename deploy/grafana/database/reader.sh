#!/bin/sh
# Makes the role of reader.sql and gives it its password. PGHOST, PGUSER, PGPASSWORD and PGDATABASE lead to the database.
set -eu
: "${TILTMETER_READER_PASSWORD:?is the password that tiltmeter_reader shall have}"
folder="$(dirname "$0")"
# The password goes by standard input: arguments are seen by whoever lists processes.
{
    cat "$folder/reader.sql"
    printf "\\\\getenv password TILTMETER_READER_PASSWORD\nalter role tiltmeter_reader password :'password';\n"
} | psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --single-transaction
