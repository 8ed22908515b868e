#!/bin/sh
# Creates the role of reader.sql and sets its password. PGHOST, PGUSER, PGPASSWORD and PGDATABASE name the database.
set -eu
: "${TILTMETER_READER_PASSWORD:?is the password that tiltmeter_reader shall have}"
folder="$(dirname "$0")"
# The password is passed by standard input: the list of processes shows arguments.
{
    cat "$folder/reader.sql"
    printf "\\\\getenv password TILTMETER_READER_PASSWORD\nalter role tiltmeter_reader password :'password';\n"
} | psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --single-transaction
