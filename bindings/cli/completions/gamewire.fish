# fish completion for gamewire

set -l commands info players rules query ping scan watch exporter decode rcon cvars master asf aster serve steamid vdf webapi demo help

function __gamewire_option -d 'An option of these commands: COMMANDS, then as complete has it'
    complete -c gamewire -n "__fish_seen_subcommand_from $argv[1]" $argv[2..-1]
end

complete -c gamewire -f

# Before or after the command.
complete -c gamewire -l json -d 'one JSON object per line and result'
complete -c gamewire -l timeout -x -d 'seconds of one attempt'
complete -c gamewire -l deadline -x -d 'seconds of the whole query'
complete -c gamewire -l retries -x -d 'attempts after the first'
complete -c gamewire -l transport -x -a 'blocking asio epoll' -d 'what moves the datagrams'
complete -c gamewire -l trace -r -F -d 'write every datagram as hex'
complete -c gamewire -s 4 -d 'IPv4 only'
complete -c gamewire -s 6 -d 'IPv6 only'
complete -c gamewire -s h -l help -d 'print help and exit'
complete -c gamewire -n "not __fish_seen_subcommand_from $commands" -l version -d 'print the version and exit'

function __gamewire_command
    complete -c gamewire -n __fish_use_subcommand -a $argv[1] -d $argv[2]
end
__gamewire_command info 'name, map, players and version of a server'
__gamewire_command players 'the players on a server'
__gamewire_command rules 'the public settings of a server'
__gamewire_command query 'info, players and rules at once'
__gamewire_command ping 'the round trip to a server'
__gamewire_command scan 'many servers at once'
__gamewire_command watch 'a live table of servers'
__gamewire_command exporter 'metrics of servers for Prometheus'
__gamewire_command decode 'datagrams of a server, offline'
__gamewire_command rcon 'execute commands on a server, or open a shell there'
__gamewire_command cvars 'the variables and commands of a Source or GoldSource server'
__gamewire_command master 'the game servers that a master server knows'
__gamewire_command asf 'an ArchiSteamFarm'
__gamewire_command aster 'chat on a server of aster'
__gamewire_command serve 'play a game server that answers queries and RCON'
__gamewire_command steamid 'every form of a SteamID'
__gamewire_command vdf 'files of Valve to JSON, and back'
__gamewire_command webapi 'ask the Web API of Steam'
__gamewire_command demo 'play a server and show what can be asked of it'
__gamewire_command help 'explain a command'

for hosts in info players rules query ping watch rcon cvars master aster
    complete -c gamewire -n "__fish_seen_subcommand_from $hosts" -a '(__fish_print_hostnames)'
end
for files in scan exporter decode vdf
    complete -c gamewire -n "__fish_seen_subcommand_from $files" -F
end
__gamewire_option help -a "$commands"

__gamewire_option 'info rules query' -l decode -d 'also decode what games hide in rules and keywords'

__gamewire_option 'ping watch' -s c -l count -x -d 'stop after so many'
__gamewire_option 'ping watch' -s i -l interval -x -d 'seconds from one to the next'

__gamewire_option exporter -l listen -x -d 'address and port'

__gamewire_option scan -l rate -x -d 'packets per second, 0 is no limit'
__gamewire_option scan -l in-flight -x -d 'servers asked at once, at most'
__gamewire_option scan -l what -x -a 'info players rules info,players info,players,rules' -d 'parts to ask for'

__gamewire_option rcon -s e -l execute -x -d 'execute it'
__gamewire_option 'rcon cvars' -l password-file -r -F -d 'the password is its first line'
__gamewire_option 'rcon cvars' -l password -x -d 'others can see it in the list of processes'
__gamewire_option 'rcon cvars' -l protocol -x -a 'source goldsource battleye webrcon' -d 'of the server'
__gamewire_option 'rcon cvars' -l profile -x -a 'auto source source2 minecraft single squad rust-legacy' \
    -d 'what kind of server it is'

__gamewire_option master -l region -x \
    -a 'us-east us-west south-america europe asia australia middle-east africa world na-east na-west na sa eu as oc af rest all' -d 'of the world'
__gamewire_option master -l filter -x -d 'KEY=VALUE: all of these hold'
__gamewire_option master -l nor -x -d 'KEY=VALUE: none of these holds'
__gamewire_option master -l nand -x -d 'KEY=VALUE: not all of these hold'
__gamewire_option master -l limit -x -d 'so many servers'
__gamewire_option master -l rate -x -d 'requests per minute'
__gamewire_option master -l webapi -d 'ask the Web API of Steam instead'

__gamewire_option 'master webapi' -l url -x -d 'base of the Web API'
__gamewire_option 'master webapi' -l key-file -r -F -d 'the key is its first line'
__gamewire_option 'master webapi' -l key-in -x -a 'header parameter' -d 'where the key goes'
__gamewire_option 'webapi vdf' -l max-bytes -x -d 'read no more'
__gamewire_option 'webapi vdf' -l max-entries -x -d 'of VDF and XML, take no more'
__gamewire_option webapi -l format -x -a 'json xml vdf' -d 'of the answer'
__gamewire_option webapi -l table -r -F -d 'keep the interfaces there'

__gamewire_option asf -a 'info bot start stop pause resume redeem command log token request'
__gamewire_option asf -l url -x -d 'where it is'
__gamewire_option asf -l env -r -F -d 'read this in place of .env'
__gamewire_option asf -l legacy -d 'it is one of 2017'
__gamewire_option asf -l count -x -d 'lines of the log'
__gamewire_option asf -l follow -d 'and what is written'
__gamewire_option 'asf aster' -l ca -r -F -d 'trust these authorities'
__gamewire_option 'asf aster' -l insecure -d 'take any certificate'

__gamewire_option aster -a 'channels users history send tail request'
__gamewire_option aster -l user -x -d 'log in by this name'
__gamewire_option aster -l uuid -x -d 'log in by this id'
__gamewire_option aster -l password-file -r -F -d 'the password is its first line'
__gamewire_option aster -l register -d 'make the user first'
__gamewire_option aster -l plain -d 'no TLS'
__gamewire_option aster -s n -x -d 'so many messages'

__gamewire_option serve -l port -x -d '0 is any that is free'
__gamewire_option serve -l bind -x -d 'address to listen on'
__gamewire_option serve -l players -x -d 'made-up players'
__gamewire_option serve -l rules -x -d 'made-up rules'
__gamewire_option serve -l engine -x -a 'source goldsource' -d 'form of the answers'
__gamewire_option serve -l compress -d 'bzip2 where an answer is split'
__gamewire_option serve -l loss -x -d 'percent of what comes in to drop'
__gamewire_option serve -l delay -x -d 'seconds to answer later'
__gamewire_option serve -l servers -x -d 'as many, on loopback addresses'
__gamewire_option serve -l list -r -F -d 'write their addresses there'
__gamewire_option serve -l seed -x -d 'what is made up depends on it'
__gamewire_option serve -l password -x -d 'of RCON'
__gamewire_option serve -l master -d 'play a master server too'
__gamewire_option serve -l asf -d 'play an ArchiSteamFarm too'
__gamewire_option serve -l aster -d 'play an aster server too'

__gamewire_option vdf -l binary -d 'the VDF is binary'
__gamewire_option vdf -l to-vdf -d 'from JSON to VDF'
__gamewire_option vdf -l no-escapes -d 'in texts a backslash is nothing special'
__gamewire_option vdf -l define -x -d 'true in conditions too'
