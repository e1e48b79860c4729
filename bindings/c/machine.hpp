/// Every machine behind one interface. A protocol adds its constructor, its commands, and how its events become those
/// of C (event.hpp); the rest is here, once.
#pragma once

#include <new>
#include <typeinfo>
#include <utility>
#include <variant>

#include <gamewire/over.hpp>
#include <gamewire/trace.hpp>

#include "event.hpp"

struct gw_machine {
  gw_machine() = default;
  gw_machine(const gw_machine&) = delete;
  gw_machine& operator=(const gw_machine&) = delete;
  virtual ~gw_machine() = default;

  virtual void receive(gamewire::bytes in, gamewire::time_point now) noexcept = 0;
  virtual void receive_end(std::error_code why, gamewire::time_point now) noexcept = 0;
  virtual void unreachable(std::error_code why, gamewire::time_point now) noexcept = 0;
  virtual void on_timeout(gamewire::time_point now) noexcept = 0;
  virtual gamewire::bytes poll_transmit(gamewire::time_point now) noexcept = 0;
  virtual void transmitted(std::size_t size, gamewire::time_point now) noexcept = 0;
  [[nodiscard]] virtual gamewire::bytes shown_transmit() const noexcept = 0;
  virtual bool poll_event(gw_event& out) noexcept = 0;
  virtual void close(gamewire::time_point now) noexcept = 0;
  [[nodiscard]] virtual gamewire::time_point deadline() const noexcept = 0;
  [[nodiscard]] virtual bool done() const noexcept = 0;
  [[nodiscard]] virtual bool is_stream() const noexcept = 0;
  [[nodiscard]] virtual bool wants_transport() const noexcept = 0;
  virtual void opened(gamewire::time_point now) noexcept = 0;
  virtual std::error_code cancel(gamewire::request_id id) noexcept = 0;
  /// The machine of this type, if it is the one that speaks the protocol: the layers below do not count.
  virtual void* find(const std::type_info& type) noexcept = 0;
};

namespace gamewire::c {

template <class M>
M& top_of(M& machine) noexcept {
  return machine;
}
template <class Lower, class Upper>
auto& top_of(over<Lower, Upper>& machine) noexcept {
  return top_of(*machine);
}

template <class Options>
std::error_code validate(const Options& chosen) noexcept {
  if constexpr (requires { chosen.lower; }) {
    const std::error_code wrong = validate(chosen.lower);
    return wrong ? wrong : validate(chosen.upper);
  } else {
    return chosen.validate();
  }
}

template <class M>
class machine_of final : public gw_machine {
 public:
  explicit machine_of(const typename M::options& chosen) noexcept : machine_(chosen) {}

  void receive(bytes in, time_point now) noexcept override { changing().receive(in, now); }
  void receive_end(std::error_code why, time_point now) noexcept override {
    changing().receive_end(why, now);
  }
  void unreachable(std::error_code why, time_point now) noexcept override {
    if constexpr (requires { machine_.unreachable(why, now); })
      changing().unreachable(why, now);
    else
      changing().receive_end(why, now);
  }
  void on_timeout(time_point now) noexcept override { changing().on_timeout(now); }
  bytes poll_transmit(time_point now) noexcept override { return given_ = machine_.poll_transmit(now); }
  void transmitted(std::size_t size, time_point now) noexcept override { changing().transmitted(size, now); }
  [[nodiscard]] bytes shown_transmit() const noexcept override { return shown(machine_, given_); }

  bool poll_event(gw_event& out) noexcept override {
    const auto event = changing().poll_event();
    if (!event) return false;
    told_by<top> to{{out, kept_}, top_of(machine_)};
    std::visit([&to](const auto& one) noexcept { put(to, one); }, *event);
    return true;
  }

  void close(time_point now) noexcept override { changing().close(now); }
  [[nodiscard]] time_point deadline() const noexcept override { return machine_.deadline(); }
  [[nodiscard]] bool done() const noexcept override { return machine_.done(); }
  [[nodiscard]] bool is_stream() const noexcept override { return M::wire == framing::stream; }

  [[nodiscard]] bool wants_transport() const noexcept override {
    if constexpr (reconnecting<M>)
      return machine_.wants_transport();
    else
      return !machine_.done();
  }
  void opened(time_point now) noexcept override {
    if constexpr (reconnecting<M>) changing().opened(now);
  }

  std::error_code cancel(request_id id) noexcept override {
    if constexpr (requires(top& one) { one.cancel(id); })
      return top_of(changing()).cancel(id);
    else
      return errc::unknown_request;
  }

  void* find(const std::type_info& type) noexcept override {
    return type == typeid(top) ? &top_of(changing()) : nullptr;
  }

 private:
  using top = std::remove_reference_t<decltype(top_of(std::declval<M&>()))>;

  /// Whatever changes it may end what poll_transmit gave.
  M& changing() noexcept {
    given_ = {};
    return machine_;
  }

  M machine_;
  bytes given_;  // what poll_transmit gave, for as long as it may be read
  kept kept_;
};

/// A machine with these options, if they are valid.
template <class M>
gw_code make_machine(const typename M::options& chosen, gw_machine** out) noexcept {
  if (const auto wrong = validate(chosen)) return code_of(wrong);
  *out = new (std::nothrow) machine_of<M>(chosen);
  return *out != nullptr ? GW_OK : GW_LIMIT;
}

/// The protocol's machine, if it is of this type.
template <class M>
M* find(gw_machine* machine) noexcept {
  return machine != nullptr ? static_cast<M*>(machine->find(typeid(M))) : nullptr;
}

/// Gives a command to the machine if it is of one of these types; GW_USAGE if it is not.
template <class First, class... More, class Command>
gw_code command(gw_machine* machine, Command&& give_it) noexcept {
  if (First* found = find<First>(machine)) return give_it(*found);
  if constexpr (sizeof...(More) != 0)
    return command<More...>(machine, give_it);
  else
    return GW_USAGE;
}

}  // namespace gamewire::c
