#include <algorithm>
#include <charconv>
#include <limits>

#include <gamewire/ascii.hpp>
#include <gamewire/http1/date.hpp>
#include <gamewire/http1/head.hpp>
#include <gamewire/vdf/text_reader.hpp>
#include <gamewire/webapi/reply.hpp>

namespace gamewire::inline v0::webapi {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
constexpr std::chrono::duration<double> longest_pause = std::chrono::hours(24);

/// The body from its first character on.
std::string_view start_of(bytes body) noexcept {
  std::string_view text = as_text(body);
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  return text.substr(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
}

bool begins_with(std::string_view text, std::string_view word) noexcept {
  return same_word(text.substr(0, word.size()), word);
}

bool is_page(const received& what) noexcept {
  if (http1::is_html(what.fields.find("Content-Type").value_or(""))) return true;
  const std::string_view start = start_of(what.body);
  return begins_with(start, "<!doctype html") || begins_with(start, "<html");
}

template <class T>
std::optional<T> number_in(const http1::fields& fields, std::string_view name) noexcept {
  const std::string_view text = fields.find(name).value_or("");
  T number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || end != text.data() + text.size()) return std::nullopt;
  if (error == std::errc::result_out_of_range) return std::numeric_limits<T>::max();
  return error == std::errc{} ? std::optional(number) : std::nullopt;
}

/// How long Retry-After says to wait: in seconds, some have fractions, or until a date, which is held against that of
/// the answer. RFC 9110, 10.2.3.
std::optional<nanoseconds> pause_in(const http1::fields& fields) noexcept {
  const std::string_view text = fields.find("Retry-After").value_or("");
  std::chrono::duration<double> pause{};
  if (text.empty()) return std::nullopt;
  if (text.find_first_not_of("0123456789.") == text.npos) {
    double seconds = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (read.ptr != text.data() + text.size()) return std::nullopt;
    pause = std::chrono::duration<double>(read.ec == std::errc{} ? seconds : longest_pause.count());
  } else {
    const auto until = http1::parse_date(text);
    const auto now = http1::parse_date(fields.find("Date").value_or(""));
    if (!until || !now) return std::nullopt;
    pause = *until - *now;
  }
  return std::chrono::round<nanoseconds>(std::clamp(pause, {}, longest_pause));
}

/// What is said of a refusal that is none of the key: 401 also protects private profiles.
errc of_401(const reply& of) noexcept {
  return of.message.view().find("key") != std::string_view::npos ? errc::key_refused : errc::access_denied;
}

errc of_status(const reply& of) noexcept {
  switch (of.status) {
    case 400: return errc::bad_request;
    case 401: return of_401(of);
    case 403: return errc::key_refused;
    case 404: return errc::not_found;
    case 405: return errc::not_allowed;
    case 429: return errc::too_many_requests;
    case 500: return errc::internal_error;
    case 502:
    case 503:
    case 504: return errc::unavailable;
    default: return of.status >= 300 && of.status < 400 ? errc::redirected : errc::unexpected_status;
  }
}

/// Is it too much, or is it none?
std::error_code fault_in(std::error_code why, errc none) noexcept {
  const bool said = why == condition::limit || why == json::errc::not_utf8;
  return !why || said ? why : make_error_code(none);
}

std::error_code check_vdf(bytes body) noexcept {
  vdf::text_reader reader(as_text(body));
  while (reader.next()) {
  }
  return fault_in(reader.error(), errc::not_vdf);
}

std::error_code check_json(const json::value& root) noexcept {
  const auto sound = root.check();
  return sound ? std::error_code{} : fault_in(sound.error().error, errc::not_json);
}

/// Of a status that says that all is well.
std::error_code take_body(reply& into, const received& what, json::document& document) noexcept {
  if (is_page(what)) return errc::page;
  switch (what.answer_as) {
    case format::vdf: return check_vdf(what.body);
    case format::xml:
      return start_of(what.body).starts_with('<') ? std::error_code{} : make_error_code(errc::not_xml);
    default: break;
  }
  if (what.body.empty() && into.eresult == eresult_ok) return {};  // there was nothing to say
  const auto root = document.read(what.body);
  const std::error_code wrong = root ? check_json(*root) : fault_in(root.error(), errc::not_json);
  if (!wrong) into.json = *root;
  return wrong;
}

void take_message(reply& into, const received& what) noexcept {
  if (const auto said = what.fields.find("x-error_message"))
    into.message.put(*said);
  else if (const auto where = what.fields.find("Location"); where && !http1::is_success(what.status))
    into.message.put(*where);
  else if (is_page(what))
    into.message = text_of_page(start_of(what.body));
  into.message.hide(what.key);
}

}  // namespace

reply read_answer(const received& what, json::document& document) noexcept {
  reply read{.status = what.status, .answer_as = what.answer_as, .body = what.body};
  if (what.fields.find("x-eresult"))  // what is no number is no success either
    read.eresult = number_in<std::uint32_t>(what.fields, "x-eresult").value_or(0);
  read.retry_after = pause_in(what.fields);
  if (http1::is_success(what.status)) read.error = take_body(read, what, document);
  const bool unsuccessful = read.eresult && *read.eresult != eresult_ok;
  if (read.error || unsuccessful || !http1::is_success(what.status)) take_message(read, what);
  if (!http1::is_success(what.status)) read.error = of_status(read);
  // What Steam itself says of a failure says more than an empty body.
  if (unsuccessful && http1::is_success(what.status)) read.error = errc::unsuccessful;
  return read;
}

}  // namespace gamewire::inline v0::webapi
