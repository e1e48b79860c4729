/// Responses out of a stream, however it is cut.
///
///     reader.expect({.to_head = false});     // what the next response answers
///     reader.feed(piece);
///     for (;;) {
///       const auto next = reader.next();
///       if (!next) …it cannot be read on: next.error() says what, and where…
///       if (auto* head = std::get_if<http1::response_head>(&*next)) …
///       else if (auto* data = std::get_if<bytes>(&*next)) …some of the body…
///       else if (std::get_if<http1::message_end>(&*next)) …expect() the next one…
///       else break;                           // more has to come
///     }
///     if (auto error = reader.keep()) …       // before the piece is reused
///
/// Everything is a view into the piece; what is copied, once, is the beginning of a head or a line that was
/// cut. Interim responses (1xx) are read and passed over.
#pragma once

#include <variant>

#include <gamewire/http1/body.hpp>

namespace gamewire::inline v0::http1 {

/// The end of a message, and the fields behind its last chunk.
struct message_end {
  http1::fields trailers;
};

/// What a response answers: that decides whether a body comes (RFC 9112, 6.3), and whether a 101 may.
struct response_context {
  bool to_head = false;     // a request by HEAD: no body comes, whatever the fields say
  bool to_upgrade = false;  // a request to go on with another protocol
};

class response_reader {
 public:
  /// `std::monostate`: more has to come, or nothing is expected.
  using item = std::variant<std::monostate, response_head, bytes, message_end>;
  /// Or what is wrong, and where.
  using result = std::expected<item, fault>;

  explicit response_reader(const read_limits& limits = {}) noexcept
      : limits_(limits), input_(longest_line(limits)) {}

  /// A request has been sent; once for each, when the response before has ended.
  void expect(const response_context& what) noexcept;

  /// The next piece, which must stay readable until `keep()`.
  void feed(bytes piece) noexcept { input_.feed(piece); }

  /// The next part of the response: its head, any number of pieces of its body, its end. Views live until the
  /// next call. Errors are final: those of `http1::errc` that name a limit or a broken rule, or
  /// `errc::unsolicited` for bytes when nothing is expected. Behind a 101 the stream is no longer HTTP: its
  /// head is followed by the end, and what is left is `trailing()`.
  result next() noexcept;

  /// No more will come. Bodies without another sign end so: then `next()` gives the end. Else the error is
  /// `closed_before_answer` if not a byte of the response has come, `closed_in_answer` if some have.
  result end() noexcept;

  /// Copies what was cut at the end of the piece.
  std::error_code keep() noexcept;

  /// Has a byte of the expected response come, or of an interim one before it?
  [[nodiscard]] bool begun() const noexcept { return offset_ != 0 || input_.size() != 0; }
  /// May another request follow on this connection, once the response has ended? Not after
  /// `Connection: close`, with HTTP/1.0 unless it says keep-alive, or when only the end of the stream ended
  /// the body.
  [[nodiscard]] bool reusable() const noexcept { return reusable_; }
  /// What has come and was not read. Valid until the next call.
  [[nodiscard]] bytes trailing() const noexcept { return input_.front(); }

 private:
  enum class state : std::uint8_t { idle, head, body, switching, switched, failed };

  result read_head() noexcept;
  result read_body() noexcept;
  std::optional<errc> start_body(const response_head& head) noexcept;
  std::unexpected<fault> fail(errc error, std::uint64_t further = 0) noexcept;
  std::unexpected<fault> fail(const fault& what) noexcept;

  read_limits limits_;
  stream_input input_;
  head_scanner scanner_{head_scanner::start::status_line, 0, 0};
  body_reader body_;
  response_context context_;
  fault fault_;
  std::uint64_t offset_ = 0;  // of what is read next, from the start of the message
  std::uint32_t interim_ = 0;
  state state_ = state::idle;
  bool reusable_ = false;
};

}  // namespace gamewire::inline v0::http1
