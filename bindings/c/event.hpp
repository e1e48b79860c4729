/// How events become those of C. A protocol adds, in the namespace gamewire::c, a `put` for each of its own.
#pragma once

#include <array>

#include <gamewire/machine.hpp>

#include "convert.hpp"

namespace gamewire::c {

/// What events point to that neither the peer's bytes nor the machine hold. Until the next event.
struct kept {
  gw_info info{};
  std::array<char, 256> text{};
};

/// Where an event is written.
struct told {
  gw_event& out;
  kept& to_keep;

  void is(std::uint32_t type, request_id id = request_id::none) noexcept {
    out.type = type;
    out.id = std::to_underlying(id);
  }
  /// A short text that lies in the event itself; what does not fit is left out.
  gw_text keep(std::string_view text) noexcept {
    const std::size_t fits = std::min(text.size(), to_keep.text.size());
    std::copy_n(text.data(), fits, to_keep.text.data());
    return {to_keep.text.data(), fits};
  }
};

/// For those events that leave something with the machine that tells them.
template <class M>
struct told_by : told {
  const M& machine;
};

inline void put(told& to, const failed& one) noexcept {
  to.is(GW_EVENT_FAILED, one.id);
  to.out.failed = {to_c(one.error), to_c(one.detail)};
}

inline void put(told& to, const closed& one) noexcept {
  to.is(GW_EVENT_CLOSED);
  to.out.closed = {to_c(one.error), to_c(one.detail)};
}

}  // namespace gamewire::c
