/// Asks one server, over the transport of this build, and keeps what it said.
#pragma once

#include <span>
#include <vector>

#include "target.hpp"

namespace gamewire::cli {

enum class part : unsigned char { info, players, rules };

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
};

/// All questions at once; each is over when it has its reply or has failed. The fault concerns all of them:
/// the name does not resolve, the system has no socket.
std::expected<answer, fault> ask(const target& server, std::span<const part> questions,
                                 const a2s::client_options& options, driver_options driver);

}  // namespace gamewire::cli
