#!/bin/sh
# Starts a game server to play with, and executes commands there by the examples and by the command: they agree.
#
#     test_rcon.sh GAMEWIRE EXAMPLE...
set -eu

gamewire=$1
shift
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

for rcon in "$@"; do
  answer=$(GAMEWIRE_RCON_PASSWORD=secret "$rcon" "$address" status)
  printf '%s\n' "$answer"
  test "$answer" = "$expected"
  case $rcon in
    *in_c) test "$(GAMEWIRE_RCON_PASSWORD_FILE="$folder/password" "$rcon" "$address" status)" = "$expected" ;;
  esac
  if GAMEWIRE_RCON_PASSWORD=wrong "$rcon" "$address" status 2>"$folder/error"; then exit 1; fi
  grep -q 'password' "$folder/error"
  if GAMEWIRE_RCON_PASSWORD=secret "$rcon" 127.0.0.1:1 status 2>"$folder/error"; then exit 1; fi # nobody listens there
  grep -qi 'refused' "$folder/error"
  if "$rcon" "$address" status 2>"$folder/error"; then exit 1; fi # no password
  if GAMEWIRE_RCON_PASSWORD=secret "$rcon" "$address" "$(printf '%05000d' 0)" 2>"$folder/error"; then exit 1; fi
  test -s "$folder/error" # a command that cannot be sent
done
