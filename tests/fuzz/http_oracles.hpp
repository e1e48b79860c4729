/// What other parsers of HTTP/1.1 make of a message, and what ours does.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gamewire/bytes.hpp>

namespace gamewire::fuzz {

/// The first message of a stream, interim responses aside. `start` is the status, or method and target.
struct http_message {
  std::string start;
  std::vector<std::pair<std::string, std::string>> fields;  // values without the blanks around them
  std::string body;

  friend bool operator==(const http_message&, const http_message&) = default;
};

enum class http_kind : bool { request, response };

/// Nothing when the parser refuses the message, or has not seen its end.
std::optional<http_message> read_by_gamewire(bytes in, http_kind kind);
std::optional<http_message> read_by_llhttp(bytes in, http_kind kind);
std::optional<http_message> read_by_http_parser(bytes in, http_kind kind);

}  // namespace gamewire::fuzz
