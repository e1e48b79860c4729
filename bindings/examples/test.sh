#!/bin/sh
# Starts the server among the examples and puts the questions of the others to it.
#
#     test.sh SERVER CLIENT… -- SCANNER…
set -eu

server=$1
shift
folder=$(mktemp -d)
mkfifo "$folder/ready"
"$server" 0 >"$folder/ready" &
process=$!
trap 'kill "$process" 2>/dev/null || true; rm -r "$folder"' EXIT
read -r word address <"$folder/ready"
test "$word" = ready

while [ "$1" != -- ]; do
  client=$1
  shift
  answer=$("$client" "$address")
  printf '%s\n' "$answer"
  case $client in
    */scan*) expected="$address  A server in its own loop: crossfire, 2 of 16 players" ;;
    *) expected='A server in its own loop: crossfire, 2 of 16 players
    12  Gordon
     9  Alyx' ;;
  esac
  test "$answer" = "$expected"
  if "$client" 127.0.0.1:1 2>"$folder/error"; then exit 1; fi   # nobody listens there
  test -s "$folder/error"
done
shift

for scanner in "$@"; do
  answer=$("$scanner" "$address" 127.0.0.1:1 2>"$folder/error")
  printf '%s\n' "$answer"
  test "$answer" = "$address  A server in its own loop"
  grep -q '^127.0.0.1:1  ' "$folder/error"
  if "$scanner" 127.0.0.1:1 2>"$folder/error"; then exit 1; fi
done
