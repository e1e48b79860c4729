/// What a server said to the questions it was asked at once: kept, and as JSON.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include <gamewire/a2s/client.hpp>

#include "options.hpp"
#include "output/json_line.hpp"

namespace gamewire::cli {

const char* name_of(part what) noexcept;

/// What became of one question: the whole message from its type byte, or why there is none.
struct part_reply {
  part what = part::info;
  request_id id = request_id::none;
  std::vector<std::byte> raw;
  nanoseconds round_trip{};
  std::optional<fault> failure;
};

struct answer {
  endpoint from;
  std::vector<part_reply> parts;  // in the order of the questions

  /// Milliseconds of the info, else of the first part that has an answer; nothing when none has.
  [[nodiscard]] std::optional<double> ping_ms() const;
};

/// Asks, and notes the ids.
void request(a2s::client& client, std::vector<part_reply>& parts);
std::vector<part_reply> unanswered(std::span<const part> questions);

/// Keeps what an event says of one of the parts.
void keep(std::vector<part_reply>& parts, const a2s::client::event& event);

/// The reply of one part, or an error.
void put_part(json_line& to, const part_reply& reply, bool decode);
/// The one part, or "kind":"query" and each part under its name; an error of its own when all failed.
void put_answer(json_line& to, const answer& got, bool decode);

/// 1 for a reply that is partial, or of which what is `decode`d is.
int exit_code(const part_reply& reply, bool decode);
int exit_code(const answer& got, bool decode);

}  // namespace gamewire::cli
