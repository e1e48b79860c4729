#!/bin/sh
# Starts two servers of aster to play with, and says something on both: the example tells of it.
#
#     test_chats.sh GAMEWIRE CHATS
set -eu

gamewire=$1
chats=$2
folder=$(mktemp -d)
processes=
trap 'kill $processes 2>/dev/null || true; rm -r "$folder"' EXIT
ASTER_PASSWORD=secret
GAMEWIRE_ASTER_PASSWORD=secret
export ASTER_PASSWORD GAMEWIRE_ASTER_PASSWORD

serve() {
  mkfifo "$folder/$1"
  "$gamewire" serve --port 0 --aster --password secret >"$folder/$1" &
  processes="$processes $!"
  read -r ready <"$folder/$1"
  address=$(printf '%s\n' "$ready" | sed 's|.*"aster":"\([^"]*\)".*|\1|')
}
serve first
first=$address
serve second
second=$address

# Waits for a line. What the others say in between is not looked at.
tells() {
  while read -r line <&3; do
    printf '%s\n' "$line"
    if [ "$line" = "$1" ]; then return; fi
  done
  exit 1
}

mkfifo "$folder/said"
"$chats" user "$first" "$second" >"$folder/said" 2>"$folder/error" &
processes="$processes $!"
exec 3<"$folder/said"
# What was said before, in whatever order the two answer.
for i in 1 2 3 4 5 6; do
  read -r line <&3
  printf '%s\n' "$line"
done | sort >"$folder/before"
cat "$folder/before"
for address in "$first" "$second"; do
  printf "$address #general user: %s\n" 'Welcome.' 'Say something ☕' 'This server lives in memory, and forgets all when it ends.'
done | sort | diff - "$folder/before"

for address in "$first" "$second"; do
  id=$("$gamewire" aster "$address" --plain --user user send general hello)
  tells "$address #general user: hello"
  "$gamewire" aster "$address" --plain --user user request '{"command":"edit","message":'"$id"',"new_content":"good day"}'
  tells "$address #general user: good day (edited)"
done

# Who is not let in anywhere is told so.
if ASTER_PASSWORD=guess "$chats" user "$first" "$second" 2>"$folder/error"; then exit 1; fi
test "$(sort "$folder/error")" = "$(printf '%s: login refused\n' "$first" "$second" | sort)"
