#!/bin/sh
# Starts a game server to play with, and executes commands there by the example in C and by the command: they agree.
#
#     test_rcon.sh GAMEWIRE RCON_IN_C
set -eu

gamewire=$1
rcon=$2
folder=$(mktemp -d)
mkfifo "$folder/ready"
"$gamewire" serve --port 0 --password secret >"$folder/ready" &
process=$!
trap 'kill "$process" 2>/dev/null || true; rm -r "$folder"' EXIT
read -r ready <"$folder/ready"
address=$(printf '%s\n' "$ready" | sed 's|.*"rcon":"\([^"]*\)".*|\1|')
printf 'secret\nanother line\n' >"$folder/password"

expected=$("$gamewire" rcon "$address" --password-file "$folder/password" -e status)
test -n "$expected"
answer=$(GAMEWIRE_RCON_PASSWORD_FILE="$folder/password" "$rcon" "$address" status)
printf '%s\n' "$answer"
test "$answer" = "$expected"
test "$(GAMEWIRE_RCON_PASSWORD=secret "$rcon" "$address" status)" = "$expected"

if GAMEWIRE_RCON_PASSWORD=wrong "$rcon" "$address" status 2>"$folder/error"; then exit 1; fi
grep -q '^auth: ' "$folder/error"
if GAMEWIRE_RCON_PASSWORD=secret "$rcon" 127.0.0.1:1 status 2>"$folder/error"; then exit 1; fi # nobody listens there
grep -q '^refused: ' "$folder/error"
if "$rcon" "$address" status 2>"$folder/error"; then exit 1; fi # no password
