/// The requests of aster::client. Not for users.
#pragma once

#include <memory>

#include <gamewire/aster/client.hpp>
#include <gamewire/aster/request_line.hpp>
#include <gamewire/owned_queue.hpp>

namespace gamewire::inline v0::aster {

/// One request, from then until its answers have come: its own, and that of its fence.
struct pending {
  enum class state : std::uint8_t {
    open,
    failed,  // to be told so
    told,    // its event has been told, and the server has still to answer
  };

  std::unique_ptr<pending> next;
  request_id id = request_id::none;  // none: it is the client's own
  request_line line;
  nanoseconds time{};  // that it has
  time_point deadline = never;
  time_point sent_at{};
  std::error_code error;
  state is = state::open;
  bool answered = false;  // but its fence is not

  [[nodiscard]] bool own() const noexcept { return id == request_id::none; }
  /// Has it failed, and may its answer still come?
  [[nodiscard]] bool may_be_answered_late() const noexcept { return is != state::open && !answered; }
};

using pending_list = owned_queue<pending>;

}  // namespace gamewire::inline v0::aster
