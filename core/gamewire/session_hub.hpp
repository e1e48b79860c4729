/// Hubs that answer, whose inside is a session of its own, behind a pointer: what session_machine.hpp is for machines.
/// What all of them have to say of the contract is here; the sources that instantiate it include session_hub_impl.hpp.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <system_error>

#include <gamewire/handover.hpp>
#include <gamewire/machine.hpp>

namespace gamewire::inline v0 {

/// A hub adds its event, its commands, and `poll_event`, which is `poll`. Its session has `allocate`, `receive`, which is
/// not called any more when it closes, `poll_event`, and a queue of what waits for the transport: `empty`, `fill`, `sent`,
/// and `drop_front`, which gives up what a whole answer has left.
template <class Session, class Options>
class session_hub {
 public:
  using options = Options;

  /// Copies the options. When they are not valid, or memory is out, the hub is closed from the start, and its `closed`
  /// event says why.
  explicit session_hub(const options& chosen = {}) noexcept;
  session_hub(session_hub&&) noexcept;
  session_hub& operator=(session_hub&&) noexcept;
  ~session_hub();

  // The hub.
  void receive(endpoint peer, bytes datagram, time_point now) noexcept;
  void unreachable(endpoint, std::error_code, time_point) noexcept {}
  std::size_t poll_transmit(std::span<transmit> out, time_point now) noexcept;
  void transmitted(std::size_t count, time_point now) noexcept;
  void transmit_failed(std::error_code why, time_point now) noexcept;
  void on_timeout(time_point now) noexcept;
  void close(time_point now) noexcept;
  /// When a closing hub drops what it could not send yet; `never` before `close`, and when there is nothing left.
  [[nodiscard]] time_point deadline() const noexcept;
  [[nodiscard]] bool done() const noexcept { return !session_ && !stillborn_; }

 protected:
  /// The session's next event, or `closed`: what the hub's `poll_event` returns.
  template <class Event>
  std::optional<Event> poll() noexcept;
  /// Neither closing nor done: commands are accepted.
  [[nodiscard]] bool open() const noexcept { return session_ && !closing_; }

  std::unique_ptr<Session> session_;  // until it is done

 private:
  void pass(time_point now) noexcept { now_ = now > now_ ? now : now_; }

  handover<std::error_code> stillborn_;  // why there never was a session, until that is told
  nanoseconds closing_timeout_;
  time_point now_ = time_point::min();
  time_point given_up_ = never;  // when what waits is dropped; once closing
  bool closing_ = false;
};

}  // namespace gamewire::inline v0
