/// The operations of every hub.
#include "hub.hpp"

using namespace gamewire;
using namespace gamewire::c;

void gw_hub_free(gw_hub* hub) noexcept { delete hub; }

void gw_hub_receive(gw_hub* hub, const gw_endpoint* peer, const void* data, size_t size,
                    gw_time now) noexcept {
  if (hub != nullptr) hub->receive(from_c(peer), from_c(data, size), at(now));
}

void gw_hub_unreachable(gw_hub* hub, const gw_endpoint* peer, int error, gw_time now) noexcept {
  if (hub != nullptr) hub->unreachable(from_c(peer), from_errno(error), at(now));
}

size_t gw_hub_poll_transmit(gw_hub* hub, gw_transmit* out, size_t count, gw_time now) noexcept {
  if (hub == nullptr || out == nullptr) return 0;
  std::array<transmit, 64> batch;
  const std::size_t filled =
      hub->poll_transmit(std::span(batch).first(std::min(count, batch.size())), at(now));
  const auto convert_one = [](const transmit& one) { return gw_transmit{to_c(one.to), to_c(one.payload)}; };
  std::transform(batch.begin(), batch.begin() + static_cast<std::ptrdiff_t>(filled), out, convert_one);
  return filled;
}

void gw_hub_transmitted(gw_hub* hub, size_t count, gw_time now) noexcept {
  if (hub != nullptr) hub->transmitted(count, at(now));
}

void gw_hub_transmit_failed(gw_hub* hub, int error, gw_time now) noexcept {
  if (hub != nullptr) hub->transmit_failed(from_errno(error), at(now));
}

void gw_hub_on_timeout(gw_hub* hub, gw_time now) noexcept {
  if (hub != nullptr) hub->on_timeout(at(now));
}

bool gw_hub_poll_event(gw_hub* hub, gw_hub_event* out) noexcept {
  if (hub == nullptr || out == nullptr) return false;
  std::memset(static_cast<void*>(out), 0, sizeof *out);
  return hub->poll_event(*out);
}

void gw_hub_close(gw_hub* hub, gw_time now) noexcept {
  if (hub != nullptr) hub->close(at(now));
}

gw_time gw_hub_deadline(const gw_hub* hub) noexcept {
  return hub != nullptr ? to_c(hub->deadline()) : GW_NEVER;
}

bool gw_hub_done(const gw_hub* hub) noexcept { return hub == nullptr || hub->done(); }
