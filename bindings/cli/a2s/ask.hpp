/// Asks one server, and keeps what it said.
#pragma once

#include <span>

#include "a2s/answer.hpp"
#include "target/target.hpp"

namespace gamewire::cli {

/// All questions at once; each is over when it has its reply or has failed. The fault concerns all of them:
/// the name does not resolve, the system has no socket.
std::expected<answer, fault> ask(const session& with, const target& server, std::span<const part> questions);

}  // namespace gamewire::cli
