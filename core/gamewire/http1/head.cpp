#include <algorithm>
#include <bit>
#include <limits>

#include <gamewire/http1/characters.hpp>
#include <gamewire/http1/head.hpp>

namespace gamewire::inline v0::http1 {
namespace {

constexpr std::string_view protocol = "HTTP/1.";
constexpr std::size_t version_size = protocol.size() + 1;
constexpr std::size_t status_at = version_size + 1;
constexpr std::size_t reason_at = status_at + 4;

fault wrong(errc what, std::size_t at) noexcept { return {make_error_code(what), at}; }

/// Could a field with a name so long be one of those that frame messages?
bool may_frame(std::size_t name_size) noexcept {
  constexpr std::uint32_t sizes = 1U << 4U | 1U << 10U | 1U << 14U | 1U << 17U;  // of those in `note`
  return name_size < 32 && (sizes >> name_size & 1U) != 0;
}

std::size_t first_control(std::string_view text) noexcept {
  return static_cast<std::size_t>(find_control(text.data(), text.data() + text.size()) - text.data());
}

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

}  // namespace

std::error_code read_limits::validate() const noexcept {
  const bool fine = max_head >= 64 && max_trailers >= 2 && max_chunk_line >= 3;
  return fine ? std::error_code{} : make_error_code(gamewire::errc::invalid_options);
}

head_scanner::result head_scanner::scan(bytes in) noexcept {
  const std::string_view so_far = as_text(in);
  // The first bytes of an answer show at once that it is none.
  if (position_ == 0 && start_ == start::status_line &&
      so_far.substr(0, protocol.size()) != protocol.substr(0, so_far.size()))
    return std::unexpected(wrong(errc::not_http, 0));
  if (position_ == 0 && start_ != start::none) {
    const result first = scan_start(so_far);
    if (!first || !*first) return first;
  }
  return scan_fields(so_far);
}

head_scanner::result head_scanner::scan_start(std::string_view so_far) noexcept {
  const std::size_t control = first_control(so_far);
  if (!is_line_end(so_far, control)) return no_line(so_far, control);
  const std::string_view line = so_far.substr(0, control);
  const auto bad = start_ == start::status_line ? read_status(line) : read_request(line);
  if (bad) return std::unexpected(*bad);
  return fields_at_ = position_ = control + 2;
}

/// The loop in which most of the time is spent: field-name ":" OWS field-value OWS CRLF, up to the empty line.
head_scanner::result head_scanner::scan_fields(std::string_view so_far) noexcept {
  const char* const begin = so_far.data();
  const char* const end = begin + so_far.size();
  const auto offset = [begin](const char* at) { return static_cast<std::size_t>(at - begin); };
  control_blocks blocks(begin, begin + position_, end);
  std::uint64_t controls = 0;
  for (const char* line = begin + position_;;) {
    if (controls == 0) controls = blocks.next();
    const char* const control = controls != 0 ? blocks.block() + std::countr_zero(controls) : end;
    controls &= controls - 1;
    if (!is_line_end(so_far, offset(control))) {
      if (control != end && !is_control(*control)) continue;
      return no_line(so_far, offset(control));
    }
    const char* const colon = skip_token(line, end);  // reads beyond the line, but comes not beyond its end
    position_ = offset(control) + 2;
    if (control == line) return position_;
    if (colon == line || *colon != ':') return std::unexpected(no_field(*line, offset(line), offset(colon)));
    if (++fields_ > max_fields_) return std::unexpected(wrong(errc::too_many_fields, offset(line)));
    if (may_frame(static_cast<std::size_t>(colon - line)))
      if (const errc bad = note({line, colon}, trimmed({colon + 1, control})); bad != errc{})
        return std::unexpected(wrong(bad, offset(line)));
    line = control + 2;
    if (controls == 0) controls = blocks.next();
    controls &= controls - 1;  // the LF
  }
}

fault head_scanner::no_field(char first, std::size_t line, std::size_t name_end) noexcept {
  const bool folded = name_end == line && is_blank(first);
  return folded ? wrong(errc::folded_field, line) : wrong(errc::bad_field_name, name_end);
}

/// Why there is no further line up to this control character, or the end.
head_scanner::result head_scanner::no_line(std::string_view so_far, std::size_t control) const noexcept {
  const std::size_t lf = so_far.find('\n', control);
  if (lf == so_far.npos ? so_far.size() >= max_size_ : lf >= max_size_) return std::unexpected(too_large());
  if (lf == so_far.npos) return std::nullopt;
  return std::unexpected(wrong(errc::bad_line_end, control));
}

fault head_scanner::too_large() const noexcept {
  return wrong(start_ == start::none ? errc::trailers_too_large : errc::head_too_large, max_size_);
}

/// HTTP-version SP 3DIGIT [ SP [ reason-phrase ] ]
std::optional<fault> head_scanner::read_status(std::string_view line) noexcept {
  if (!line.starts_with(protocol)) return wrong(errc::not_http, 0);
  if (line.size() < status_at + 3) return wrong(errc::bad_start_line, line.size());
  const std::string_view digits = line.substr(status_at, 3);
  if (!is_digit(line[protocol.size()])) return wrong(errc::bad_start_line, protocol.size());
  if (line[version_size] != ' ') return wrong(errc::bad_start_line, version_size);
  if (!std::ranges::all_of(digits, is_digit) || digits[0] == '0')
    return wrong(errc::bad_start_line, status_at);
  if (line.size() >= reason_at && line[reason_at - 1] != ' ')
    return wrong(errc::bad_start_line, reason_at - 1);
  minor_version_ = static_cast<std::uint8_t>(line[protocol.size()] - '0');
  status_ = static_cast<std::uint16_t>((digits[0] - '0') * 100 + (digits[1] - '0') * 10 + (digits[2] - '0'));
  return std::nullopt;
}

/// method SP request-target SP HTTP-version
std::optional<fault> head_scanner::read_request(std::string_view line) noexcept {
  method_size_ = std::min(line.find(' '), line.size());
  if (method_size_ == 0 || !all_are(token_character, line.substr(0, method_size_)))
    return wrong(errc::bad_start_line, 0);
  const std::size_t target_at = std::min(method_size_ + 1, line.size());
  const std::size_t target_end = std::min(line.find(' ', target_at), line.size());
  if (!read_target(line.substr(target_at, target_end - target_at)))
    return wrong(errc::bad_start_line, target_at);
  const std::size_t version_at = std::min(target_end + 1, line.size());
  const std::string_view version = line.substr(version_at);
  if (!version.starts_with(protocol)) return wrong(errc::not_http, version_at);
  if (version.size() != version_size || !is_digit(version.back()))
    return wrong(errc::bad_start_line, version_at + protocol.size());
  minor_version_ = static_cast<std::uint8_t>(version.back() - '0');
  return std::nullopt;
}

/// origin-form, asterisk-form, or absolute-form (RFC 9112, 3.2), of which the authority is set apart. Of a request for
/// a proxy, authority-form, nothing is known here.
bool head_scanner::read_target(std::string_view target) noexcept {
  for (const std::string_view scheme : {"http://", "https://"})
    if (same_word(target.substr(0, scheme.size()), scheme)) {
      scheme_size_ = scheme.size();
      authority_size_ = std::min(target.find('/', scheme_size_), target.size()) - scheme_size_;
    }
  const std::string_view authority = target.substr(scheme_size_, authority_size_);
  if (scheme_size_ != 0 && (authority.empty() || !all_are(host_character, authority))) return false;
  target_size_ = target.size();
  target.remove_prefix(scheme_size_ + authority_size_);
  const bool known = target == "*" || target.starts_with('/') || (scheme_size_ != 0 && target.empty());
  return known && std::ranges::all_of(target, [](char c) { return is(target_character, c) || c == '?'; });
}

/// Remembers the fields that say something about the message itself.
errc head_scanner::note(std::string_view name, std::string_view value) noexcept {
  if (start_ == start::none) return errc{};
  if (is_word(name, "host")) return note_host(value);
  if (is_word(name, "connection")) return note_connection(value);
  if (is_word(name, "content-length")) return note_length(value);
  if (is_word(name, "transfer-encoding")) return note_coding(value);
  return errc{};
}

errc head_scanner::note_host(std::string_view value) noexcept {
  ++framing_.hosts;
  return all_are(host_character, value) ? errc{} : errc::bad_host;
}

errc head_scanner::note_connection(std::string_view value) noexcept {
  for_each_word(value, [this](std::string_view word) {
    framing_.close |= is_word(word, "close");
    framing_.keep_alive |= is_word(word, "keep-alive");
    framing_.upgrade |= is_word(word, "upgrade");
  });
  return errc{};
}

/// One number in one field: RFC 9110, 8.6, would allow a list of equal ones; nobody needs that.
errc head_scanner::note_length(std::string_view value) noexcept {
  if (framing_.content_length || framing_.chunked) return errc::contradictory_length;
  if (value.empty()) return errc::bad_length;
  constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t length = 0;
  for (const char c : value) {
    if (!is_digit(c)) return errc::bad_length;
    const auto digit = static_cast<unsigned>(c - '0');
    if (length > (most - digit) / 10) return errc::body_too_large;
    length = length * 10 + digit;
  }
  framing_.content_length = length;
  return errc{};
}

/// "chunked", which HTTP/1.0 does not know.
errc head_scanner::note_coding(std::string_view value) noexcept {
  if (framing_.chunked || !same_word(value, "chunked") || minor_version_ == 0)
    return errc::unsupported_coding;
  if (framing_.content_length) return errc::contradictory_length;
  framing_.chunked = true;
  return errc{};
}

http1::fields head_scanner::fields(bytes head) const noexcept {
  return http1::fields(as_text(head.subspan(fields_at_, head.size() - fields_at_ - 2)));
}

response_head head_scanner::response(bytes head) const noexcept {
  const std::string_view line = as_text(head.first(fields_at_ - 2));
  return {status_, minor_version_, line.substr(std::min(reason_at, line.size())), fields(head)};
}

request_head head_scanner::request(bytes head) const noexcept {
  const std::string_view line = as_text(head);
  const std::string_view whole = line.substr(method_size_ + 1, target_size_);
  const std::string_view target = whole.substr(scheme_size_ + authority_size_);
  return {line.substr(0, method_size_), target.empty() ? "/" : target, minor_version_, fields(head),
          whole.substr(scheme_size_, authority_size_)};
}

std::expected<std::optional<response_head>, fault> decode_response_head(bytes in,
                                                                        const read_limits& limits) noexcept {
  head_scanner scanner(head_scanner::start::status_line, limits.max_head, limits.max_fields);
  const auto size = scanner.scan(in);
  if (!size) return std::unexpected(size.error());
  if (!*size) return std::nullopt;
  return scanner.response(in.first(**size));
}

std::expected<std::optional<request_head>, fault> decode_request_head(bytes in,
                                                                      const read_limits& limits) noexcept {
  head_scanner scanner(head_scanner::start::request_line, limits.max_head, limits.max_fields);
  const auto size = scanner.scan(in);
  if (!size) return std::unexpected(size.error());
  if (!*size) return std::nullopt;
  return scanner.request(in.first(**size));
}

}  // namespace gamewire::inline v0::http1
