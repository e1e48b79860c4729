/// What a server sends: one JSON object a line.
///
///     json::document document;                                    // kept, it keeps its memory
///     if (const auto packet = aster::read_packet(line, document))
///       if (packet->command == "content") … json::read<aster::message>(packet->root) …
#pragma once

#include <cstdint>
#include <expected>

#include <gamewire/aster/values.hpp>
#include <gamewire/json/document.hpp>

namespace gamewire::inline v0::aster {

/// Views into the line and the document.
struct packet {
  text command;             // that it answers, or the name of an event
  std::int32_t status = 0;  // as HTTP has them: 200 is success, `error_of` says what others are
  json::value root;         // all of it
};

/// Without the newline. Errors: `errc::malformed` for what is no object, or has no command or status;
/// `json::errc::not_utf8`, `gamewire::errc::no_memory`. What is inside the other members is not looked at.
std::expected<packet, std::error_code> read_packet(bytes line, json::document& document) noexcept;

/// The same of what has been read as JSON.
std::expected<packet, std::error_code> read_packet(const json::value& root) noexcept;
/// What is wrong with a line, when that is no JSON.
std::error_code line_error(std::error_code json) noexcept;

/// Reads what was said from a `content` packet of status 200 whose members stand as the server writes them; false for
/// any other, which may be one all the same. It spares busy chats the search for members.
bool read_content(const json::value& root, message& said) noexcept;

}  // namespace gamewire::inline v0::aster
