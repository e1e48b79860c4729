/// What the commands are told: plain structs, so that only the argument table knows the library that reads
/// them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <gamewire/a2s/client.hpp>
#include <gamewire/fleet.hpp>
#include <gamewire/master/region.hpp>
#include <gamewire/vdf/text_reader.hpp>

namespace gamewire::cli {

/// What `--transport` is when it is not given.
#ifdef GAMEWIRE_EPOLL
inline constexpr const char* default_transport = "epoll";
#else
inline constexpr const char* default_transport = "blocking";
#endif

/// The options that every command has, before or after its own.
struct common_options {
  bool json = false;
  std::optional<nanoseconds> timeout;   // of one attempt
  std::optional<nanoseconds> deadline;  // of the whole query
  unsigned retries = a2s::client_options{}.retries;
  std::string transport = default_transport;
  bool v4 = false;
  bool v6 = false;
  std::string trace;  // a file, or ""
};

/// What a server can be asked for.
enum class part : unsigned char { info, players, rules };

struct query_arguments {
  std::vector<std::string> addresses;
  bool decode = false;
};

struct ping_arguments {
  std::vector<std::string> addresses;
  unsigned count = 0;  // 0: until interrupted
  nanoseconds interval = std::chrono::seconds(1);
};

struct watch_arguments {
  std::vector<std::string> addresses;
  nanoseconds interval = std::chrono::seconds(5);
  unsigned count = 0;  // rounds; 0: until told to stop
};

struct exporter_arguments {
  std::string file = "-";
  std::string listen = "127.0.0.1:9137";
};

struct decode_arguments {
  std::string file = "-";
};

struct scan_arguments {
  std::string file = "-";
  std::uint32_t rate = fleet_options{}.rate;
  std::uint32_t in_flight = fleet_options{}.in_flight;
  std::vector<part> what{part::info};  // each once, in the order of the enum
};

/// How to log in to a server.
struct login_arguments {
  std::optional<std::string> password;
  std::string password_file;  // or ""
  std::string protocol;       // "" for what the config file says, else source
  std::string profile;        // the same, else auto
};

struct rcon_arguments {
  std::string address;  // or ""
  std::vector<std::string> commands;
  login_arguments login;
};

struct cvars_arguments {
  std::string address;
  std::string pattern = "*";
  login_arguments login;
};

/// KEY=VALUE of a filter.
struct condition_text {
  std::string key;
  std::string value;
};

/// How much of a file or an answer is read, and made a tree of.
struct data_limits {
  std::size_t max_bytes = std::size_t{1} << 26U;
  std::size_t max_entries = vdf::default_max_entries;
};

/// Where a Web API is, and how to be known there.
struct webapi_server_arguments {
  std::string url = "https://api.steampowered.com";
  std::string key_file;           // or "": STEAM_API_KEY
  std::string key_in = "header";  // or parameter
};

struct webapi_arguments {
  webapi_server_arguments server;
  std::string what;                     // INTERFACE/METHOD/vN, or less
  std::vector<std::string> parameters;  // name=value
  std::string format = "json";
  std::string table;  // a file that keeps the interfaces, or ""
  data_limits limits;
};

struct master_arguments {
  std::string host;                     // or "": Valve's
  std::vector<master::region> regions;  // none: the world
  std::vector<condition_text> filter;
  std::vector<condition_text> nor;
  std::vector<condition_text> nand;
  std::uint64_t limit = 0;                  // servers; 0: all
  std::optional<std::uint32_t> per_minute;  // requests; 0: no limit
  bool webapi = false;                      // ask Steam's Web API instead
  webapi_server_arguments server;           // that one
};

struct aster_arguments {
  std::string server;
  std::optional<std::string> user;
  std::optional<std::int64_t> uuid;
  std::string password_file;  // or ""
  bool registers = false;
  bool plain = false;     // no TLS
  bool insecure = false;  // any certificate
  std::string ca;         // a file of authorities, or ""
  std::string action;     // channels, history …
  std::string channel;    // a name or an id, or ""
  std::string text;       // to send; or the packet of a request
  std::uint32_t count = 100;
};

struct serve_arguments {
  std::uint16_t port = 27015;
  std::string bind = "127.0.0.1";
  unsigned players = 12;
  unsigned rules = 40;
  std::string engine = "source";
  bool compress = false;
  double loss = 0;      // percent of received datagrams that are dropped
  nanoseconds delay{};  // of every answer
  std::uint64_t seed = 1;
  std::uint32_t servers = 1;
  std::string list;      // a file for their addresses, or ""
  std::string password;  // of RCON, and of ASF; "": nobody can log in, and anybody
  bool master = false;   // play a master server too
  bool asf = false;      // and an ArchiSteamFarm
  bool aster = false;    // and an aster server
};

struct asf_arguments {
  std::string url;  // or ""
  std::string env;  // a file, or "": .env, if there is one
  bool legacy = false;
  std::string ca;  // a file of authorities, or "": the system's
  bool insecure = false;
  std::int32_t count = 100;  // lines of the log
  bool follow = false;       // and those that are written
  std::string action;
  std::vector<std::string> words;
};

struct steamid_arguments {
  std::vector<std::string> ids;
};

struct vdf_arguments {
  std::string file;
  bool binary = false;
  bool to_vdf = false;
  bool no_escapes = false;
  std::vector<std::string> symbols;  // with or without their $
  data_limits limits;
};

}  // namespace gamewire::cli
