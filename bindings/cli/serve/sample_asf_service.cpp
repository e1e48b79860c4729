#include "serve/sample_asf_service.hpp"

#include <algorithm>
#include <ranges>
#include <regex>

#include <fmt/core.h>

#include <gamewire/ascii.hpp>
#include <gamewire/text.hpp>

#include "output/foreign_json.hpp"

namespace gamewire::cli {
namespace {

constexpr unsigned most_failures = 5;
constexpr nanoseconds ban_time = std::chrono::hours(1);

constexpr const char* json_type = "application/json; charset=utf-8";

/// As text: what is not UTF-8 becomes U+FFFD, for it may stand in answers and in the log, which are JSON.
std::string percent_decoded(std::string_view text) {
  std::string made;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool escaped = text[at] == '%' && at + 2 < text.size();
    const unsigned high = escaped ? hex_value(text[at + 1]) : no_hex_digit;
    const unsigned low = escaped ? hex_value(text[at + 2]) : no_hex_digit;
    if (high != no_hex_digit && low != no_hex_digit) {
      made += static_cast<char>(high << 4U | low);
      at += 2;
    } else {
      made += text[at];
    }
  }
  return to_utf8(made);
}

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  for (std::size_t end = 0; end != text.npos; text.remove_prefix(std::min(end, text.size() - 1) + 1)) {
    end = text.find(at);
    parts.push_back(text.substr(0, end));
    if (end == text.npos) break;
  }
  return parts;
}

std::map<std::string, std::string> query_of(std::string_view target) {
  std::map<std::string, std::string> found;
  const std::size_t mark = target.find('?');
  if (mark == target.npos) return found;
  for (const std::string_view part : split(target.substr(mark + 1), '&')) {
    const std::size_t equals = std::min(part.find('='), part.size());
    found[percent_decoded(part.substr(0, equals))] =
        percent_decoded(part.substr(std::min(equals + 1, part.size())));
  }
  return found;
}

/// Do the segments name this route? Its holes are filled from them.
bool matches(const asf::route_row& route, const std::vector<std::string_view>& segments,
             std::vector<std::string>& holes) {
  const auto wanted = split(route.path, '/');
  if (wanted.size() != segments.size()) return false;
  holes.clear();
  for (std::size_t at = 0; at != wanted.size(); ++at) {
    if (wanted[at].starts_with('{'))
      holes.push_back(percent_decoded(segments[at]));
    else if (lower(wanted[at]) != lower(segments[at]))
      return false;
  }
  return true;
}

/// The members that the framework misses in a body, by their type: the first, or "".
std::string missing_member(asf::route which, const json& body) {
  static const std::map<asf::route, std::vector<std::string>> required{
      {asf::route::configure_asf, {"GlobalConfig"}},
      {asf::route::configure_bots, {"BotConfig"}},
      {asf::route::encrypt, {"CryptoMethod", "StringToEncrypt"}},
      {asf::route::hash, {"HashingMethod", "StringToHash"}},
      {asf::route::redeem, {"KeysToRedeem"}},
      {asf::route::add_background_keys, {"GamesToRedeemInBackground"}},
      {asf::route::input, {"Type", "Value"}},
      {asf::route::rename, {"NewName"}},
      {asf::route::handle_confirmations, {"Accept"}},
      {asf::route::import_authenticator, {"identity_secret", "shared_secret"}},
      {asf::route::command, {"Command"}},
  };
  const auto found = required.find(which);
  if (found == required.end()) return "";
  for (const std::string& name : found->second)
    if (!std::ranges::any_of(body.items(), [&](const auto& one) { return lower(one.key()) == lower(name); }))
      return name;
  return "";
}

/// Names of members have no case; the handlers know one spelling.
json with_known_names(const json& body) {
  static const std::vector<std::string> known{
      "GlobalConfig",  "BotConfig",    "CryptoMethod",    "StringToEncrypt",
      "HashingMethod", "StringToHash", "KeysToRedeem",    "GamesToRedeemInBackground",
      "Type",          "Value",        "NewName",         "Accept",
      "Command",       "Permanent",    "ResumeInSeconds", "Channel",
      "Forced",        "Apps",         "Packages"};
  json made = json::object();
  for (const auto& [name, value] : body.items()) {
    const auto same =
        std::ranges::find(known, lower(name), [](const std::string& one) { return lower(one); });
    made[same == known.end() ? name : *same] = value;
  }
  return made;
}

}  // namespace

asf_reply enveloped(const json& result, bool success, const std::string& message) {
  const json envelope{{"Result", result},
                      {"Message", !message.empty() ? message
                                  : success        ? "OK"
                                                   : "Failed!"},
                      {"Success", success}};
  return {.content_type = json_type, .body = envelope.dump()};
}

asf_reply enveloped_nothing(bool success, const std::string& message) {
  const json envelope{{"Message", !message.empty() ? message
                                  : success        ? "OK"
                                                   : "Failed!"},
                      {"Success", success}};
  return {.content_type = json_type, .body = envelope.dump()};
}

