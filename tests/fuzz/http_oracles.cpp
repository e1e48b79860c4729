#include "http_oracles.hpp"

#include <gamewire/http1/characters.hpp>
#include <gamewire/http1/request_reader.hpp>

namespace gamewire::fuzz {
namespace {

template <class Reader>
std::optional<http_message> read_by(Reader& reader, bytes in) {
  http_message message;
  const auto add = [&message](const http1::fields& fields) {
    for (const auto& [name, value] : fields) message.fields.emplace_back(name, value);
  };
  reader.feed(in);
  for (;;) {
    const auto next = reader.next();
    if (!next || std::holds_alternative<std::monostate>(*next)) return std::nullopt;
    if (const auto* data = std::get_if<bytes>(&*next)) message.body += as_text(*data);
    if (const auto* end = std::get_if<http1::message_end>(&*next)) return add(end->trailers), message;
    if constexpr (std::is_same_v<Reader, http1::response_reader>) {
      if (const auto* head = std::get_if<http1::response_head>(&*next))
        message.start = std::to_string(head->status), add(head->fields);
    } else if (const auto* head = std::get_if<http1::request_head>(&*next)) {
      message.start = std::string(head->method) + ' ';
      if (!head->authority.empty()) message.start += "//" + std::string(head->authority);
      message.start += head->target;
      add(head->fields);
    }
  }
}

}  // namespace

std::optional<http_message> read_by_gamewire(bytes in, http_kind kind) {
  if (kind == http_kind::request) {
    http1::request_reader reader;
    return read_by(reader, in);
  }
  http1::response_reader reader;
  reader.expect({});
  return read_by(reader, in);
}

}  // namespace gamewire::fuzz
