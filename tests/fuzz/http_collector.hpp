/// What the callbacks of llhttp and of http_parser have in common: all but the names of types.
#pragma once

#include <gamewire/http1/characters.hpp>

#include "http_oracles.hpp"

namespace gamewire::fuzz {

struct http_collector {
  http_message message;
  bool value_begun = true;
  bool done = false;
};

template <class Parser>
http_collector& collector_of(Parser* parser) {
  return *static_cast<http_collector*>(parser->data);
}

template <class Parser>
int on_url(Parser* parser, const char* at, std::size_t size) {
  collector_of(parser).message.start.append(at, size);
  return 0;
}

template <class Parser>
int on_name(Parser* parser, const char* at, std::size_t size) {
  http_collector& to = collector_of(parser);
  if (std::exchange(to.value_begun, false)) to.message.fields.emplace_back();
  to.message.fields.back().first.append(at, size);
  return 0;
}

template <class Parser>
int on_value(Parser* parser, const char* at, std::size_t size) {
  http_collector& to = collector_of(parser);
  to.value_begun = true;
  to.message.fields.back().second.append(at, size);
  return 0;
}

template <class Parser>
int on_body(Parser* parser, const char* at, std::size_t size) {
  collector_of(parser).message.body.append(at, size);
  return 0;
}

/// A target as gamewire tells it apart: "http://play.example.org" is "//play.example.org" and "/".
inline std::string target_of(std::string url) {
  const std::size_t scheme = url.starts_with('/') ? url.npos : url.find("://");
  if (scheme == url.npos) return url;
  url.erase(0, scheme + 1);
  if (url.find('/', 2) == url.npos) url += '/';
  return url;
}

/// 1 says that no body follows, whatever the fields say: that 204 and 304 have none is left to the caller.
template <class Parser>
int on_head(Parser* parser, bool is_response, const char* method) {
  http_message& message = collector_of(parser).message;
  message.start =
      is_response ? std::to_string(parser->status_code) : method + (' ' + target_of(message.start));
  return is_response && (parser->status_code == 204 || parser->status_code == 304) ? 1 : 0;
}

/// Does the message count? Interim responses do not.
template <class Parser>
bool on_end(Parser* parser, bool is_response) {
  http_collector& to = collector_of(parser);
  to.done = !is_response || parser->status_code >= 200;
  if (!to.done) to.message = {};
  to.value_begun = true;
  return to.done;
}

inline std::optional<http_message> collected(http_collector& from) {
  if (!from.done) return std::nullopt;
  for (auto& [name, value] : from.message.fields) value = http1::trimmed(value);
  return from.message;
}

}  // namespace gamewire::fuzz
