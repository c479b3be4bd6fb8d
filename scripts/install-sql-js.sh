#!/usr/bin/env bash
# Installs sql.js from npm: SQLite for JavaScript, which has to open the data files written here, and the other way round.
. "$(dirname "$0")/env.sh"

[ ! -e "$SQL_JS_MODULE/package.json" ] || exit 0

{ command -v node && command -v npm; } >/dev/null || scripts/apt.sh nodejs npm
say "fetching sql.js $SQL_JS"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$TOOLS/sql.js-$SQL_JS" "sql.js@$SQL_JS" >&2