asf_reply bad_request(const std::string& message) {
  asf_reply made = enveloped_nothing(false, message);
  made.status = 400;
  return made;
}

asf_reply problem(std::uint16_t status, const std::string& what) {
  json told{
      {"type", fmt::format("https://tools.ietf.org/html/rfc9110#section-15.5.{}", status == 415 ? 16 : 1)},
      {"title", status == 415 ? "Unsupported Media Type" : "One or more validation errors occurred."},
      {"status", status}};
  if (!what.empty()) told["errors"] = {{"$", {what}}};
  told["traceId"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
  return {.status = status, .content_type = "application/problem+json; charset=utf-8", .body = told.dump()};
}

asf_reply sample_asf_service::answer(const endpoint& peer, const http1::request_head& head, bytes body,
                                     time_point now) {
  asf_reply made = find_answer(peer, head, body, now);
  const std::string_view path = head.target.substr(0, head.target.find('?'));  // passwords stand behind it
  if (!lower(path).starts_with("/api/nlog"))
    write_log("IPC", fmt::format("{} {} {}", head.method, path, made.status));
  return made;
}

asf_reply sample_asf_service::find_answer(const endpoint& peer, const http1::request_head& head, bytes body,
                                          time_point now) {
  const bool has_length = head.fields.find("Content-Length") || head.fields.find("Transfer-Encoding");
  if (head.method == "POST" && !has_length) return {.status = 411, .close = true};

  const auto segments = split(head.target.substr(0, head.target.find('?')), '/');
  const std::string first = segments.size() > 1 ? lower(segments[1]) : "";
  if (first == "api") {
    if (const auto why = refuse(peer, head, now)) {
      asf_reply refused = enveloped({{"Permanent", why->permanent}, {"StatusCode", why->status}}, false);
      refused.status = why->status;
      return refused;
    }
  }

  asf_call call{asf::route::other, {}, query_of(head.target), {}};
  std::string allow;
  for (const asf::route_row& row : asf::route_table) {
    std::vector<std::string> holes;
    if (!matches(row, segments, holes)) continue;
    if (row.method != head.method) {
      allow += (allow.empty() ? "" : ", ") + std::string(row.method);
      continue;
    }
    call.which = row.id;
    call.segments = std::move(holes);
    break;
  }
  if (call.which != asf::route::other) return dispatch(call, head, body);
  if (!allow.empty()) return {.status = 405, .allow = allow};
  if (first == "api") return {.status = 404};
  // Whatever else is asked for, the user interface is there, which says so by itself.
  return {.status = 404, .content_type = "text/html", .body = "<!doctype html><html></html>"};
}

/// In ASF's order: bans come first, also for the right password; and none is counted where there is none.
std::optional<sample_asf_service::forbidden> sample_asf_service::refuse(const endpoint& peer,
                                                                        const http1::request_head& head,
                                                                        time_point now) {
  if (now >= forgets_at_) {
    failures_.clear();
    forgets_at_ = later(now, ban_time);
  }
  const std::string from(endpoint_text(peer.with_port(0)).view());
  if (failures_[from] >= most_failures) return forbidden{403, false};
  if (password_.empty()) return std::nullopt;
  const auto header = head.fields.find("Authentication");
  const auto query = query_of(head.target);
  const auto parameter = query.find("password");
  const std::string given = header ? std::string(*header) : parameter != query.end() ? parameter->second : "";
  if (given == password_) return std::nullopt;
  if (!given.empty()) ++failures_[from];
  return forbidden{401, true};
}

asf_reply sample_asf_service::dispatch(asf_call& call, const http1::request_head& head, bytes body) {
  const asf::route_row& about = asf::row(call.which);
  if (about.body != asf::body_shape::none) {
    const std::string type = lower(head.fields.find("Content-Type").value_or(""));
    if (!type.starts_with("application/json")) return problem(415);
    if (body.empty()) return problem(400, "A non-empty request body is required.");
    call.body = read_foreign(as_text(body));
    const bool fits = about.body == asf::body_shape::any || call.body.is_object();
    if (call.body.is_discarded() || !fits) return problem(400, "The JSON value could not be converted.");
    const std::string missing = call.body.is_object() ? missing_member(call.which, call.body) : "";
    if (!missing.empty())
      return problem(
          400, fmt::format("JSON deserialization was missing required properties including: '{}'.", missing));
    if (about.body == asf::body_shape::object) call.body = with_known_names(call.body);
  }
  const bool upgrade =
      head.fields.lists("Connection", "Upgrade") && head.fields.lists("Upgrade", "websocket");
  if (call.which == asf::route::log_stream && upgrade) return {.status = 101, .upgrade = true};
  try {
    return (this->*handler_of(call.which))(call);
  } catch (const json::exception&) {
    return problem(400, "The JSON value could not be converted.");
  } catch (const std::regex_error&) {
    return bad_request("The regular expression is invalid!");
  } catch (const std::logic_error&) {
    return problem(400, "The value is not valid.");  // a number that is none
  }
}

}  // namespace gamewire::cli
