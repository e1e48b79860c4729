/// Machines whose inside is a session of its own, behind a pointer: so they are moved cheaply, and their headers show
/// nothing of it. What all of them have to say of the contract is here; the sources that instantiate it include
/// session_machine_impl.hpp.
#pragma once

#include <memory>
#include <optional>

#include <gamewire/handover.hpp>
#include <gamewire/machine.hpp>

namespace gamewire::inline v0 {

/// A machine adds its framing, its event, its commands, and `poll_event`, which is `poll`.
template <class Session, class Options>
class session_machine {
 public:
  using options = Options;

  /// Copies the options. When they are not valid, or memory is out, the machine is closed from the start, and its
  /// `closed` event says why.
  explicit session_machine(const options& chosen = {}) noexcept;
  session_machine(session_machine&&) noexcept;
  session_machine& operator=(session_machine&&) noexcept;
  ~session_machine();

  // The machine.
  void receive(bytes in, time_point now) noexcept;
  void receive_end(std::error_code why, time_point now) noexcept;
  void on_timeout(time_point now) noexcept;
  bytes poll_transmit(time_point now) noexcept;
  void transmitted(std::size_t size, time_point now) noexcept;
  void close(time_point now) noexcept;
  [[nodiscard]] time_point deadline() const noexcept;
  [[nodiscard]] bool done() const noexcept;

 protected:
  /// The session's next event, or `closed`: what the machine's `poll_event` returns.
  template <class Event>
  std::optional<Event> poll() noexcept;

  std::unique_ptr<Session> session_;  // null: there was no memory for it, or it was moved from

 private:
  handover<bool, false> unborn_ = false;  // there was no memory for a session, and nobody has heard of it
};

}  // namespace gamewire::inline v0
