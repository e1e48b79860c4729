# bash completion for gamewire

_gamewire() {
  local common="--json --timeout --deadline --retries --transport --trace -4 -6 --help"
  local commands="info players rules query ping decode serve demo"
  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}"
  local command="" word i

  case "$previous" in
    --transport) COMPREPLY=($(compgen -W "blocking asio epoll" -- "$current")); return ;;
    --engine) COMPREPLY=($(compgen -W "source goldsource" -- "$current")); return ;;
    --trace) COMPREPLY=($(compgen -f -- "$current")); return ;;
    --timeout|--deadline|--retries|--port|--bind|--players|--rules|--loss|--seed|-c|--count|-i|--interval) return ;;
  esac

  for ((i = 1; i < COMP_CWORD; i++)); do
    word="${COMP_WORDS[i]}"
    if [[ " $commands " == *" $word "* ]]; then command="$word"; break; fi
  done

  local own=""
  case "$command" in
    "") own="$commands --version" ;;
    info|rules|query) own="--decode" ;;
    ping) own="--count --interval" ;;
    serve) own="--port --bind --players --rules --engine --compress --loss --seed" ;;
  esac

  if [[ "$command" == decode && "$current" != -* ]]; then
    COMPREPLY=($(compgen -f -- "$current"))
  elif [[ "$command" == @(info|players|rules|query|ping) && "$current" != -* ]]; then
    COMPREPLY=($(compgen -A hostname -- "$current"))
  else
    COMPREPLY=($(compgen -W "$own $common" -- "$current"))
  fi
}

complete -o filenames -F _gamewire gamewire
