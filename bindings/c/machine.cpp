/// The operations of every machine.
#include "machine.hpp"

using namespace gamewire;
using namespace gamewire::c;

void gw_free(gw_machine* machine) noexcept { delete machine; }

void gw_receive(gw_machine* machine, const void* data, size_t size, gw_time now) noexcept {
  if (machine != nullptr) machine->receive(from_c(data, size), at(now));
}

void gw_receive_end(gw_machine* machine, int error, gw_time now) noexcept {
  if (machine != nullptr) machine->receive_end(from_errno(error), at(now));
}

void gw_unreachable(gw_machine* machine, int error, gw_time now) noexcept {
  if (machine != nullptr) machine->unreachable(from_errno(error), at(now));
}

void gw_on_timeout(gw_machine* machine, gw_time now) noexcept {
  if (machine != nullptr) machine->on_timeout(at(now));
}

gw_bytes gw_poll_transmit(gw_machine* machine, gw_time now) noexcept {
  return machine != nullptr ? to_c(machine->poll_transmit(at(now))) : gw_bytes{};
}

void gw_transmitted(gw_machine* machine, size_t size, gw_time now) noexcept {
  if (machine != nullptr) machine->transmitted(size, at(now));
}

gw_bytes gw_shown_transmit(gw_machine* machine) noexcept {
  return machine != nullptr ? to_c(machine->shown_transmit()) : gw_bytes{};
}

bool gw_poll_event(gw_machine* machine, gw_event* out) noexcept {
  if (machine == nullptr || out == nullptr) return false;
  std::memset(static_cast<void*>(out), 0, sizeof *out);
  return machine->poll_event(*out);
}

void gw_close(gw_machine* machine, gw_time now) noexcept {
  if (machine != nullptr) machine->close(at(now));
}

gw_time gw_deadline(const gw_machine* machine) noexcept {
  return machine != nullptr ? to_c(machine->deadline()) : GW_NEVER;
}

bool gw_done(const gw_machine* machine) noexcept { return machine == nullptr || machine->done(); }

bool gw_is_stream(const gw_machine* machine) noexcept { return machine != nullptr && machine->is_stream(); }

bool gw_wants_transport(const gw_machine* machine) noexcept {
  return machine != nullptr && machine->wants_transport();
}

void gw_opened(gw_machine* machine, gw_time now) noexcept {
  if (machine != nullptr) machine->opened(at(now));
}

gw_code gw_cancel(gw_machine* machine, uint32_t id) noexcept {
  return machine != nullptr ? code_of(machine->cancel(request_id{id})) : GW_USAGE;
}
