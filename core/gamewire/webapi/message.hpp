/// A call, ready for any HTTP client.
///
///     const auto message = webapi::make(table, call, {.key = "…"});
///     if (message) … message->method(), message->target(), message->headers(), message->body() …
///
/// An HTTP client of ours is webapi::client, which takes the same calls.
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <span>
#include <string_view>
#include <system_error>

#include <gamewire/http1/request.hpp>
#include <gamewire/secret.hpp>
#include <gamewire/webapi/call.hpp>

namespace gamewire::inline v0::webapi {

/// Where the key goes. Addresses are logged on the way, fields of the head are mostly not.
enum class key_carrier : std::uint8_t {
  header,     // `x-webapi-key`
  parameter,  // `key`, of the query, or of the body where there is one
};

/// How a server is spoken to.
struct access {
  /// Before "/Interface", such as a proxy's. Encoded as it is sent, without a slash at its end.
  std::string_view base_path = {};
  std::string_view key = {};
  key_carrier key_goes_in = key_carrier::header;

  /// `errc::invalid_options` for a base path that is none, or a key with blanks or controls.
  [[nodiscard]] std::error_code validate() const noexcept;
};

/// One request. Owns what it gives views to, in memory that is wiped.
class message {
 public:
  /// "GET" or "POST".
  [[nodiscard]] std::string_view method() const noexcept { return is_post_ ? "POST" : "GET"; }
  /// Path and query, encoded; the key too, if that is where it goes.
  [[nodiscard]] std::string_view target() const noexcept { return text(0, target_size_); }
  /// The key, and the type of a body. The client adds Host and Content-Length (also where there is no body).
  [[nodiscard]] std::span<const http1::header> headers() const noexcept {
    return {headers_.data(), header_count_};
  }
  /// Of a POST: all arguments, as a form.
  [[nodiscard]] bytes body() const noexcept { return memory_.view().subspan(target_size_, body_size_); }
  /// Does the body hold the key?
  [[nodiscard]] bool secret_body() const noexcept { return secret_body_; }

  /// The target without the key in it, which follows as a parameter if it is not "": for who masks it in traces.
  [[nodiscard]] std::string_view bare_target() const noexcept { return text(0, bare_size_); }
  [[nodiscard]] std::string_view target_key() const noexcept { return text(key_at_, key_in_target_); }

  /// Of all of it, the key included, in bytes; and how its answer is to be read.
  [[nodiscard]] std::size_t size() const noexcept { return memory_.view().size(); }
  [[nodiscard]] format answer_as() const noexcept { return answer_as_; }

 private:
  friend class composer;

  [[nodiscard]] std::string_view text(std::size_t at, std::size_t size) const noexcept {
    return as_text(memory_.view().subspan(at, size));
  }

  gamewire::secret memory_;  // target, body, key
  std::array<http1::header, 2> headers_;
  std::size_t header_count_ = 0;
  std::size_t target_size_ = 0;
  std::size_t bare_size_ = 0;
  std::size_t body_size_ = 0;
  std::size_t key_at_ = 0;
  std::size_t key_in_target_ = 0;
  format answer_as_ = format::json;
  bool is_post_ = false;
  bool secret_body_ = false;
};

/// A call that the table has. Errors: those of `check`; `gamewire::errc::invalid_options` for the access,
/// `invalid_argument` for a name that has no place in a path; `gamewire::errc::no_memory`.
std::expected<message, std::error_code> make(const interfaces& table, const call& what,
                                             const access& to = {}) noexcept;

/// What is called by these, whatever it is: nothing is checked, and arguments go out as they are. For methods that no
/// list has; the version has to be given.
struct unlisted_call {
  webapi::call what;
  bool is_post = false;  // else it is a GET
};
/// Errors: `gamewire::errc::invalid_options` for the access; `invalid_argument` without a version, and for a name that
/// has no place in a path; `gamewire::errc::no_memory`.
std::expected<message, std::error_code> make(const unlisted_call& what, const access& to = {}) noexcept;

/// The request for the list of interfaces: ISteamWebAPIUtil/GetSupportedAPIList. With a key it has what that may use
/// besides. Errors: `gamewire::errc::invalid_options`, `no_memory`.
std::expected<message, std::error_code> make_discovery(const access& to = {}) noexcept;

}  // namespace gamewire::inline v0::webapi
