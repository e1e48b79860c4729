#!/bin/sh
# Starts an ArchiSteamFarm to play with, and asks it by the examples and by the command: they agree.
#
#     test_bots.sh GAMEWIRE BOTS [BOTS_WITH_ASIO]
set -eu

gamewire=$1
folder=$(mktemp -d)
mkfifo "$folder/ready"
"$gamewire" serve --port 0 --asf --password secret >"$folder/ready" &
process=$!
ASF_PASSWORD=secret
export ASF_PASSWORD
trap 'kill "$process" 2>/dev/null || true; rm -r "$folder"' EXIT
read -r ready <"$folder/ready"
address=$(printf '%s\n' "$ready" | sed 's|.*"asf":"http://\([^"]*\)".*|\1|')

answer=$("$2" "$address")
printf '%s\n' "$answer"
version=$("$gamewire" asf --url "http://$address" info | sed -n 's/.*"Version": "\([0-9]*\.[0-9]*\)\..*/\1/p')
test "$(printf '%s\n' "$answer" | sed -n 's/^ASF \(.*\),.*/\1/p')" = "$version"
printf '%s\n' "$answer" | grep -q '^main: online, '
if "$2" 127.0.0.1:1 2>"$folder/error"; then exit 1; fi # nobody listens there
test -s "$folder/error"

if [ $# -gt 2 ]; then
  answer=$("$3" "$address" '!status main' '!status second' | grep . | sort)
  printf '%s\n' "$answer"
  test "$answer" = "$(for name in main second; do "$gamewire" asf --url "http://$address" command "!status $name"; done | grep . | sort)"
  if "$3" 127.0.0.1:1 '!status' 2>"$folder/error"; then exit 1; fi
  if ASF_PASSWORD= "$3" "$address" '!status main' 2>"$folder/error"; then exit 1; fi
fi
if ASF_PASSWORD= "$2" "$address" 2>"$folder/error"; then exit 1; fi
test -s "$folder/error"
