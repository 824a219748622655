#!/bin/bash
# Runs once as the database is made: the login that serves requests, which owns nothing.
set -euo pipefail
psql -v ON_ERROR_STOP=1 -v password="$WEB_PASSWORD" --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
create role concordat_web login noinherit password :'password';
SQL
