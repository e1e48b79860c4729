/// Machines of the C ABI as machines of C++, so that what is played to those is played to these as well, under the
/// same watch over the contract.
#pragma once

#include <memory>
#include <string_view>
#include <utility>

#include <gamewire/machine.hpp>

#include "gamewire.h"

namespace gamewire::test {

struct free_machine {
  void operator()(gw_machine* machine) const noexcept { gw_free(machine); }
};
using c_machine = std::unique_ptr<gw_machine, free_machine>;

struct free_hub {
  void operator()(gw_hub* hub) const noexcept { gw_hub_free(hub); }
};
using c_hub = std::unique_ptr<gw_hub, free_hub>;

inline bytes of_c(gw_bytes in) noexcept { return {reinterpret_cast<const std::byte*>(in.data), in.size}; }
inline std::string_view of_c(gw_text text) noexcept { return {text.data, text.size}; }
inline std::error_code of_c(const gw_error& error) noexcept {
  if (error.category == nullptr) return {};
  return {error.value, *static_cast<const std::error_category*>(error.category)};
}

inline gw_time to_gw(time_point at) noexcept { return at.time_since_epoch().count(); }

/// `Back` says which machine of C++ it stands for, and turns events back into those of C++.
template <class Back>
class through_c {
 public:
  static constexpr framing wire = Back::machine::wire;
  using event = typename Back::machine::event;
  struct options {};

  explicit through_c(gw_machine* machine) noexcept : machine_(machine) {}

  [[nodiscard]] gw_machine* get() const noexcept { return machine_.get(); }

  void receive(bytes in, time_point now) noexcept { gw_receive(get(), in.data(), in.size(), to_gw(now)); }
  void receive_end(std::error_code why, time_point now) noexcept {
    gw_receive_end(get(), why.value(), to_gw(now));
  }
  void on_timeout(time_point now) noexcept { gw_on_timeout(get(), to_gw(now)); }
  bytes poll_transmit(time_point now) noexcept { return of_c(gw_poll_transmit(get(), to_gw(now))); }
  void transmitted(std::size_t size, time_point now) noexcept { gw_transmitted(get(), size, to_gw(now)); }
  std::optional<event> poll_event() noexcept {
    gw_event told;
    if (!gw_poll_event(get(), &told)) return {};
    return Back::event_of(told);
  }
  void close(time_point now) noexcept { gw_close(get(), to_gw(now)); }
  [[nodiscard]] time_point deadline() const noexcept { return time_point(nanoseconds(gw_deadline(get()))); }
  [[nodiscard]] bool done() const noexcept { return gw_done(get()); }

  /// What a command of C returned, as those of C++ do.
  template <class Command>
  accepted ask(Command command) noexcept {
    std::uint32_t id = 0;
    if (command(get(), &id) != GW_OK) return std::unexpected(make_error_code(errc::invalid_argument));
    return request_id{id};
  }

 private:
  c_machine machine_;
};

}  // namespace gamewire::test
