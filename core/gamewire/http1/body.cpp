#include <algorithm>

#include <gamewire/ascii.hpp>
#include <gamewire/http1/body.hpp>
#include <gamewire/http1/characters.hpp>

namespace gamewire::inline v0::http1 {
namespace {

constexpr int hex_digits = 16;  // of the largest size

}  // namespace

body_reader::body_reader(body_framing framing, std::uint64_t length, const read_limits& limits) noexcept
    : limits_(limits) {
  switch (framing) {
    case body_framing::none: return;
    case body_framing::length:
      state_ = length != 0 ? state::length : state::over;
      left_ = length;
      return;
    case body_framing::chunked: state_ = state::chunk_size; return;
    case body_framing::until_close: state_ = state::until_close; return;
  }
}

body_reader::result body_reader::next(stream_input& in) noexcept {
  for (;;) {
    result done = step{};
    switch (state_) {
      case state::over: return step{step::kind::end, {}, {}};
      case state::length:
      case state::until_close:
      case state::chunk: return data(in);
      case state::chunk_size: done = chunk_size(in); break;
      case state::chunk_end: done = chunk_end(in); break;
      case state::trailers: return trailers(in);
    }
    if (!done || done->is == step::kind::more) return done;
  }
}

body_reader::result body_reader::data(stream_input& in) noexcept {
  const bytes there = in.front();
  if (there.empty()) return step{};
  std::size_t size = there.size();
  if (state_ == state::until_close) {
    if (content_ == limits_.max_body) return fail(errc::body_too_large);
    size = static_cast<std::size_t>(std::min<std::uint64_t>(size, limits_.max_body - content_));
    content_ += size;
  } else {
    size = static_cast<std::size_t>(std::min<std::uint64_t>(size, left_));
    left_ -= size;
    if (left_ == 0) state_ = state_ == state::chunk ? state::chunk_end : state::over;
  }
  consume(in, size);
  return step{step::kind::data, there.first(size), {}};
}

/// chunk-size [ chunk-ext ] CRLF
body_reader::result body_reader::chunk_size(stream_input& in) noexcept {
  const auto line = in.peek_through(std::byte{'\n'});
  if (!line) {
    if (in.size() >= limits_.max_chunk_line) return fail(errc::chunk_overhead);
    return step{};
  }
  if (line->size() > limits_.max_chunk_line) return fail(errc::chunk_overhead);
  if (const auto bad = read_size(as_text(*line))) return std::unexpected(*bad);
  overhead_ += line->size() + 2;  // with the end of the chunk
  if (overhead_ > limits_.max_chunk_overhead && overhead_ - limits_.max_chunk_overhead > content_)
    return fail(errc::chunk_overhead);
  consume(in, line->size());
  state_ = left_ != 0 ? state::chunk : state::trailers;
  if (left_ == 0) scanner_ = {head_scanner::start::none, limits_.max_trailers, limits_.max_fields};
  return step{step::kind::data, {}, {}};
}

/// The line is given with its LF.
std::optional<fault> body_reader::read_size(std::string_view line) noexcept {
  const auto malformed = [this](std::size_t at) {
    return fault{make_error_code(errc::bad_chunk), taken_ + at};
  };
  std::size_t at = 0;
  std::uint64_t size = 0;
  while (is(hex_character, line[at])) {  // the LF ends it
    if (size >> (4 * (hex_digits - 1)) != 0) return fail(errc::body_too_large, at).error();
    size = size << 4 | hex_value(line[at++]);
  }
  if (at == 0) return malformed(0);
  const std::size_t digits = at;
  while (is_blank(line[at])) ++at;
  if (line[at] == ';')
    at = static_cast<std::size_t>(find_control(line.data() + at, line.data() + line.size()) - line.data());
  else if (at != digits)
    return malformed(digits);
  if (line.substr(at) != "\r\n") return malformed(at);
  if (size > limits_.max_body - content_) return fail(errc::body_too_large).error();
  content_ += size;
  left_ = size;
  return std::nullopt;
}

body_reader::result body_reader::chunk_end(stream_input& in) noexcept {
  const auto end = in.peek(2);
  if (!end) return step{};
  if (as_text(*end) != "\r\n") return fail(errc::bad_chunk);
  consume(in, 2);
  state_ = state::chunk_size;
  return step{step::kind::data, {}, {}};
}

body_reader::result body_reader::trailers(stream_input& in) noexcept {
  const auto whole = scan(scanner_, in);
  if (!whole) return std::unexpected(fault{whole.error().error, taken_ + whole.error().offset});
  if (!*whole) return step{};
  const http1::fields read = scanner_.fields(**whole);
  consume(in, (**whole).size());
  state_ = state::over;
  return step{step::kind::end, {}, read};
}

void body_reader::consume(stream_input& in, std::size_t count) noexcept {
  in.consume(count);
  taken_ += count;
}

body_reader::result body_reader::fail(errc error, std::uint64_t further) const noexcept {
  return std::unexpected(fault{make_error_code(error), taken_ + further});
}

std::size_t longest_line(const read_limits& limits) noexcept {
  return std::max({limits.max_head, limits.max_trailers, limits.max_chunk_line});
}

std::expected<std::optional<bytes>, fault> scan(head_scanner& scanner, stream_input& in) noexcept {
  for (;;) {
    const bytes there = in.front();
    const auto size = scanner.scan(there);
    if (!size) return std::unexpected(size.error());
    if (*size) return there.first(**size);
    if (there.size() == in.size()) return std::nullopt;
    // It was cut, and goes on in the piece: that is joined line by line, or up to what may come.
    if (in.peek_through(std::byte{'\n'}, scanner.position())) continue;
    if (in.peek(std::min(in.size(), scanner.max_size()))) continue;
    if (in.size() > scanner.max_size()) return std::unexpected(scanner.too_large());
    return std::nullopt;  // no memory, as the input's keep() will say
  }
}

}  // namespace gamewire::inline v0::http1
