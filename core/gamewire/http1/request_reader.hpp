/// Requests out of a stream, for servers: strict, so that nothing in front of them can have read another one.
///
///     reader.feed(piece);
///     for (;;) {
///       const auto next = reader.next();
///       if (!next) …answer status_of(next.error().error), and close…
///       if (auto* head = std::get_if<http1::request_head>(&*next)) …
///       else if (auto* data = std::get_if<bytes>(&*next)) …some of the body…
///       else if (std::get_if<http1::message_end>(&*next)) …answer; the next call reads the next request…
///       else break;                           // more has to come
///     }
///     if (auto error = reader.keep()) …       // before the piece is reused
///
/// Refused, beside what no head may have (head.hpp): both Content-Length and Transfer-Encoding, either of
/// them twice, codings other than chunked, any Host but exactly one (HTTP/1.0 may have none), a target that has
/// neither a path nor is "*". So is "http://a?x", though RFC 9112, 3.2.2, has it: nobody sends it, and a target that
/// begins with '?' would surprise all who go by paths. One empty line before a request is passed over (RFC 9112, 2.2).
#pragma once

#include <gamewire/http1/response_reader.hpp>

namespace gamewire::inline v0::http1 {

class request_reader {
 public:
  /// `std::monostate`: more has to come.
  using item = std::variant<std::monostate, request_head, bytes, message_end>;
  /// Or what is wrong, and where: `status_of` says how to answer that.
  using result = std::expected<item, fault>;

  explicit request_reader(const read_limits& limits = {}) noexcept
      : limits_(limits), input_(longest_line(limits)) {}

  /// The next piece, which must stay readable until `keep()`.
  void feed(bytes piece) noexcept { input_.feed(piece); }

  /// The next part: a head, any number of pieces of its body, its end. Views live until the next call. Errors
  /// are final.
  result next() noexcept;

  /// Copies what was cut at the end of the piece.
  std::error_code keep() noexcept;

  /// Between two requests, with nothing left of the one and nothing come of the other?
  [[nodiscard]] bool idle() const noexcept { return state_ == state::head && input_.size() == 0; }
  /// Does the peer keep the connection behind the request that was read last?
  [[nodiscard]] bool keeps_alive() const noexcept { return keeps_alive_; }
  /// What has come and was not read: another protocol's, when a request was answered with 101.
  [[nodiscard]] bytes trailing() const noexcept { return input_.front(); }

 private:
  enum class state : std::uint8_t { head, body, failed };

  result read_head() noexcept;
  std::optional<errc> start_body(const request_head& head) noexcept;
  bool pass_over_empty_line() noexcept;
  std::unexpected<fault> fail(const fault& what) noexcept;

  read_limits limits_;
  stream_input input_;
  head_scanner scanner_{head_scanner::start::request_line, limits_.max_head, limits_.max_fields};
  body_reader body_;
  fault fault_;
  std::uint64_t offset_ = 0;
  state state_ = state::head;
  bool empty_line_passed_ = false;
  bool keeps_alive_ = false;
};

/// The status with which a server answers a request that could not be read: 400, 413, 431, 501 or 505.
std::uint16_t status_of(std::error_code error) noexcept;

}  // namespace gamewire::inline v0::http1
