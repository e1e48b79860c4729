/// What can go wrong, in the words that every binding shares.
///
/// Each protocol has an enum of its own (`a2s::errc`), for code that wants to know exactly. All of them, and
/// the system's own errors, fall under one `condition`, from whose table the JSON codes and the exit codes
/// are made:
///
///     if (failed.error == gamewire::condition::timeout) …
#pragma once

#include <array>
#include <string_view>
#include <system_error>

namespace gamewire::inline v0 {

/// What kind of trouble it is, whatever the protocol; `condition_table` says what each means.
enum class condition {
  timeout = 1,
  refused,
  resolve,
  closed,
  auth,
  banned,
  protocol,
  limit,
  tls,
  http,
  server,
  usage,
  unsupported,
};

/// A row of `condition_table`.
struct condition_row {
  condition kind;
  std::string_view code;     // as it stands in JSON: "timeout"
  int exit_code;             // of a command that ends with this
  std::string_view meaning;  // a few words of English, for people
};

/// All conditions, in the order of the enum. The codes and the numbers keep their meaning.
inline constexpr std::array<condition_row, 13> condition_table{{
    {condition::timeout, "timeout", 4, "no answer in time"},
    {condition::refused, "refused", 3, "the peer or the network refused"},
    {condition::resolve, "resolve", 3, "the name does not resolve"},
    {condition::closed, "closed", 3, "the conversation is over"},
    {condition::auth, "auth", 5, "login refused"},
    {condition::banned, "banned", 5, "the peer has banned this client"},
    {condition::protocol, "protocol", 6, "the peer broke the protocol"},
    {condition::limit, "limit", 6, "a limit of this side was reached"},
    {condition::tls, "tls", 6, "the secure connection failed"},
    {condition::http, "http", 7, "the HTTP exchange failed"},
    {condition::server, "server", 7, "the server reports an error"},
    {condition::usage, "usage", 2, "called the wrong way"},
    {condition::unsupported, "unsupported", 2, "not available here"},
}};

/// The row of a condition.
constexpr const condition_row& row(condition kind) noexcept {
  return condition_table[static_cast<std::size_t>(kind) - 1];
}

/// "gamewire": that of conditions. Its `equivalent` asks `condition_of`, so that any error can be compared.
const std::error_category& condition_category() noexcept;

/// With it a `condition` is taken wherever a std::error_condition is wanted.
inline std::error_condition make_error_condition(condition kind) noexcept {
  return {static_cast<int>(kind), condition_category()};
}

/// The condition an error falls under; errors of the system that nobody foresaw count as `closed`.
condition condition_of(std::error_code error) noexcept;

/// Errors that any machine can report, beside those of its protocol.
enum class errc {
  cancelled = 1,     // the caller cancelled the request
  closed,            // the machine was closed, or its conversation ended
  busy,              // misuse: such a request is open already, or as many as there may be
  unknown_request,   // misuse: no such request is open
  invalid_options,   // misuse: an option is out of range
  invalid_argument,  // misuse: what the caller gave cannot be put on the wire
  no_room,           // the caller's buffer is too small for what is to be written
  no_memory,         // an allocation failed
  duplicate,         // misuse: this peer is being asked already
};

/// "gamewire": that of `errc`, each of which falls under a `condition`.
const std::error_category& category() noexcept;

/// With it an `errc` is taken wherever a std::error_code is wanted.
inline std::error_code make_error_code(errc error) noexcept { return {static_cast<int>(error), category()}; }

}  // namespace gamewire::inline v0

template <>
struct std::is_error_condition_enum<gamewire::condition> : std::true_type {};
template <>
struct std::is_error_code_enum<gamewire::errc> : std::true_type {};
