/// gamewire for C: the wire protocols of the game-server world as machines without I/O.
///
/// A *machine* is one side of a conversation with one peer. It has no socket, no clock and no thread: you give it the
/// bytes that arrived and the time, take from it the bytes to send, and ask it what happened. One type stands for
/// every machine, and one set of calls drives them all:
///
///     gw_machine* client = NULL;
///     gw_code code = gw_a2s_client_new(NULL, &client);      // or any other …_new
///     gw_a2s_request_info(client, NULL);                    // a command of that protocol
///     for (;;) {
///       while ((out = gw_poll_transmit(client, now)).size != 0)      // 1. send
///         … send(); gw_transmitted(client, out.size, now) …
///       while (gw_poll_event(client, &event)) …                      // 2. look at what happened; gw_close when
///       if (gw_done(client)) break;                                  //    it is enough: who is idle is not done
///       … wait for the socket until gw_deadline(client); then gw_receive, gw_receive_end or gw_on_timeout …
///     }
///     gw_free(client);
///
/// bindings/examples/query.c and rcon.c are that loop, whole. What the calls promise:
///
///  1. Drain. After any other call: send until nothing is left or the transport is full, then gw_poll_event until it
///     returns false, then read gw_deadline and gw_done.
///  2. Lifetimes. A gw_text, a gw_bytes or a pointer in an event, and what gw_poll_transmit gave, is *borrowed*: it
///     lives until the next call for that machine that may change it: all but gw_shown_transmit, gw_deadline, gw_done,
///     gw_is_stream and gw_wants_transport. What you give is borrowed as well: options, texts and arrays until the call
///     returns (it copies what it keeps), the bytes of gw_receive until gw_poll_event has returned false.
///  3. Total. Every call is legal in every state; after gw_done nothing happens any more. NULL for a machine or a hub
///     is legal everywhere too: the call does nothing and returns GW_USAGE, false, 0 or GW_NEVER.
///  4. Every request that a command accepts gets an id (never 0) and ends in exactly one event, its answer or
///     GW_EVENT_FAILED. The end of the conversation is one GW_EVENT_CLOSED. A command's own code tells the caller's
///     mistake, and then nothing has changed.
///  5. No exception leaves the library, and memory that is out is GW_LIMIT.
///  6. Threads: distinct machines from distinct threads; one machine by one thread at a time.
///
/// Stable: what is declared here keeps its meaning and its layout (gw_abi_version). The structs that may grow begin
/// with `struct_size`: all …_options, and gw_info. Every other struct stays as it is, but for what an event may have
/// behind all else; that, and new kinds of events, fit into the room that gw_event has, and a program passes over types
/// that it does not know.
#ifndef GAMEWIRE_H
#define GAMEWIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define GW_API __attribute__((visibility("default")))
#else
#define GW_API
#endif

