/// Reads an answer of ASF, from whichever HTTP client it came.
///
///     json::document document;
///     const auto reply = asf::read_answer({asf::route::bots, 200, "application/json", body}, document);
///     if (reply.error) … reply.message says why, in the server's language …
///     if (const auto bots = asf::result<asf::route::bots>(reply))
///       for (const auto& [name, bot] : *bots) … bot.steam_id().value …
///
/// There are three ways to fail, and each is told: the HTTP status; `Success` in the envelope, which is false
/// under status 200 as well; and, where many bots answer, that of each (`nested`). A result may be there all
/// the same.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>

#include <gamewire/asf/error.hpp>
#include <gamewire/asf/results.hpp>
#include <gamewire/json/document.hpp>

namespace gamewire::inline v0::asf {

/// Whom one speaks to.
enum class dialect : std::uint8_t {
  current,
  path_command,  // before 4.0.3.0: POST /Api/Command/{command}
  ipc,           // up to 3.0.5.0, of 2017: GET /IPC?command=; 406, 501 and 503 have meanings of their own
};

/// What came over HTTP.
struct received {
  route which = route::other;  // that was asked for; `other`, if nobody knows
  std::uint16_t status = 0;
  std::string_view content_type = {};  // as its field has it; by it pages are told from answers
  bytes body = {};
  std::string_view location = {};  // the field of this name, as redirects have it
};

/// Why a 401 or 403: as the server says in its result.
struct refusal {
  bool permanent = true;         // false: a ban, which ends by itself
  std::int32_t status_code = 0;  // that of HTTP, again
};
constexpr auto json_members(std::type_identity<refusal>) {
  return json::members<refusal>(json::member<&refusal::permanent>("Permanent"),
                                json::member<&refusal::status_code>("StatusCode"));
}

/// Views into the body, and into the document that read it.
struct reply {
  /// As it was received; and of HTTP.
  route which = route::other;
  std::uint16_t status = 0;
  /// {} when all is well: a status of 2xx, and `Success`. Else `asf::errc`.
  std::error_code error = {};
  /// Of the envelope, if there is one. "OK" or "Failed!", unless there is more to say; in the language that
  /// the server is set to, so it is for people to read.
  json::text message = {};
  std::optional<bool> success = {};
  /// Of the envelope, or the whole where there is none. Absent or null, where there is nothing to say.
  json::value result = {};
  /// All of the body, if it is JSON.
  json::value document = {};
  /// With 401 and 403.
  std::optional<asf::refusal> refusal = {};
  /// Of an answer by the framework, not by ASF: "One or more validation errors occurred." (RFC 9457), and
  /// what was wrong with which member.
  json::text problem_title = {};
  json::map<json::list<json::text>> problem_errors = {};
  bytes body = {};
  /// Where a redirect leads, with `redirected`: not followed, for that would take the password elsewhere.
  std::string_view location = {};
  /// The server went away before it answered what makes it go away: as good as done. Of a client only.
  bool connection_lost = false;
};

/// Never fails: what is wrong is in `reply.error`.
reply read_answer(const received& what, json::document& document, dialect speaks = dialect::current) noexcept;

/// The result as its route has it, also of an answer with an error, if it came with one. Errors:
/// `json::errc::missing`, or what is not as it should be, and at which byte of the body.
template <route R>
std::expected<result_of<R>, json::fault> result(const reply& of) noexcept {
  return json::read<result_of<R>>(of.result);
}

}  // namespace gamewire::inline v0::asf
