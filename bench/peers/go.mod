module gamewire/bench/peers

go 1.19

require github.com/rumblefrog/go-a2s v1.0.2