// In C++ the enums say what they are in C anyway: a number that a later library means something by is no error.
#ifdef __cplusplus
#define GW_NOEXCEPT noexcept
#define GW_ENUM : unsigned
extern "C" {
#else
#define GW_NOEXCEPT
#define GW_ENUM
#endif

// ---------------------------------------------------------------------------------------------------------- basics

/// Of this header. A library with another major ABI has another soname; within one, the number grows with what is added.
#define GW_ABI_VERSION 1
/// The GW_ABI_VERSION that the library was built with: what it has, it has since then.
GW_API uint32_t gw_abi_version(void) GW_NOEXCEPT;
/// "0.1.0". Static.
GW_API const char* gw_version(void) GW_NOEXCEPT;

/// Nanoseconds on a monotonic clock of the caller's, from whatever start: CLOCK_MONOTONIC will do. A `now` that is
/// smaller than one before counts as the largest so far.
typedef int64_t gw_time;
/// A span of nanoseconds.
typedef int64_t gw_duration;
/// The deadline of who waits for nothing.
#define GW_NEVER INT64_MAX
/// So many, whole ones, as a gw_duration.
#define GW_MILLISECONDS(n) ((n) * INT64_C(1000000))
#define GW_SECONDS(n) ((n) * INT64_C(1000000000))

/// A text, borrowed. No NUL ends it. Bytes of the peer's choice: may be no UTF-8, and hold controls, which are not for
/// a terminal as they are (gw_printable). `data` may be NULL when `size` is 0, here and below.
typedef struct gw_text {
  const char* data;
  size_t size;
} gw_text;

/// Bytes, borrowed.
typedef struct gw_bytes {
  const uint8_t* data;
  size_t size;
} gw_bytes;

/// Writes `text` so that a terminal may show it, with a NUL behind it: controls, escapes and what is no UTF-8 stand as
/// `\xNN`. Returns the size that all of it has, without the NUL, whatever of it fitted; 0 without memory. `out` may be
/// NULL if `size` is 0.
GW_API size_t gw_printable(gw_text text, char* out, size_t size) GW_NOEXCEPT;
/// What a text says that is told "as JSON has it": the same for texts without a backslash. Written with a NUL behind
/// it; returns as gw_printable does. What is malformed stays as it is, and so does all of it without memory.
GW_API size_t gw_json_unescape(gw_text text, char* out, size_t size) GW_NOEXCEPT;

/// How calls end, and under what every error falls. The numbers are those of the table that JSON, exit codes and all
/// bindings share.
typedef enum gw_code GW_ENUM {
  GW_OK = 0,
  GW_TIMEOUT = 1,       // no answer in time
  GW_REFUSED = 2,       // the peer or the network refused
  GW_RESOLVE = 3,       // the name does not resolve
  GW_CLOSED = 4,        // the conversation is over
  GW_AUTH = 5,          // login refused
  GW_BANNED = 6,        // the peer has banned this client
  GW_PROTOCOL = 7,      // the peer broke the protocol
  GW_LIMIT = 8,         // a limit of this side was reached, memory included
  GW_TLS = 9,           // the secure connection failed
  GW_HTTP = 10,         // the HTTP exchange failed
  GW_SERVER = 11,       // the server reports an error
  GW_USAGE = 12,        // called the wrong way
  GW_UNSUPPORTED = 13,  // not available: not built in, or newer than this library
} gw_code;

/// "timeout", as it stands in JSON; "ok"; "unknown" for what is no code. Static.
GW_API const char* gw_code_name(gw_code code) GW_NOEXCEPT;

/// An error in full. `code` is what a program looks at; GW_OK is none.
typedef struct gw_error {
  gw_code code;
  int32_t value;         // its number in its domain: the library's own enums, an errno, a status
  const char* domain;    // "gamewire.a2s", "system" …; static
  const void* category;  // for gw_error_message
} gw_error;

/// A sentence for people, in English, with a NUL behind it. Returns as gw_printable does; 0 without memory.
GW_API size_t gw_error_message(const gw_error* error, char* out, size_t size) GW_NOEXCEPT;

/// What an address is: none is that of an endpoint that was not set.
typedef enum gw_family GW_ENUM { GW_FAMILY_NONE = 0, GW_FAMILY_V4 = 1, GW_FAMILY_V6 = 2 } gw_family;

/// An address and a port. An IPv4 address mapped into IPv6 becomes IPv4 where it enters.
typedef struct gw_endpoint {
  uint8_t address[16];  // network order; IPv4 fills the first four
  uint32_t scope;       // interface of a link-local IPv6 address, else 0
  uint16_t port;        // host order
  uint8_t family;       // gw_family
  uint8_t reserved;     // 0
} gw_endpoint;

/// Reads "192.0.2.1", "192.0.2.1:27015", "2001:db8::1", "[2001:db8::1]:27015". No names: those are for the caller to
/// resolve. Without a port `default_port` is taken. GW_USAGE for anything else; *out is then as it was.
GW_API gw_code gw_endpoint_parse(const char* text, uint16_t default_port, gw_endpoint* out) GW_NOEXCEPT;
/// The same, written: "192.0.2.1:27015". Returns as gw_printable does; 64 bytes are enough.
GW_API size_t gw_endpoint_format(const gw_endpoint* endpoint, char* out, size_t size) GW_NOEXCEPT;

// ------------------------------------------------------------------------------------------- what A2S replies hold

/// Which of the fields that a reply may lack are there: bits of gw_info.has. They are named as the fields are; SHIP
/// stands for the three of The Ship, MOD for mod_link and mod_download.
enum {
  GW_INFO_BOTS = 1 << 0,
  GW_INFO_PORT = 1 << 1,
  GW_INFO_STEAM_ID = 1 << 2,
  GW_INFO_SPECTATOR_PORT = 1 << 3,
  GW_INFO_SPECTATOR_NAME = 1 << 4,
  GW_INFO_KEYWORDS = 1 << 5,
  GW_INFO_GAME_ID = 1 << 6,
  GW_INFO_APP_ID = 1 << 7,
  GW_INFO_SHIP = 1 << 8,
  GW_INFO_SERVER_ADDRESS = 1 << 9,
  GW_INFO_MOD = 1 << 10,
};

/// An A2S_INFO reply of either form. May grow: in an event it is the library's, as large as that has it; for
/// gw_decode_info and gw_encode_info set `struct_size` to sizeof(gw_info) first. A field whose
/// bit of `has` is not set is 0 or "".
typedef struct gw_info {
  uint32_t struct_size;
  uint32_t has;  // GW_INFO_… bits
  gw_text name;
  gw_text map;
  gw_text folder;          // of the game's files: "cstrike"
  gw_text game;            // what the game calls itself
  gw_text version;         // "" in the older form
  gw_text keywords;        // mostly words with commas between; their meaning is the game's
  gw_text spectator_name;  // of SourceTV
  gw_text server_address;  // the server's own idea of it, often useless
  gw_text mod_link;        // the address of the mod's site, and from where it is to be had
  gw_text mod_download;
  uint64_t steam_id;  // the server's own
  uint64_t game_id;   // its low 24 bits are the application id
  uint32_t app_id;    // of game_id, or else of a field of 16 bits; gw_encode_info writes it to that alone
  uint16_t port;      // the game's, which may differ from the port that answered
  uint16_t spectator_port;
  uint8_t protocol;  // of the game's network: 17 today, 7 in 2006, 46 to 48 of GoldSource
  uint8_t players;   // wraps or clamps above 255 on some servers
  uint8_t max_players;
  uint8_t bots;
  char server_type;        // 'd' dedicated, 'l' listen, 'p' proxy, 0 unknown
  char environment;        // 'l' Linux, 'w' Windows, 'm' Mac, 0 unknown
  bool password;           // one is needed
  bool vac;                // Valve Anti-Cheat is on
  bool goldsource;         // the older form
  bool partial;            // the reply ended early: what is lost has its bit of `has` unset
  uint8_t ship_mode;       // 0 hunt, 1 elimination, 2 duel, 3 deathmatch, 4 VIP team, 5 team elimination
  uint8_t ship_witnesses;  // how many it takes to have a player arrested
  uint8_t ship_duration;   // seconds before a player is arrested while being witnessed
} gw_info;

/// A list of players, and the place in it: a copy is a cursor of its own.
///
///     gw_players at = event.players.list;
///     for (gw_player one; gw_players_next(&at, &one);) …
typedef struct gw_players {
  gw_bytes entries;   // not read yet
  uint32_t declared;  // as many as the server says
  uint32_t left;      // not read yet; once gw_players_next is false, those that a cut reply lost
} gw_players;

/// One player of a list.
typedef struct gw_player {
  gw_text name;  // often empty: connecting, or a game that hides names
  int32_t score;
  float duration;  // seconds connected; -1 for some bots
  uint8_t index;   // no identity: most servers send 0 for all
} gw_player;

/// The next player; false at the end. The name lives as long as what the list came from.
GW_API bool gw_players_next(gw_players* cursor, gw_player* out) GW_NOEXCEPT;

/// The same for rules: see gw_players.
typedef struct gw_rules {
  gw_bytes entries;
  uint32_t declared;
  uint32_t left;
} gw_rules;

/// Names can be empty and can repeat.
typedef struct gw_rule {
  gw_text name;
  gw_text value;
} gw_rule;

/// The next rule; false at the end. Its texts live as long as what the list came from.
GW_API bool gw_rules_next(gw_rules* cursor, gw_rule* out) GW_NOEXCEPT;

/// A page of game servers, and the place in it.
typedef struct gw_servers {
  gw_bytes entries;  // six bytes each
} gw_servers;

/// The next address; false at the end.
GW_API bool gw_servers_next(gw_servers* cursor, gw_endpoint* out) GW_NOEXCEPT;

// ---------------------------------------------------------------------------------------------------------- events

/// What an event is about, and which member of its union is filled in; without a word there, none.
enum {
  // Of all machines.
  GW_EVENT_FAILED = 1,        // `failed`: request `id` ends without an answer
  GW_EVENT_CLOSED = 2,        // `closed`: the last event; by its own end (GW_OK) or by a fault
  GW_EVENT_DISCONNECTED = 3,  // `disconnected`: of machines that reconnect, the next connection is to follow
  // A2S. Replies have the id of their request.
  GW_EVENT_INFO = 10,         // `info`
  GW_EVENT_PLAYERS = 11,      // `players`
  GW_EVENT_RULES = 12,        // `rules`
  GW_EVENT_PING = 13,         // `ping`
  GW_EVENT_UNREQUESTED = 14,  // `datagram`: a whole message, or page, that no request waits for
  GW_EVENT_REJECTED = 15,     // `datagram`: could not be read, and why; of master clients as well
  GW_EVENT_INCOMPLETE = 16,   // `incomplete`: a split message that never became whole
  // RCON clients.
  GW_EVENT_AUTHENTICATED = 20,  // the password was right; once for each connection
  GW_EVENT_CHUNK = 21,          // `reply`: a part of a reply that is still coming; only `body` is set
  GW_EVENT_REPLY = 22,          // `reply`: all that the server said to a command
  GW_EVENT_SENT = 23,           // a command without reply has been taken by the transport
  GW_EVENT_UNSOLICITED = 24,    // `unsolicited`: a packet that answers nothing
  // RCON responders.
  GW_EVENT_LOGIN = 30,    // `login`: somebody tried a password
  GW_EVENT_COMMAND = 31,  // `command`: to be answered by gw_rcon_answer with `id`
  // Master clients.
  GW_EVENT_SERVERS = 40,  // `servers`: some more, none of which came before
  GW_EVENT_LISTED = 41,   // `listed`: the end of a list
  // ArchiSteamFarm.
  GW_EVENT_ASF_ANSWER = 50,  // `asf_answer`
  GW_EVENT_LOG_LINE = 51,    // `log_line`
  // Steam's Web API.
  GW_EVENT_WEBAPI_ANSWER = 60,      // `webapi_answer`
  GW_EVENT_WEBAPI_DISCOVERED = 61,  // `discovered`
  // aster.
  GW_EVENT_ASTER_READY = 70,    // `ready`: logged in; once for each connection
  GW_EVENT_ASTER_ANSWER = 71,   // `aster_packet`: the answer to request `id`
  GW_EVENT_ASTER_POSTED = 72,   // `posted`
  GW_EVENT_ASTER_EDITED = 73,   // `posted`: only `uuid` and `content` are set
  GW_EVENT_ASTER_DELETED = 74,  // `posted`: only `uuid` is set
  GW_EVENT_ASTER_CHANGED = 75,  // `aster_packet`: users, who is online, channels, groups; `command` says what
  GW_EVENT_ASTER_UNSOLICITED = 76,  // `aster_packet`: none of these; malformed, if there is an `error`
  // Responders: hubs.
  GW_EVENT_QUERIED = 80,  // `queried`: a request was read
  GW_EVENT_REFUSED = 81,  // `refused`: a datagram that is no request
};

/// Why a request failed, or the conversation is over.
typedef struct gw_end {
  gw_error error;
  gw_text detail;  // what the peer said, or what exactly was wrong; may be empty
} gw_end;

/// Why the connection is lost, or was not to be had; `detail` as of gw_end.
typedef struct gw_disconnected {
  gw_error error;
  gw_text detail;
  gw_duration retry_in;  // so long until gw_wants_transport is true again
} gw_disconnected;

/// `round_trip`: of the datagram that was answered, not of the challenge before. `raw`: the message, from its type byte.
typedef struct gw_info_reply {
  const gw_info* info;  // borrowed
  gw_duration round_trip;
  gw_bytes raw;
} gw_info_reply;

/// As gw_info_reply; gw_players_next reads the list.
typedef struct gw_players_reply {
  gw_players list;
  gw_duration round_trip;
  gw_bytes raw;
} gw_players_reply;

/// As gw_info_reply; gw_rules_next reads the list.
typedef struct gw_rules_reply {
  gw_rules list;
  gw_duration round_trip;
  gw_bytes raw;
} gw_rules_reply;

/// To whatever answered first, a challenge too.
typedef struct gw_ping_reply {
  gw_duration round_trip;
} gw_ping_reply;

/// What answers no request, or cannot be read.
typedef struct gw_datagram {
  gw_error error;  // GW_OK for what is whole
  gw_bytes raw;    // of GW_EVENT_UNREQUESTED of a master client: its entries, as gw_servers has them
} gw_datagram;

/// What is known of a message whose fragments did not all come in time.
typedef struct gw_incomplete {
  uint32_t split_id;  // as its fragments have it
  uint32_t have;      // different fragments that came
  uint32_t total;     // fragments it has, as far as they told
} gw_incomplete;

/// What a server said to a command, or a part of it.
typedef struct gw_rcon_reply {
  gw_text body;            // of a chunk, may end inside a character
  gw_duration round_trip;  // from the command's transmission to the first packet of the reply
  bool partial;            // the connection or the deadline ended before the reply did
} gw_rcon_reply;

/// A packet that answers no command. BattlEye: a message of the server's, with its sequence number for an id, type 2;
/// copies are not told. GoldSource: the type is the first byte of the datagram. WebRCON: the type is 0 generic, 1 log,
/// 2 warning, 3 error, 4 chat, 5 other, or -1 for what is no message, and the id is the identifier: 0 the log, -1 chat.
typedef struct gw_unsolicited {
  int32_t type;
  int32_t packet_id;
  gw_text body;
} gw_unsolicited;

/// What became of a password.
typedef struct gw_login {
  bool ok;  // it was right
  /// Wrong ones of this address, as far as the ban list remembers; without a list, of this connection.
  uint32_t failures;
} gw_login;

/// What a peer wants executed; it ends at its first NUL.
typedef struct gw_command {
  gw_text text;
} gw_command;

/// Some of a list; gw_servers_next reads it.
typedef struct gw_server_page {
  gw_servers list;
  uint8_t region;  // that was asked for them: gw_region
} gw_server_page;

/// The end of a list.
typedef struct gw_listed {
  gw_error error;    // what cut the list short
  uint64_t servers;  // in all events
  uint32_t pages;    // that came
  gw_endpoint last;  // give it as gw_list_query.after, to go on behind it; no family: with the first page
  uint8_t region;    // that of `last`: where the list stopped
  bool partial;      // it was cut short
} gw_listed;

/// What the server answered, whether or not it did what was asked: `error` says.
typedef struct gw_asf_answer {
  gw_error error;
  gw_duration round_trip;  // from the request's last byte to the head of the answer
  gw_text content_type;
  gw_text message;       // of the envelope, as JSON has it (gw_json_unescape); for people
  gw_text result;        // of the envelope: JSON, "" without one
  gw_bytes body;         // all of it
  uint16_t status;       // of HTTP
  bool connection_lost;  // over what makes the server go away: as good as done
  gw_text location;      // where a redirect leads, which is not followed; else ""
} gw_asf_answer;

/// An entry of ASF's log. What is not in its own layout has only `raw`.
typedef struct gw_log_line {
  gw_text raw;
  gw_text time;     // "2026-08-21 22:01:03", where the server is
  gw_text process;  // "ArchiSteamFarm-1"
  gw_text logger;   // the bot's name, or "ASF"
  gw_text message;
  uint8_t level;   // 0 unknown, 1 trace, 2 debug, 3 info, 4 warn, 5 error, 6 fatal
  bool history;    // shown from the server's memory
  bool after_gap;  // between this and the one before others may have been written
} gw_log_line;

/// What Steam answered, whether or not it did what was asked: `error` says.
typedef struct gw_webapi_answer {
  gw_error error;
  gw_duration round_trip;   // from the call's last byte to the head of the answer
  gw_duration retry_after;  // how long the server does not want to be asked; 0: it did not say
  gw_text message;          // why not, as far as the server says
  gw_bytes body;            // all of it, in the format that was asked for
  uint32_t eresult;         // Steam's own verdict; 1 is success, 0: it gave none
  uint16_t status;          // of HTTP
} gw_webapi_answer;

/// What can be called; the machine checks calls by it from now on.
typedef struct gw_discovered {
  gw_text table;  // the interfaces, as gw_webapi_use takes them: to be kept in a file
  gw_duration round_trip;
} gw_discovered;

/// The login is done; or, without one, the server has answered.
typedef struct gw_aster_ready {
  int64_t self;         // one's own uuid; 0 without a login
  uint32_t version[3];  // of the protocol: major, minor, patch; all 0: the server did not say
} gw_aster_ready;

/// A packet as the server sent it.
typedef struct gw_aster_packet {
  gw_error error;          // of what is unsolicited: what is wrong with it, if anything
  gw_text command;         // its name in the protocol; "" of what is unsolicited, or not known here
  gw_text line;            // the packet as it came: JSON
  gw_duration round_trip;  // of answers, else 0
} gw_aster_packet;

/// A message of the chat.
typedef struct gw_posted {
  int64_t uuid;     // the message's own
  int64_t author;   // that of a user
  int64_t channel;  // and of a channel
  int64_t reply;    // to which message; 0: to none
  int64_t date;     // UNIX seconds
  gw_text content;  // as JSON has it: gw_json_unescape
} gw_posted;

/// What became of a query at an A2S or a master responder: gw_queried.verdict.
enum {
  GW_VERDICT_ANSWERED = 0,
  GW_VERDICT_CHALLENGED = 1,         // it carried no challenge, or one that does not hold
  GW_VERDICT_NOTHING_PUBLISHED = 2,  // of its kind
  GW_VERDICT_TOO_SHORT = 3,          // shorter than the challenge it would get
  GW_VERDICT_RATE_LIMITED = 4,
  GW_VERDICT_QUEUE_FULL = 5,
};

/// A request that a responder has read.
typedef struct gw_queried {
  uint32_t servers;  // in the page, of a master
  uint8_t what;      // A2S: the request's type byte, 'T', 'U', 'V' …; master: the region
  uint8_t verdict;   // GW_VERDICT_…: all but ANSWERED and CHALLENGED stay without answer
  bool last;         // the page ends the list, of a master
} gw_queried;

/// Why a datagram is no request. It gets no answer.
typedef struct gw_refused {
  gw_error error;
} gw_refused;

/// Something that happened. Its size stays as it is.
typedef struct gw_event {
  uint32_t type;  // GW_EVENT_…
  uint32_t id;    // of the request that it is about, or 0
  union {
    gw_end failed;
    gw_end closed;
    gw_disconnected disconnected;
    gw_info_reply info;
    gw_players_reply players;
    gw_rules_reply rules;
    gw_ping_reply ping;
    gw_datagram datagram;
    gw_incomplete incomplete;
    gw_rcon_reply reply;
    gw_unsolicited unsolicited;
    gw_login login;
    gw_command command;
    gw_server_page servers;
    gw_listed listed;
    gw_asf_answer asf_answer;
    gw_log_line log_line;
    gw_webapi_answer webapi_answer;
    gw_discovered discovered;
    gw_aster_ready ready;
    gw_aster_packet aster_packet;
    gw_posted posted;
    gw_queried queried;
    gw_refused refused;
    uint64_t reserved[24];
  };
} gw_event;

// ------------------------------------------------------------------------------------------------- every machine

/// One side of a conversation with one peer.
typedef struct gw_machine gw_machine;

/// Gives everything back. NULL is legal.
GW_API void gw_free(gw_machine* machine) GW_NOEXCEPT;

/// A datagram, or any piece of the stream. It has to stay readable until gw_poll_event has returned false.
GW_API void gw_receive(gw_machine* machine, const void* data, size_t size, gw_time now) GW_NOEXCEPT;
/// No more input: 0 is an orderly end, anything else an errno that says why. Also for a connect that failed.
GW_API void gw_receive_end(gw_machine* machine, int error, gw_time now) GW_NOEXCEPT;
/// The network says, by this errno of a send or receive, that the last datagram did not arrive: an attempt has ended, not
/// the conversation. For a machine of streams it is gw_receive_end.
GW_API void gw_unreachable(gw_machine* machine, int error, gw_time now) GW_NOEXCEPT;
/// The deadline has come. Earlier it does nothing.
GW_API void gw_on_timeout(gw_machine* machine, gw_time now) GW_NOEXCEPT;
/// The next datagram, or bytes of the stream; size 0: nothing to send.
GW_API gw_bytes gw_poll_transmit(gw_machine* machine, gw_time now) GW_NOEXCEPT;
/// The transport took `size` bytes of that; a datagram is taken whole or not at all.
GW_API void gw_transmitted(gw_machine* machine, size_t size, gw_time now) GW_NOEXCEPT;
/// For traces: what gw_poll_transmit gave, with '*' for every byte of a secret; to be called right after it, for behind
/// any call that may change the machine, gw_transmitted as well, it gives nothing. Borrowed.
GW_API gw_bytes gw_shown_transmit(gw_machine* machine) GW_NOEXCEPT;
/// The next event; false when there is none.
GW_API bool gw_poll_event(gw_machine* machine, gw_event* out) GW_NOEXCEPT;
/// Accept no more, finish what is open, then be done.
GW_API void gw_close(gw_machine* machine, gw_time now) GW_NOEXCEPT;
/// When to call gw_on_timeout, or GW_NEVER.
GW_API gw_time gw_deadline(const gw_machine* machine) GW_NOEXCEPT;
/// Over: close the transport. Of NULL: true.
GW_API bool gw_done(const gw_machine* machine) GW_NOEXCEPT;
/// Is its wire a stream, or datagrams?
GW_API bool gw_is_stream(const gw_machine* machine) GW_NOEXCEPT;

/// Should there be a transport now? Open one when it turns true, and call gw_opened; close it when it turns false. Of
/// machines that do not outlive their transport: as long as they are not done.
GW_API bool gw_wants_transport(const gw_machine* machine) GW_NOEXCEPT;
/// The transport has been opened. For other machines it does nothing.
GW_API void gw_opened(gw_machine* machine, gw_time now) GW_NOEXCEPT;

/// Ends an open request: its event is GW_EVENT_FAILED. GW_USAGE when no such request is open, or the machine has none.
GW_API gw_code gw_cancel(gw_machine* machine, uint32_t id) GW_NOEXCEPT;

// ----------------------------------------------------------------------------------------------------- every hub

/// One socket, many peers: a fleet of clients, or a responder.
typedef struct gw_hub gw_hub;

/// A datagram to send; both borrowed until gw_hub_transmitted or gw_hub_transmit_failed.
typedef struct gw_transmit {
  gw_endpoint to;
  gw_bytes payload;
} gw_transmit;

/// `key`: the caller's, of gw_fleet_start; else 0. `what.closed` with a key is the end of that peer's queries, which
/// makes room for another; with a peer of no family it is the end of the hub.
typedef struct gw_hub_event {
  uint64_t key;
  gw_endpoint peer;
  gw_event what;
} gw_hub_event;

/// The calls of machines, with a peer where there has to be one; NULL is legal in all of them.
GW_API void gw_hub_free(gw_hub* hub) GW_NOEXCEPT;
/// A datagram, and whom it is from. It has to stay readable until gw_hub_poll_event has returned false, which is to be
/// called after each.
GW_API void gw_hub_receive(gw_hub* hub, const gw_endpoint* peer, const void* data, size_t size,
                           gw_time now) GW_NOEXCEPT;
/// The network says, by this errno, that `peer` cannot be reached.
GW_API void gw_hub_unreachable(gw_hub* hub, const gw_endpoint* peer, int error, gw_time now) GW_NOEXCEPT;
/// Fills `out` with up to `count` datagrams, at most 64 at a time, and returns how many.
GW_API size_t gw_hub_poll_transmit(gw_hub* hub, gw_transmit* out, size_t count, gw_time now) GW_NOEXCEPT;
/// The first `count` of them went out.
GW_API void gw_hub_transmitted(gw_hub* hub, size_t count, gw_time now) GW_NOEXCEPT;
/// What is now the first of them cannot be sent: errno.
GW_API void gw_hub_transmit_failed(gw_hub* hub, int error, gw_time now) GW_NOEXCEPT;
/// As gw_on_timeout, gw_poll_event, gw_close, gw_deadline and gw_done.
GW_API void gw_hub_on_timeout(gw_hub* hub, gw_time now) GW_NOEXCEPT;
GW_API bool gw_hub_poll_event(gw_hub* hub, gw_hub_event* out) GW_NOEXCEPT;
GW_API void gw_hub_close(gw_hub* hub, gw_time now) GW_NOEXCEPT;
GW_API gw_time gw_hub_deadline(const gw_hub* hub) GW_NOEXCEPT;
GW_API bool gw_hub_done(const gw_hub* hub) GW_NOEXCEPT;

// --------------------------------------------------------------------------------------------- what options share

// …_options_init(&options, sizeof options) fills in the defaults and `struct_size`; then change what is to differ. NULL
// in place of options means the defaults. Texts are NUL-terminated, and NULL is "". What is out of range is GW_USAGE;
// a field that this library is too old for, and that is set, GW_UNSUPPORTED.
//
// …_new gives the machine in *out, which is NULL when the code is not GW_OK: GW_USAGE, GW_UNSUPPORTED (not built in),
// GW_LIMIT (no memory). gw_free it in the end.

/// How often, and after which pauses, a lost connection is renewed. Does not grow.
typedef struct gw_reconnect {
  uint32_t attempts;      // in a row; 0: never
  gw_duration delay;      // before the first; each next time twice as long …
  gw_duration max_delay;  // … up to this
} gw_reconnect;

/// TLS below a machine of streams. Nobody is believed but who shows a certificate for `host` that an authority vouches
/// for, and is valid now. Authorities that cannot be read are GW_USAGE for the machine that is to be made.
typedef struct gw_tls_options {
  uint32_t struct_size;
  bool verify;                    // false: whose certificate it is does not matter, only the pins do
  const char* host;               // "": the machine's own, if it has one
  const char* authorities_file;   // PEM; "": the system's
  const char* authorities_pem;    // the same from memory, and then no file is read
  const uint8_t* pins;            // SHA-256 of public keys (RFC 7469), 32 bytes each
  size_t pin_count;               // 0: any key; GW_USAGE: some, but none at `pins`
  int64_t wall_time;              // UNIX seconds at which certificates have to be valid; 0: now
  gw_duration handshake_timeout;  // from the first gw_poll_transmit; connecting counts
} gw_tls_options;
/// Fills in the defaults, as all of these do: `size` is sizeof *out. Nothing if `out` is NULL, or too small for
/// `struct_size`.
GW_API void gw_tls_options_init(gw_tls_options* out, size_t size) GW_NOEXCEPT;

/// A field of HTTP to be sent with each request. A secret's value is not shown in traces.
typedef struct gw_header {
  const char* name;
  const char* value;
  bool secret;
} gw_header;

// ------------------------------------------------------------------------------------------------------------- A2S

/// Of gw_a2s_client_new, and of each query of a fleet.
typedef struct gw_a2s_options {
  uint32_t struct_size;
  uint8_t retries;         // attempts after the first, at most 32
  uint8_t max_challenges;  // followed by one request
  bool get_challenge;      // ask for a challenge first, as servers from before 2008 want it
  /// The second of three attempts asks PLAYER and RULES with challenge 0 in place of -1.
  bool retry_zero_challenge;
  gw_duration timeout;           // of the first attempt; each next one half as long again
  gw_duration deadline;          // of a request in all; 0: the sum of its attempts and half a second
  gw_duration source_form_wait;  // after an INFO in the GoldSource form, for the other one
  uint16_t retry_pad_to;         // size of every third attempt; 0: as it is
  uint16_t pad_to;               // of all attempts
  uint64_t seed;                 // of the jitter
  /// Of messages that come split: as many in the making (1 to 16), fragments of one, its bytes as it comes and after
  /// bzip2, and the time from its first fragment to its last. None may be 0.
  uint8_t max_groups;
  uint8_t max_fragments;
  uint32_t max_assembled;
  uint32_t max_decompressed;
  gw_duration split_timeout;
} gw_a2s_options;
/// The defaults.
GW_API void gw_a2s_options_init(gw_a2s_options* out, size_t size) GW_NOEXCEPT;

/// Asks one server, over UDP.
GW_API gw_code gw_a2s_client_new(const gw_a2s_options* options, gw_machine** out) GW_NOEXCEPT;
/// Commands; one of each kind can be open at a time. `id` may be NULL. The event is GW_EVENT_INFO … or GW_EVENT_FAILED.
/// GW_USAGE: one is open already, or another protocol's machine; GW_CLOSED.
GW_API gw_code gw_a2s_request_info(gw_machine* machine, uint32_t* id) GW_NOEXCEPT;
GW_API gw_code gw_a2s_request_players(gw_machine* machine, uint32_t* id) GW_NOEXCEPT;
GW_API gw_code gw_a2s_request_rules(gw_machine* machine, uint32_t* id) GW_NOEXCEPT;
/// The round trip of one INFO request, to whatever answers it.
GW_API gw_code gw_a2s_request_ping(gw_machine* machine, uint32_t* id) GW_NOEXCEPT;

/// Of gw_fleet_new.
typedef struct gw_fleet_options {
  uint32_t struct_size;
  uint32_t in_flight;  // peers at once, from 1 to a million
  uint32_t rate;       // packets per second; 0: no limit
  uint32_t burst;      // packets at once after a pause; 0: as many as in 10 ms
  uint64_t seed;       // keys the table of peers
} gw_fleet_options;
/// The defaults.
GW_API void gw_fleet_options_init(gw_fleet_options* out, size_t size) GW_NOEXCEPT;

/// What a peer of a fleet is asked: bits.
enum { GW_ASK_INFO = 1 << 0, GW_ASK_PLAYERS = 1 << 1, GW_ASK_RULES = 1 << 2, GW_ASK_PING = 1 << 3 };

/// Asks many servers through one socket. `each` are the options of each query.
GW_API gw_code gw_fleet_new(const gw_fleet_options* options, const gw_a2s_options* each,
                            gw_hub** out) GW_NOEXCEPT;
/// How many gw_fleet_start will accept now.
GW_API size_t gw_fleet_room(const gw_hub* hub) GW_NOEXCEPT;
/// Begins to ask one; `key` is told with its events. GW_USAGE: no room, this peer is being asked already, no address,
/// nothing to ask, not a fleet; GW_CLOSED, GW_LIMIT.
GW_API gw_code gw_fleet_start(gw_hub* hub, const gw_endpoint* peer, uint64_t key, uint32_t ask) GW_NOEXCEPT;

/// Of gw_a2s_responder_new. All zero, as it is by default, the secret is GW_USAGE.
typedef struct gw_a2s_responder_options {
  uint32_t struct_size;
  bool compress;                   // bzip2 where an answer is split
  uint64_t secret[2];              // keys the challenges: random, and not all zero
  gw_duration challenge_lifetime;  // at least; twice as long at most
  gw_duration closing_timeout;     // for what waits, after gw_hub_close; 0: only what is taken at once
  uint16_t max_datagram;           // bytes, 64 to 65507; beyond, answers are split
  uint32_t rate;       // answers per address (IPv6: per /64) and second, challenges too; 0: no limit
  uint32_t burst;      // and how many at once
  uint32_t max_queue;  // answers that wait for the transport, 1 to 2^20
  uint64_t seed;       // of the ids of split packets, and the table of rates
} gw_a2s_responder_options;
/// The defaults.
GW_API void gw_a2s_responder_options_init(gw_a2s_responder_options* out, size_t size) GW_NOEXCEPT;

/// Answers queries on one socket.
GW_API gw_code gw_a2s_responder_new(const gw_a2s_responder_options* options, gw_hub** out) GW_NOEXCEPT;
/// Takes a whole INFO, PLAYER or RULES reply (gw_encode_… or a server's), which replaces the one of its kind; copied.
/// GW_PROTOCOL: it is none; GW_LIMIT; GW_CLOSED; GW_USAGE.
GW_API gw_code gw_a2s_publish(gw_hub* hub, const void* message, size_t size) GW_NOEXCEPT;

// The codecs, without a machine. What is decoded lives as long as `data`.

/// A reply, with or without FF FF FF FF in front. GW_PROTOCOL for what is none. Set out->struct_size first.
GW_API gw_code gw_decode_info(const void* data, size_t size, gw_info* out) GW_NOEXCEPT;
/// The same; gw_players_next and gw_rules_next read the entries.
GW_API gw_code gw_decode_players(const void* data, size_t size, gw_players* out) GW_NOEXCEPT;
GW_API gw_code gw_decode_rules(const void* data, size_t size, gw_rules* out) GW_NOEXCEPT;

/// Writes a request: `type` is 'T' INFO, 'U' PLAYER, 'V' RULES, 'W' GETCHALLENGE, 'i' PING; `challenge` is four bytes or
/// NULL for none. *written is its size; it may be NULL. GW_LIMIT: it does not fit (29 bytes are enough); GW_USAGE.
GW_API gw_code gw_encode_request(char type, const uint8_t* challenge, void* out, size_t size,
                                 size_t* written) GW_NOEXCEPT;
/// Writes replies to the front of `out`; *written is the size, and may be NULL. GW_LIMIT: it does not fit; GW_USAGE: a
/// NUL inside a text, more than 255 players or 65535 rules, an info without `struct_size`, or with an `app_id` of more
/// than 16 bits and no `game_id` (with one, the low 16 go out); GW_UNSUPPORTED: what this library is too old for is set.
GW_API gw_code gw_encode_info(const gw_info* info, void* out, size_t size, size_t* written) GW_NOEXCEPT;
GW_API gw_code gw_encode_players(const gw_player* players, size_t count, void* out, size_t size,
                                 size_t* written) GW_NOEXCEPT;
GW_API gw_code gw_encode_rules(const gw_rule* rules, size_t count, void* out, size_t size,
                               size_t* written) GW_NOEXCEPT;

// ------------------------------------------------------------------------------------------------------------ RCON

/// What servers of a kind do, and so how the end of a reply is found.
typedef enum gw_rcon_profile GW_ENUM {
  GW_RCON_AUTOMATIC = 0,  // found out on the connection
  GW_RCON_SOURCE = 1,
  GW_RCON_SOURCE2 = 2,
  GW_RCON_MINECRAFT = 3,
  GW_RCON_SINGLE = 4,  // one packet: Factorio, ARK, Palworld …
  GW_RCON_SQUAD = 5,
  GW_RCON_RUST_LEGACY = 6,
} gw_rcon_profile;

/// Of all four kinds of clients; each looks at what its protocol has.
typedef struct gw_rcon_options {
  uint32_t struct_size;
  uint32_t profile;      // gw_rcon_profile; Source
  const char* password;  // copied, and wiped
  /// Source: until the verdict; BattlEye: of the first attempt; WebRCON: until WebSocket stands. 0: the kind's own.
  gw_duration login_timeout;
  gw_duration timeout;     // of an attempt: GoldSource, BattlEye. 0: the kind's own
  gw_duration deadline;    // of each command in all
  gw_duration quiet_time;  // how long a server is silent that has no more to say: Source, GoldSource
  /// A sign of life after so long without traffic: Source, BattlEye, and by WebSocket's Pings WebRCON. -1: the kind's
  /// own; 0: never.
  gw_duration keep_alive;
  uint64_t max_reply;         // bytes, as they are told; 0: the kind's own
  uint32_t max_commands;      // open at a time
  uint32_t max_in_flight;     // commands sent ahead of their replies, 1 to 65535: Source
  gw_reconnect reconnect;     // Source
  bool secure;                // TLS: Source, WebRCON
  const gw_tls_options* tls;  // NULL: the defaults
  const char* host;           // WebRCON: what Host says; and whom TLS verifies
  uint16_t port;              // WebRCON
  uint64_t secret[2];         // WebRCON: keys the masks of WebSocket; random, and not all zero
  uint64_t seed;              // of ids and jitter; not WebRCON
  uint64_t max_frame;         // bytes of one packet: Source
  uint64_t max_queued_bytes;  // of commands that wait: Source
  int32_t retries;            // attempts after the first, to 255: GoldSource, BattlEye. -1: the kind's own
  int32_t login_retries;      // the same of the login: BattlEye
} gw_rcon_options;
/// The defaults.
GW_API void gw_rcon_options_init(gw_rcon_options* out, size_t size) GW_NOEXCEPT;

/// Source RCON, over TCP: also Minecraft, Factorio, ARK, Squad …
GW_API gw_code gw_rcon_client_new(const gw_rcon_options* options, gw_machine** out) GW_NOEXCEPT;
/// GoldSource, over UDP.
GW_API gw_code gw_rcon_goldsource_client_new(const gw_rcon_options* options, gw_machine** out) GW_NOEXCEPT;
/// BattlEye, over UDP.
GW_API gw_code gw_rcon_battleye_client_new(const gw_rcon_options* options, gw_machine** out) GW_NOEXCEPT;
/// Rust's WebRCON: JSON over WebSocket, over TCP.
GW_API gw_code gw_rcon_webrcon_client_new(const gw_rcon_options* options, gw_machine** out) GW_NOEXCEPT;

/// Executes a command on any of them; its event is GW_EVENT_REPLY or GW_EVENT_FAILED. May be given at once: it waits for
/// the login. GW_USAGE: too many are open, or it cannot be sent; GW_CLOSED, GW_LIMIT.
GW_API gw_code gw_rcon_execute(gw_machine* machine, const char* command, uint32_t* id) GW_NOEXCEPT;
/// For commands that get no reply, such as `quit`; the event is GW_EVENT_SENT.
GW_API gw_code gw_rcon_execute_unanswered(gw_machine* machine, const char* command, uint32_t* id) GW_NOEXCEPT;

/// Who has failed to log in how often: one for all responders of a server, which it has to outlive.
typedef struct gw_ban_list gw_ban_list;
/// `duration` 0: for ever. GW_USAGE for limits of 0 or more than 65536 addresses; GW_LIMIT.
GW_API gw_code gw_ban_list_new(uint32_t max_failures, gw_duration duration, uint32_t max_addresses,
                               gw_ban_list** out) GW_NOEXCEPT;
/// Only when no responder has it any more. NULL is legal.
GW_API void gw_ban_list_free(gw_ban_list* list) GW_NOEXCEPT;

/// Which game's manners a responder has.
typedef enum gw_rcon_style GW_ENUM {
  GW_STYLE_SOURCE = 0,
  GW_STYLE_SOURCE2 = 1,
  GW_STYLE_MINECRAFT = 2
} gw_rcon_style;

/// Of gw_rcon_responder_new.
typedef struct gw_rcon_responder_options {
  uint32_t struct_size;
  uint32_t style;             // gw_rcon_style
  const char* password;       // copied; an empty one is never right
  gw_endpoint peer;           // whose connection it is
  gw_ban_list* bans;          // NULL: nobody is banned
  uint32_t max_failures;      // wrong passwords that end the connection
  gw_duration login_timeout;  // from the first call to the right password
  gw_duration verdict_delay;  // how long behind Source's empty packet the verdict follows; 0: at once
  gw_duration idle_timeout;   // of a peer that is logged in and says nothing; 0: for ever
  uint64_t max_unsent;        // bytes that wait to be sent, at least 4096
} gw_rcon_responder_options;
/// The defaults.
GW_API void gw_rcon_responder_options_init(gw_rcon_responder_options* out, size_t size) GW_NOEXCEPT;

/// The server's side of one connection of Source RCON.
GW_API gw_code gw_rcon_responder_new(const gw_rcon_responder_options* options, gw_machine** out) GW_NOEXCEPT;
/// Answers the GW_EVENT_COMMAND that was told last, by its id; copied, and split as the style has it. GW_USAGE: no such
/// command waits; GW_CLOSED; GW_LIMIT ends the connection.
GW_API gw_code gw_rcon_answer(gw_machine* machine, uint32_t id, const void* text, size_t size) GW_NOEXCEPT;
/// The beginning of an answer, whose end is to follow by gw_rcon_answer.
GW_API gw_code gw_rcon_answer_part(gw_machine* machine, uint32_t id, const void* text,
                                   size_t size) GW_NOEXCEPT;
/// A line that nobody asked for, such as the console's. GW_CLOSED: nobody is logged in; GW_LIMIT: too much waits.
GW_API gw_code gw_rcon_print(gw_machine* machine, const void* text, size_t size) GW_NOEXCEPT;

// ----------------------------------------------------------------------------------------------------- master servers

/// Parts of the world.
typedef enum gw_region GW_ENUM {
  GW_REGION_US_EAST = 0,
  GW_REGION_US_WEST = 1,
  GW_REGION_SOUTH_AMERICA = 2,
  GW_REGION_EUROPE = 3,
  GW_REGION_ASIA = 4,
  GW_REGION_AUSTRALIA = 5,
  GW_REGION_MIDDLE_EAST = 6,
  GW_REGION_AFRICA = 7,
  GW_REGION_WORLD = 255,
} gw_region;

/// Of gw_master_client_new.
typedef struct gw_master_options {
  uint32_t struct_size;
  uint8_t retries;       // attempts at a page after the first, at most 32
  gw_duration timeout;   // of the first attempt at a page
  gw_duration deadline;  // of a whole list; 0: none
  gw_duration interval;  // between requests in the long run; 0: no limit
  uint32_t burst;        // requests at once before that
  uint32_t max_pages;    // of one list
  uint64_t max_servers;  // addresses remembered; a list with more is cut short
  uint64_t seed;         // of the jitter, and the table of addresses
} gw_master_options;
/// The defaults.
GW_API void gw_master_options_init(gw_master_options* out, size_t size) GW_NOEXCEPT;

/// Asks one master, over UDP, for its game servers.
GW_API gw_code gw_master_client_new(const gw_master_options* options, gw_machine** out) GW_NOEXCEPT;

/// What to list. Does not grow.
typedef struct gw_list_query {
  const uint8_t* regions;  // gw_region, asked in turn
  size_t region_count;     // at most 16; 0: the world
  const char* filter;      // "\\gamedir\\tf\\map\\ctf_2fort"; at most 190 bytes
  uint64_t limit;          // as many servers and no more; 0: all
  gw_endpoint after;       // behind which to go on; a family of none: from the beginning
} gw_list_query;

/// Its events are GW_EVENT_SERVERS, any number of them, and at the end GW_EVENT_LISTED or GW_EVENT_FAILED. NULL for
/// `query`: all. GW_USAGE: another list is open, or what it asks cannot be sent; GW_CLOSED.
GW_API gw_code gw_master_request_list(gw_machine* machine, const gw_list_query* query,
                                      uint32_t* id) GW_NOEXCEPT;

/// Of gw_master_responder_new.
typedef struct gw_master_responder_options {
  uint32_t struct_size;
  uint32_t page_entries;        // addresses in one page, 1 to 231
  uint32_t amplification;       // no answer is longer than so many times its request; 0: no such limit
  uint32_t rate;                // pages per address and second; 0: no limit
  uint32_t burst;               // and how many at once
  uint32_t total_rate;          // pages per second in all; 0: no limit
  uint32_t max_queue;           // pages that wait for the transport, 1 to 65536
  uint32_t max_servers;         // that can be published, up to 2^24
  gw_duration closing_timeout;  // for what waits, after gw_hub_close; 0: only what is taken at once
  uint64_t seed;                // of the table of rates
} gw_master_responder_options;
/// The defaults.
GW_API void gw_master_responder_options_init(gw_master_responder_options* out, size_t size) GW_NOEXCEPT;

/// A game server as its owner publishes it. Does not grow.
typedef struct gw_registration {
  gw_endpoint address;  // IPv4
  const char* info;     // what filters judge: "\\gamedir\\tf\\players\\3"
  uint8_t region;       // gw_region; one of the world is found in every region
} gw_registration;

/// Lists game servers on one socket.
GW_API gw_code gw_master_responder_new(const gw_master_responder_options* options, gw_hub** out) GW_NOEXCEPT;
/// Replaces the whole list; copied. GW_USAGE: too many, an address or an info that is none; GW_LIMIT; GW_CLOSED.
GW_API gw_code gw_master_publish(gw_hub* hub, const gw_registration* servers, size_t count) GW_NOEXCEPT;

// ----------------------------------------------------------------------------------------------------- ArchiSteamFarm

/// How old the server is.
typedef enum gw_asf_dialect GW_ENUM {
  GW_ASF_CURRENT = 0,
  GW_ASF_PATH_COMMAND = 1,  // before 4.0.3.0: the command is part of the path
  GW_ASF_IPC = 2,           // up to 3.0.5.0, of 2017
} gw_asf_dialect;

/// Of the client, and of the log where it says so.
typedef struct gw_asf_options {
  uint32_t struct_size;
  uint16_t port;              // ASF's own is 1242
  bool secure;                // TLS
  const char* host;           // a name, or an address without its port
  const char* base_path;      // before "/Api"
  const char* password;       // of the IPC; copied, and wiped
  const gw_tls_options* tls;  // NULL: the defaults
  const gw_header* headers;   // beside, such as what a proxy in front wants; at most 32
  size_t header_count;
  gw_duration deadline;      // of each request in all (client)
  gw_duration idle_timeout;  // of a connection without a request (client)
  uint32_t max_requests;     // open at a time (client)
  gw_reconnect reconnect;    // log
  uint64_t secret[2];        // log: keys the masks of WebSocket; random, and not all zero
  uint64_t seed;             // log
  gw_duration ban_pause;     // how long nothing is sent after a 403 for now (client and log)
  uint32_t dialect;          // gw_asf_dialect (client)
} gw_asf_options;
/// The defaults.
GW_API void gw_asf_options_init(gw_asf_options* out, size_t size) GW_NOEXCEPT;

/// Asks one ArchiSteamFarm, over TCP; outlives its connections.
GW_API gw_code gw_asf_client_new(const gw_asf_options* options, gw_machine** out) GW_NOEXCEPT;
/// Any request: `target` is "/Api/Bot/ASF", encoded; `json` the body, or NULL. `deadline` 0: that of the options. Its
/// event is GW_EVENT_ASF_ANSWER or GW_EVENT_FAILED. GW_USAGE: too many are open, or it cannot be sent; GW_AUTH or
/// GW_BANNED while nothing may be sent; GW_CLOSED, GW_LIMIT.
GW_API gw_code gw_asf_call(gw_machine* machine, const char* method, const char* target, const char* json,
                           gw_duration deadline, uint32_t* id) GW_NOEXCEPT;
/// A command as one types it there: "status ASF". The event's `result` is the answer, JSON text.
GW_API gw_code gw_asf_command(gw_machine* machine, const char* command, gw_duration deadline,
                              uint32_t* id) GW_NOEXCEPT;

/// ASF's log as it is written, over WebSocket; outlives its connections. GW_EVENT_LOG_LINE.
GW_API gw_code gw_asf_log_new(const gw_asf_options* options, gw_machine** out) GW_NOEXCEPT;

// ----------------------------------------------------------------------------------------------------- Steam's Web API

/// Of gw_webapi_client_new.
typedef struct gw_webapi_options {
  uint32_t struct_size;
  uint16_t port;              // 443 unless it is changed
  uint8_t retries;            // of a call after a 429
  bool secure;                // TLS; true unless it is changed
  bool key_as_parameter;      // where the key goes: a parameter, in place of a field of the head
  const char* host;           // Steam's own unless it is changed: a name, or an address without its port
  const char* base_path;      // before the interface, such as a proxy's; no '/' at its end
  const char* key;            // copied, and wiped; "": none
  const gw_tls_options* tls;  // NULL: the defaults
  gw_duration deadline;       // of each call in all
  gw_duration idle_timeout;   // of a connection without a call
  uint32_t max_requests;      // open at a time
  gw_duration first_pause;  // before a call is sent again, where the server does not say when; grows by half
} gw_webapi_options;
/// The defaults.
GW_API void gw_webapi_options_init(gw_webapi_options* out, size_t size) GW_NOEXCEPT;

/// Calls Steam's Web API, over TCP; outlives its connections.
GW_API gw_code gw_webapi_client_new(const gw_webapi_options* options, gw_machine** out) GW_NOEXCEPT;
/// Asks for the list of interfaces, by which calls are checked from then on: GW_EVENT_WEBAPI_DISCOVERED. `deadline` 0,
/// here and below: that of the options. GW_USAGE: too many calls are open; GW_HTTP: the server wants a pause that is
/// longer than the deadline; GW_CLOSED, GW_LIMIT.
GW_API gw_code gw_webapi_discover(gw_machine* machine, gw_duration deadline, uint32_t* id) GW_NOEXCEPT;
/// The same from what was kept: gw_discovered.table; copied. GW_USAGE for what is none; GW_LIMIT.
GW_API gw_code gw_webapi_use(gw_machine* machine, const char* table, size_t size) GW_NOEXCEPT;

/// One argument of a call. Those of an array have one name, or are named "ids[0]", "ids[1]" …
typedef struct gw_argument {
  const char* name;
  const char* value;  // also of numbers ("440") and truths ("1")
} gw_argument;

/// A call. Does not grow.
typedef struct gw_webapi_call {
  const char* interface_name;    // "ISteamUser"
  const char* method;            // "GetPlayerSummaries"
  const gw_argument* arguments;  // in any order; not the key, nor the format
  size_t argument_count;
  const char* input_json;  // all arguments of a service at once, in place of the others; or NULL
  uint32_t version;        // 0: the newest
  uint8_t format;          // of the answer: 0 JSON, 1 VDF, 2 XML
  bool unlisted;           // for what no list has: nothing is checked, and the version has to be given …
  bool is_post;            // … and whether it is a POST
} gw_webapi_call;

/// Its event is GW_EVENT_WEBAPI_ANSWER or GW_EVENT_FAILED. GW_USAGE: it is not as the list has it, or there is no list;
/// else as gw_webapi_discover.
GW_API gw_code gw_webapi_request(gw_machine* machine, const gw_webapi_call* call, gw_duration deadline,
                                 uint32_t* id) GW_NOEXCEPT;
/// The game servers that Steam keeps, at most `limit`, by a filter as master servers take it. Needs no list, but a key:
/// GW_USAGE without one. Else as gw_webapi_request.
GW_API gw_code gw_webapi_get_server_list(gw_machine* machine, const char* filter, uint32_t limit,
                                         gw_duration deadline, uint32_t* id) GW_NOEXCEPT;

// --------------------------------------------------------------------------------------------------------------- aster

/// What an aster client does first; whoever registers is logged in then, and on later connections logs in.
typedef enum gw_aster_entry GW_ENUM {
  GW_ASTER_LOGIN = 0,
  GW_ASTER_REGISTRATION = 1,
  GW_ASTER_NONE = 2
} gw_aster_entry;

/// Of gw_aster_client_new.
typedef struct gw_aster_options {
  uint32_t struct_size;
  uint32_t enter;             // gw_aster_entry
  const char* name;           // of the user
  const char* password;       // copied, and wiped
  int64_t uuid;               // goes before the name; 0: none
  bool secure;                // TLS, which servers want; true unless it is changed
  const gw_tls_options* tls;  // NULL: the defaults
  const char* host;           // whom TLS verifies
  gw_duration login_timeout;  // from the first gw_poll_transmit to the verdict, on each connection
  gw_duration deadline;       // of each request in all
  gw_duration keep_alive;     // a ping after so long without a word; 0: never
  uint32_t max_requests;      // open at a time
  uint64_t max_line;          // bytes that the server may send in one, 1024 to 2^30
  gw_reconnect reconnect;
  uint64_t seed;  // what makes pauses differ
} gw_aster_options;
/// The defaults.
GW_API void gw_aster_options_init(gw_aster_options* out, size_t size) GW_NOEXCEPT;

/// A chat, over TCP; may outlive its connections.
GW_API gw_code gw_aster_client_new(const gw_aster_options* options, gw_machine** out) GW_NOEXCEPT;
/// Posts a message; `reply`: to which, or 0. Its event is GW_EVENT_ASTER_ANSWER or GW_EVENT_FAILED. GW_USAGE: text that
/// is no UTF-8, too many are open; GW_CLOSED, GW_LIMIT.
GW_API gw_code gw_aster_send(gw_machine* machine, int64_t channel, const char* content, int64_t reply,
                             uint32_t* id) GW_NOEXCEPT;
/// The newest `count` messages of a channel, or those before one of them (0: none). The answer's line has them, the
/// oldest first; else as gw_aster_send.
GW_API gw_code gw_aster_history(gw_machine* machine, int64_t channel, uint32_t count, int64_t before,
                                uint32_t* id) GW_NOEXCEPT;
/// Any packet: a JSON object with a string `command`. `deadline` 0: that of the options. Else as gw_aster_send.
GW_API gw_code gw_aster_request(gw_machine* machine, const char* packet, gw_duration deadline,
                                uint32_t* id) GW_NOEXCEPT;

// ------------------------------------------------------------------------------------------------------------ SteamIDs

/// Forms in which a SteamID is written.
typedef int32_t gw_steamid_form;
enum {
  GW_STEAMID_64 = 0,           // 76561198006409530
  GW_STEAMID_STEAM2 = 1,       // STEAM_0:0:23071901
  GW_STEAMID_STEAM2_ONE = 2,   // STEAM_1:0:23071901
  GW_STEAMID_STEAM3 = 3,       // [U:1:46143802]
  GW_STEAMID_INVITE_CODE = 4,  // drb-cnfp
  GW_STEAMID_FRIEND_CODE = 5,  // SWUWA-B2BL
  GW_STEAMID_QUEUE_CODE = 6,   // AFVRT-GADA-A7BJB-AACC
  GW_STEAMID_URL = 7,          // https://steamcommunity.com/profiles/76561198006409530
};

/// Reads a SteamID in any of these forms, and addresses that hold one. GW_USAGE for what is none, GW_RESOLVE for an
/// address with a name that only Steam can look up; *out is then as it was.
GW_API gw_code gw_steamid_parse(const char* text, uint64_t* out) GW_NOEXCEPT;
/// Writes it. Returns as gw_printable does, 64 bytes are enough; 0 for a form that does not exist for this id.
GW_API size_t gw_steamid_format(uint64_t id, gw_steamid_form form, char* out, size_t size) GW_NOEXCEPT;
/// Could Steam have given it?
GW_API bool gw_steamid_valid(uint64_t id) GW_NOEXCEPT;

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // GAMEWIRE_H
