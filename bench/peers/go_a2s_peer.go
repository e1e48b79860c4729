// go-a2s: its clients on sockets. They read from nothing else, so they are not asked for replies from memory.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net"
	"os"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	a2s "github.com/rumblefrog/go-a2s"
)

const module = "github.com/rumblefrog/go-a2s"

// An object is one of JSON.
type object = map[string]any

// Those of all questions; peer.py says which question has which.
type arguments struct {
	Kind, Engine string
	Port         int
	InFlight     int `json:"in_flight"`
	Seconds      float64
}

// address is that of a server of scan_servers.hpp.
func address(number int64, port int) string {
	return fmt.Sprintf("127.%d.%d.%d:%d", 1+(number>>16&0x7f), number>>8&0xff, number&0xff, port)
}

// used is the CPU time of this process.
func used() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		log.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func info(address string) error {
	client, err := a2s.NewClient(address, a2s.TimeoutOption(2*time.Second))
	if err != nil {
		return err
	}
	defer client.Close()
	_, err = client.QueryInfo()
	return err
}

// scan has as many goroutines as shall be in flight. A client is for one server and has a socket of its own; Go raises
// the limit of open files by itself.
func scan(asked arguments) object {
	var started, answered, failed atomic.Int64
	before, start := used(), time.Now()
	end := start.Add(time.Duration(asked.Seconds * float64(time.Second)))
	worker := func() {
		for time.Now().Before(end) {
			if info(address(started.Add(1), asked.Port)) == nil {
				answered.Add(1)
			} else {
				failed.Add(1)
			}
		}
	}
	var workers sync.WaitGroup
	workers.Add(asked.InFlight)
	for i := 0; i < asked.InFlight; i++ {
		go func() {
			defer workers.Done()
			worker()
		}()
	}
	workers.Wait()
	took, cpu := time.Since(start), used()-before
	found := object{"answered": answered.Load(), "failed": failed.Load()}
	found["value"] = float64(answered.Load()) / took.Seconds()
	if answered.Load() > 0 {
		found["cpu_us"] = float64(cpu.Microseconds()) / float64(answered.Load())
	}
	return found
}

func plainInfo(said *a2s.ServerInfo) any {
	plain := object{
		"name": said.Name, "map": said.Map, "folder": said.Folder, "game": said.Game, "app_id": said.ID,
		"players": said.Players, "max_players": said.MaxPlayers, "bots": said.Bots, "version": said.Version,
	}
	if ship := said.TheShip; ship != nil {
		plain["mode"] = ship.Mode - a2s.TheShipMode_Hunt // which the server counts from 0
		plain["witnesses"], plain["duration"] = ship.Witnesses, ship.Duration
	}
	if more := said.ExtendedServerInfo; more != nil {
		plain["port"], plain["steam_id"] = more.Port, more.SteamID
		plain["keywords"], plain["game_id"] = more.Keywords, more.GameID
	}
	if tv := said.SourceTV; tv != nil {
		plain["spectator_port"], plain["spectator_name"] = tv.Port, tv.Name
	}
	return plain
}

func plainPlayers(said *a2s.PlayerInfo) any {
	plain := [][]any{}
	for _, one := range said.Players {
		plain = append(plain, []any{one.Name, one.Score, one.Duration})
	}
	return plain
}

func plainRules(said *a2s.RulesInfo) any {
	plain := [][]string{}
	for name, value := range said.Rules {
		plain = append(plain, []string{name, value})
	}
	return plain
}

// options are those of a user who knows how old the server is, and that its datagrams may be of any size. README.md
// says why there is no SetAppID.
func options(engine string) []func(*a2s.Client) error {
	return []func(*a2s.Client) error{
		a2s.TimeoutOption(time.Second), a2s.SetMaxPacketSize(65535), a2s.PreOrangeBox(engine != "source"),
	}
}

// asking makes one of the queries, and its answer plain.
func asking[T any](query func(*a2s.Client) (*T, error), plain func(*T) any) func(*a2s.Client) (any, error) {
	return func(client *a2s.Client) (any, error) {
		said, err := query(client)
		if err != nil {
			return nil, err
		}
		return plain(said), nil
	}
}

var asks = map[string]func(*a2s.Client) (any, error){
	"info":    asking((*a2s.Client).QueryInfo, plainInfo),
	"players": asking((*a2s.Client).QueryPlayer, plainPlayers),
	"rules":   asking((*a2s.Client).QueryRules, plainRules),
}

// told is an error without the addresses, which are other ones each time.
func told(err error) string {
	var of *net.OpError
	if errors.As(err, &of) {
		err = of.Err
	}
	return "Error: " + err.Error()
}

// answer says of a panic, too, that it was one: it ends the program of a user who does not expect it.
func answer(asked arguments) (found object) {
	client, err := a2s.NewClient(fmt.Sprintf("127.0.0.1:%d", asked.Port), options(asked.Engine)...)
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()
	defer func() {
		if why := recover(); why != nil {
			found = object{"value": nil, "error": fmt.Sprint(why), "panics": true}
		}
	}()
	said, err := asks[asked.Kind](client)
	if err != nil {
		return object{"value": nil, "error": told(err)}
	}
	return object{"value": said}
}

func version() string {
	build, _ := debug.ReadBuildInfo()
	for _, one := range build.Deps {
		if one.Path == module {
			return strings.TrimPrefix(one.Version, "v")
		}
	}
	return ""
}

func main() {
	log.SetFlags(0)
	questions := map[string]func(arguments) object{"scan": scan, "answer": answer}
	question, found := questions[os.Args[1]]
	if !found {
		log.Fatal("go-a2s cannot ", os.Args[1])
	}
	var asked arguments
	if err := json.Unmarshal([]byte(os.Args[2]), &asked); err != nil {
		log.Fatal(err)
	}
	result := question(asked)
	result["question"], result["peer"], result["version"] = os.Args[1], "go-a2s", version()
	if err := json.NewEncoder(os.Stdout).Encode(result); err != nil {
		log.Fatal(err)
	}
}
