#!/bin/sh
# Puts each cache in front of a server: it answers as that does, and goes on when that is gone.
#
#     test_cache.sh GAMEWIRE CACHE…
set -eu

gamewire=$1
shift
folder=$(mktemp -d)
server=
cache=
trap 'kill $server $cache 2>/dev/null || true; rm -r "$folder"' EXIT

# What is said by the one and the other differs in nothing but where it came from and how long it took.
ask() { "$gamewire" query --json --retries 4 --timeout 0.5 "$1" | sed 's/"address":"[^"]*",//; s/,"ping_ms":[0-9.e-]*//g'; }

for program in "$@"; do
  mkfifo "$folder/server" "$folder/cache"
  "$gamewire" serve --port 0 --players 20 --rules 200 >"$folder/server" &
  server=$!
  read -r ready <"$folder/server"
  behind=$(printf '%s\n' "$ready" | sed 's/.*"a2s":"\([^"]*\)".*/\1/')
  "$program" 127.0.0.1:0 "$behind" >"$folder/cache" &
  cache=$!
  read -r word front <"$folder/cache"
  test "$word" = ready

  direct=$(ask "$behind")
  test "$(ask "$front")" = "$direct"
  kill "$server"
  test "$(ask "$front")" = "$direct"
  kill "$cache"
  rm "$folder/server" "$folder/cache"
  printf '%s: answers, and goes on answering\n' "${program##*/}"
done
