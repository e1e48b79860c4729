/// Every hub behind one interface, as machine.hpp has it for machines.
#pragma once

#include <array>
#include <variant>

#include "machine.hpp"

struct gw_hub {
  gw_hub() = default;
  gw_hub(const gw_hub&) = delete;
  gw_hub& operator=(const gw_hub&) = delete;
  virtual ~gw_hub() = default;

  virtual void receive(const gamewire::endpoint& peer, gamewire::bytes in,
                       gamewire::time_point now) noexcept = 0;
  virtual void unreachable(const gamewire::endpoint& peer, std::error_code why,
                           gamewire::time_point now) noexcept = 0;
  virtual std::size_t poll_transmit(std::span<gamewire::transmit> out, gamewire::time_point now) noexcept = 0;
  virtual void transmitted(std::size_t count, gamewire::time_point now) noexcept = 0;
  virtual void transmit_failed(std::error_code why, gamewire::time_point now) noexcept = 0;
  virtual void on_timeout(gamewire::time_point now) noexcept = 0;
  virtual bool poll_event(gw_hub_event& out) noexcept = 0;
  virtual void close(gamewire::time_point now) noexcept = 0;
  [[nodiscard]] virtual gamewire::time_point deadline() const noexcept = 0;
  [[nodiscard]] virtual bool done() const noexcept = 0;
  virtual void* find(const std::type_info& type) noexcept = 0;
};

namespace gamewire::c {

/// Where an event of a hub is written. Those of its peers go where those of machines do.
struct told_by_hub : told {
  gw_hub_event& around;
};

template <class H>
class hub_of : public gw_hub {
 public:
  template <class... Options>
  explicit hub_of(const Options&... chosen) noexcept : hub_(chosen...) {}

  void receive(const endpoint& peer, bytes in, time_point now) noexcept override {
    hub_.receive(peer, in, now);
  }
  void unreachable(const endpoint& peer, std::error_code why, time_point now) noexcept override {
    hub_.unreachable(peer, why, now);
  }
  std::size_t poll_transmit(std::span<transmit> out, time_point now) noexcept override {
    return hub_.poll_transmit(out, now);
  }
  void transmitted(std::size_t count, time_point now) noexcept override { hub_.transmitted(count, now); }
  void transmit_failed(std::error_code why, time_point now) noexcept override {
    hub_.transmit_failed(why, now);
  }
  void on_timeout(time_point now) noexcept override { hub_.on_timeout(now); }

  bool poll_event(gw_hub_event& out) noexcept override {
    const auto event = hub_.poll_event();
    if (!event) return false;
    told_by_hub to{{out.what, kept_}, out};
    std::visit([&to](const auto& one) noexcept { put(to, one); }, *event);
    return true;
  }

  void close(time_point now) noexcept override { hub_.close(now); }
  [[nodiscard]] time_point deadline() const noexcept override { return hub_.deadline(); }
  [[nodiscard]] bool done() const noexcept override { return hub_.done(); }
  void* find(const std::type_info& type) noexcept override { return type == typeid(H) ? &hub_ : nullptr; }

 private:
  H hub_;
  kept kept_;
};

template <class H, class Options>
gw_code make_hub(const Options& chosen, gw_hub** out) noexcept {
  if (const auto wrong = chosen.validate()) return code_of(wrong);
  *out = new (std::nothrow) hub_of<H>(chosen);
  return *out != nullptr ? GW_OK : GW_LIMIT;
}

template <class H>
H* find(gw_hub* hub) noexcept {
  return hub != nullptr ? static_cast<H*>(hub->find(typeid(H))) : nullptr;
}

}  // namespace gamewire::c
