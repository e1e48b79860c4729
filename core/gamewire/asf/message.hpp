/// A request to ASF, ready for any HTTP client.
///
///     const auto message = asf::make(asf::redeem{.bots = "main,second", .keys = keys}, {.password = "…"});
///     if (message) … message->method(), message->target(), message->headers(), message->body() …
///
/// An HTTP client of ours is asf::client, which takes the same requests.
#pragma once

#include <array>
#include <expected>
#include <span>
#include <string_view>
#include <system_error>

#include <gamewire/asf/reply.hpp>
#include <gamewire/asf/routes.hpp>
#include <gamewire/http1/message_writer.hpp>
#include <gamewire/json/writer.hpp>
#include <gamewire/secret.hpp>

namespace gamewire::inline v0::asf {

/// How a server is spoken to.
struct address {
  /// Before "/Api": the server's PathBase, or a proxy's, such as "/ASF". Encoded as it is sent, without a
  /// slash at its end.
  std::string_view base_path = {};
  std::string_view password = {};
  dialect speaks = dialect::current;

  /// `errc::invalid_options` for a base path that is none.
  [[nodiscard]] std::error_code validate() const noexcept;
};

/// Where a password goes. A field of the head is what the server looks at first, and what proxies do not log;
/// but it may hold no control characters, and loses blanks around it.
enum class carrier : std::uint8_t { none, header, query };
/// The field if it can hold it, else the query; none for an empty password.
carrier carrier_of(std::string_view password) noexcept;

/// The longest request line that Kestrel takes, in bytes.
inline constexpr std::size_t max_request_line = 8192;

/// One request. Owns what it gives views to, in memory that is wiped.
class message {
 public:
  /// What is asked; and "GET", "POST" or "DELETE", or what a request by hand has.
  [[nodiscard]] route which() const noexcept { return which_; }
  [[nodiscard]] std::string_view method() const noexcept { return method_; }
  /// Path and query, encoded; the password too, if that is where it goes.
  [[nodiscard]] std::string_view target() const noexcept;
  /// `Content-Type`, with a body, and `Authentication`. The client adds Host and Content-Length (also where
  /// there is no body).
  [[nodiscard]] std::span<const http1::header> headers() const noexcept {
    return {headers_.data(), header_count_};
  }
  /// JSON; empty where the route has none.
  [[nodiscard]] bytes body() const noexcept { return memory_.view().subspan(head_size_); }
  /// Of target and body, in bytes.
  [[nodiscard]] std::size_t size() const noexcept { return target_size_ + body().size(); }
  /// Does the body hold what traces should not show?
  [[nodiscard]] bool secret() const noexcept { return secret_; }

 private:
  friend class composer;

  gamewire::secret memory_;  // method, target, password, body
  std::array<http1::header, 2> headers_;
  std::size_t header_count_ = 0;
  std::size_t target_size_ = 0;
  std::size_t head_size_ = 0;  // all but the body
  std::string_view method_;
  route which_ = route::other;
  bool secret_ = false;
};

/// Writes a request twice: to see how large it is, and then into its memory. For requests; users call `make`.
class composer {
 public:
  /// Calls `write` of a request, which is at `what`.
  using writes = void (*)(composer& to, const void* what) noexcept;

  /// What `make` does, without its type.
  static std::expected<message, std::error_code> compose(route which, writes write, const void* what,
                                                         const address& to) noexcept;

  /// Fills the next "{…}" of the path. Refuses "", "." and "..", of which servers make another path.
  void segment(std::string_view value) noexcept;
  void segment(std::uint64_t value) noexcept;
  /// A parameter of the query; behind all segments.
  void query(std::string_view name, std::string_view value) noexcept;
  void query(std::string_view name, std::int64_t value) noexcept;
  /// The body; behind all of the path.
  json::writer& body() noexcept;
  /// JSON that the caller gives: refused if it is none.
  void put_json(std::string_view text, json::kind wanted) noexcept;
  /// Takes another route for the same request: of an older dialect, or of a plugin.
  void reroute(std::string_view method, std::string_view path) noexcept;
  void refuse(std::error_code why = gamewire::errc::invalid_argument) noexcept;
  [[nodiscard]] dialect speaks() const noexcept { return to_.speaks; }

 private:
  composer(route which, const address& to, std::span<std::byte> out) noexcept;
  void literal() noexcept;
  void finish_head() noexcept;

  const address& to_;
  std::span<std::byte> out_;
  http1::message_writer head_;
  json::writer body_{{}};
  std::string_view method_;
  std::string_view path_;  // what is left of the template
  std::error_code error_;
  std::size_t target_size_ = 0;
  bool has_query_ = false;
  bool head_done_ = false;
  bool has_body_ = false;
};

/// The route that a request is for: its own, or of one that is written by hand, the one that it meets.
template <class Request>
route route_of(const Request& what) noexcept {
  if constexpr (requires { what.meant(); })
    return what.meant();
  else
    return Request::which;
}

/// A typed request (requests.hpp), or `call`. Errors: `errc::invalid_argument` for what the request says that it
/// refuses, an empty selector of bots, text that is not UTF-8, or a target that is too long; `errc::invalid_options`
/// for the address; `errc::no_memory`.
template <class Request>
std::expected<message, std::error_code> make(const Request& what, const address& to = {}) noexcept {
  const auto write = [](composer& out, const void* request) noexcept {
    static_cast<const Request*>(request)->write(out);
  };
  return composer::compose(route_of(what), write, &what, to);
}

}  // namespace gamewire::inline v0::asf
