/// Reads an answer of the Web API, from whichever HTTP client it came.
///
///     json::document document;
///     const auto reply = webapi::read_answer({.status = 200, .fields = head.fields, .body = body}, document);
///     if (reply.error) … reply.message.view() says why …
///     else … reply.json.member("response") …
///
/// There are three ways to fail, and each is told: the HTTP status, whose pages are HTML in whatever format was asked
/// for; `x-eresult`, under status 200 as well; and a body that is not what it should be.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>

#include <gamewire/http1/fields.hpp>
#include <gamewire/json/document.hpp>
#include <gamewire/time.hpp>
#include <gamewire/webapi/call.hpp>
#include <gamewire/webapi/short_message.hpp>

namespace gamewire::inline v0::webapi {

/// The EResult that means success.
inline constexpr std::uint32_t eresult_ok = 1;

/// What came over HTTP.
struct received {
  std::uint16_t status = 0;
  http1::fields fields = {};  // of the head; some say what went wrong
  bytes body = {};
  format answer_as = format::json;  // that was asked for
  /// What must not show in the reply's message, should the server repeat it.
  std::string_view key = {};
};

/// Views into the body, and into the document that read it.
struct reply {
  std::uint16_t status = 0;  // of HTTP
  /// {} when all is well: a status of 2xx, an EResult of 1 or none, a body of the format. Else `webapi::errc`; of a body,
  /// also `json::errc::not_utf8`, and what is too much: `json::errc::too_deep`, `vdf::errc::too_deep`.
  std::error_code error = {};
  /// Steam's own verdict (`x-eresult`), if it gave one; 0 for one that is no number.
  std::optional<std::uint32_t> eresult = {};
  /// Why not, as far as the server says: its `x-error_message`, the place a redirect leads to, the text of a page.
  short_message message = {};
  /// As Retry-After has it, mostly of a 429 or a 503: how long it does not want to be asked, a day at most. A date is
  /// held against the answer's own Date, and without that not read.
  std::optional<nanoseconds> retry_after = {};
  format answer_as = format::json;
  bytes body = {};
  /// All of the body, if it is JSON and was to be; absent where Steam says that all is well, and nothing else. 64-bit
  /// numbers mostly stand as strings; `json::read` takes both.
  json::value json = {};
};

/// Never fails: what is wrong is in `reply.error`. XML is only looked at for whether it could be.
reply read_answer(const received& what, json::document& document) noexcept;

}  // namespace gamewire::inline v0::webapi
