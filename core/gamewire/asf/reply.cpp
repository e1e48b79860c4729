#include <gamewire/ascii.hpp>
#include <gamewire/asf/reply.hpp>
#include <gamewire/http1/fields.hpp>
#include <gamewire/http1/head.hpp>

namespace gamewire::inline v0::asf {
namespace {

/// What an object has to say about an answer as a whole: an envelope, or a problem by RFC 9457.
struct outside {
  json::value result;
  maybe<text> message;
  maybe<bool> success;
  maybe<text> title;
  maybe<std::int32_t> status;
  map<list<text>> errors;
};
constexpr auto json_members(std::type_identity<outside>) {
  using is = outside;
  return json::members<is>(json::member<&is::result>("Result"), json::member<&is::message>("Message"),
                           json::member<&is::success>("Success"), json::member<&is::title>("title"),
                           json::member<&is::status>("status"), json::member<&is::errors>("errors"));
}

bool is_page(const received& what) noexcept {
  if (http1::is_html(what.content_type)) return true;
  const std::string_view start = as_text(what.body).substr(0, what.body.size() < 9 ? 0 : 9);
  return same_word(start, "<!doctype");
}

errc of_refusal(const reply& of) noexcept {
  return of.refusal && !of.refusal->permanent ? errc::banned : errc::forbidden;
}

errc of_2017(std::uint16_t status) noexcept {
  switch (status) {
    case 406: return errc::not_acceptable;
    case 501: return errc::not_implemented;
    case 503: return errc::owner_not_set;
    default: return errc::unexpected_status;
  }
}

errc of_status(const reply& of, const received& what) noexcept {
  switch (what.status) {
    case 400: return errc::bad_request;
    case 401: return errc::unauthorized;
    case 403: return of_refusal(of);
    case 404: return is_page(what) ? errc::wrong_base_path : errc::not_found;
    case 405: return errc::not_allowed;
    case 411:
    case 415: return errc::unsupported_media;
    case 413:
    case 414:
    case 431: return errc::request_too_large;
    case 500: return errc::internal_error;
    case 502:
    case 503:
    case 504: return errc::unavailable;
    default: return what.status >= 300 && what.status < 400 ? errc::redirected : errc::unexpected_status;
  }
}

/// Of a status that says that all is well.
std::error_code of_content(const reply& of, const received& what) noexcept {
  const route_row& about = row(what.which);
  if (about.result == shape::plain) return {};
  if (of.success) return *of.success ? std::error_code{} : make_error_code(errc::unsuccessful);
  if (is_page(what)) return errc::wrong_base_path;
  if (what.which == route::other) return {};
  if (of.document.absent()) return errc::not_json;
  return about.is(route_flags::bare) ? std::error_code{} : make_error_code(errc::not_an_envelope);
}

/// What an object says, or nothing; and whether it is all of the text.
struct outcome {
  json::value root = {};
  outside said = {};
};

/// Takes an envelope by its ends, where they are as ASF writes them: `{"Result":` and `,"Message":…,"Success":…}`. In a
/// JSON text those nine tokens can only belong to the outermost object, so nobody has to go all the way over the result
/// to find them.
bool take_by_ends(const json::value& root, outside& said) noexcept {
  constexpr std::size_t tail = 9;
  const auto begins_with = [](json::cursor& at, std::string_view name) {
    json::text key;
    return at.take_key(key) && key.raw() == name;
  };
  json::cursor at = root.begin();
  if (!at.take('{') || !begins_with(at, "Result") || at.left() <= tail) return false;
  said.result = json::value(at);
  at = at.last(tail);
  return at.take(',') && begins_with(at, "Message") && !json::read_at(at, said.message) && at.take(',') &&
         begins_with(at, "Success") && !json::read_at(at, said.success) && said.success && at.take('}') &&
         at.over();
}

/// Goes no more than once through the text.
outcome look_at(bytes body, json::document& document) noexcept {
  outcome seen{.root = body.empty() ? json::value() : document.read(body).value_or(json::value())};
  if (take_by_ends(seen.root, seen.said)) return seen;
  seen.said = {};
  json::cursor at = seen.root.begin();
  if (at.peek() == '{' && !json::read_at(at, seen.said)) return at.over() ? seen : outcome{};
  at = seen.root.begin();
  return at.skip() && at.over() ? outcome{seen.root, {}} : outcome{};
}

void take(reply& into, const outside& said, const received& what) noexcept {
  if (said.success) {
    into.success = *said.success;
    into.message = *said.message;
    into.result = said.result;
  } else {
    into.problem_title = *said.title;
    if (said.title && said.status) into.problem_errors = said.errors;
  }
  if (what.status != 401 && what.status != 403) return;
  if (const auto why = json::read<refusal>(into.result)) into.refusal = *why;
}

}  // namespace

reply read_answer(const received& what, json::document& document, dialect speaks) noexcept {
  reply read{.which = what.which, .status = what.status, .body = what.body};
  const bool plain = row(what.which).result == shape::plain && http1::is_success(what.status);
  const outcome seen = plain ? outcome{} : look_at(what.body, document);
  read.document = seen.root;
  read.result = seen.root;
  const bool bare = row(what.which).is(route_flags::bare);
  if (!bare || !http1::is_success(what.status)) take(read, seen.said, what);
  const bool old = speaks == dialect::ipc && (what.status == 406 || what.status == 501 || what.status == 503);
  if (http1::is_success(what.status))
    read.error = of_content(read, what);
  else
    read.error = old ? of_2017(what.status) : of_status(read, what);
  if (read.error == errc::redirected) read.location = what.location;
  return read;
}

}  // namespace gamewire::inline v0::asf
