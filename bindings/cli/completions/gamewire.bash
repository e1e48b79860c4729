# bash completion for gamewire

_gamewire() {
  local common="--json --timeout --deadline --retries --transport --trace -4 -6 --help"
  local commands="info players rules query ping scan watch exporter decode rcon cvars master asf aster serve steamid vdf webapi demo help"
  local with_value="--transport --engine --what --trace --list --timeout --deadline --retries --port --bind --players --rules"
  with_value+=" --loss --delay --servers --rate --in-flight --seed -c --count -i --interval"
  with_value+=" --listen -e --execute --password --password-file --protocol --profile --define"
  with_value+=" --region --filter --nor --nand --limit --url --env --ca --key-file --key-in --format --table --max-bytes --max-entries --user --uuid -n"
  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}"
  local command="" word i

  # The first word that is no option, and no value of one.
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="${COMP_WORDS[i]}"
    if [[ " $with_value " == *" $word "* ]]; then ((i++)); continue; fi
    if [[ "$word" != -* ]]; then command="$word"; break; fi
  done

  local own=""
  case "$command" in
    "") own="$commands --version" ;;
    info|rules|query) own="--decode" ;;
    ping|watch) own="--count --interval" ;;
    exporter) own="--listen" ;;
    scan) own="--rate --in-flight --what" ;;
    rcon) own="--execute --password-file --password --protocol --profile" ;;
    help) COMPREPLY=($(compgen -W "$commands" -- "$current")); return ;;
    cvars) own="--password-file --password --protocol --profile" ;;
    vdf) own="--binary --to-vdf --no-escapes --define --max-bytes --max-entries" ;;
    master) own="--region --filter --nor --nand --limit --rate --webapi --url --key-file --key-in" ;;
    webapi) own="--url --key-file --key-in --format --table --max-bytes --max-entries" ;;
    asf) own="--url --env --legacy --count --follow --ca --insecure" ;;
    aster) own="channels users history send tail request --user --uuid --password-file --register --plain --insecure --ca -n" ;;
    serve) own="--port --bind --players --rules --engine --compress --loss --delay --seed --servers --list --password --master --asf --aster" ;;
  esac

  local what=(-W "$own $common")
  case "$previous" in
    --transport) what=(-W "blocking asio epoll") ;;
    --region) what=(-W "us-east us-west south-america europe asia australia middle-east africa world na-east na-west na sa eu as oc af rest all") ;;
    --engine) what=(-W "source goldsource") ;;
    --what) what=(-W "info players rules info,players info,players,rules") ;;
    --protocol) what=(-W "source goldsource battleye webrcon") ;;
    --profile) what=(-W "auto source source2 minecraft single squad rust-legacy") ;;
    --format) what=(-W "json xml vdf") ;;
    --key-in) what=(-W "header parameter") ;;
    --trace|--list|--password-file|--env|--ca|--key-file|--table) what=(-f) ;;
    *)
      if [[ " $with_value " == *" $previous "* ]]; then COMPREPLY=(); return; fi
      if [[ "$current" != -* ]]; then
        case "$command" in
          decode|scan|exporter|vdf) what=(-f) ;;
          asf) what=(-W "info bot start stop pause resume redeem command log token request") ;;
          info|players|rules|query|ping|watch|rcon|cvars|master) what=(-A hostname) ;;
        esac
      fi ;;
  esac
  # A line for each, so that names may hold blanks; -o filenames, for files alone, quotes them.
  mapfile -t COMPREPLY < <(compgen "${what[@]}" -- "$current")
  if [[ "${what[0]}" == -f ]]; then compopt -o filenames 2>/dev/null; fi
}

complete -F _gamewire gamewire
