/// Drives one machine over a socket, in the thread that calls:
///
///     auto server = blocking::peer<a2s::client>::connect({"play.example.org", 27015}, a2s::client());
///     auto info = server->await<a2s::info_reply>(server->machine().request_info());
///     if (info) … info->name … else … info.error().error …
///
/// or, to have every event while it is fresh, with `run`. For the machine, time passes only inside these.
#pragma once

#include <gamewire/peer_engine.hpp>
#include <gamewire/replies.hpp>

namespace gamewire::inline v0::blocking {

/// One machine and its transport. Each framing has a specialisation of its own.
template <machine M>
class peer;

/// A datagram machine on a connected UDP socket. Of a name with several addresses the first one that does not
/// refuse is the peer.
template <machine M>
  requires(M::wire == framing::datagram)
class peer<M> {
 public:
  using event = typename M::event;

  /// Resolves and connects. Commands may have been given to the machine already. Errors: the resolver's; the
  /// system's when no address of the name can be reached from here.
  static std::expected<peer, std::error_code> connect(const address& to, M machine,
                                                      driver_options chosen = {}) {
    machine.poll_transmit(system::now());  // resolving is part of the deadlines of its requests
    auto addresses = chosen.resolve(to, chosen.prefer);
    if (!addresses) return std::unexpected(addresses.error());
    return over(channel::connect(std::move(*addresses), std::move(chosen)), std::move(machine));
  }

  /// Takes over an open, connected socket. Error: `not_connected`, or the system's.
  static std::expected<peer, std::error_code> adopt(system::socket open, M machine,
                                                    driver_options chosen = {}) {
    return over(channel::adopt(std::move(open), std::move(chosen)), std::move(machine));
  }

  [[nodiscard]] M& machine() noexcept { return engine_.machine(); }
  [[nodiscard]] M* operator->() noexcept { return &engine_.machine(); }
  /// The peer's address: the one that is tried at present.
  [[nodiscard]] const endpoint& remote() const noexcept { return engine_.transport().remote(); }

  /// Hands out events until the machine is done or `on_event` returns false: then {}. `operation_canceled`
  /// after `stop`; anything else is trouble of the system. It can be called again, and goes on where it was,
  /// unless the machine is done. `on_event` may give commands, once it needs the views in its event no more.
  template <handler_of<event> F>
  std::error_code run(F&& on_event) {
    engine_.look_at_clock();
    bool wants_more = engine_.drain(on_event);
    while (wants_more && !machine().done()) {
      const time_point until = machine().deadline();
      if (until <= engine_.now()) {
        wants_more = engine_.check_deadline(on_event);
        continue;
      }
      const auto waited = receive(until, on_event);
      if (!waited) return waited.error();
      wants_more = *waited;
    }
    if (machine().done()) engine_.transport().close();
    return {};
  }

  /// Runs until the request has its answer or has failed. What ends other requests meanwhile is kept for the
  /// `await` that asks for it; events that end none go to `others`. The request must not have ended inside a
  /// `run`: nothing would be left to wait for. Error: the command's, that of `failed` or `closed`, or what
  /// `run` returned.
  template <reply Reply, handler_of<event> F = ignore>
  std::expected<typename Reply::owned, failure> await(accepted request, F&& others = {}) {
    if (!request) return std::unexpected(failure{request.error(), {}});
    if (replies_.has(*request)) return replies_.template take<Reply>(*request);
    std::optional<typename Reply::owned> answer;
    const auto error = run([&](const event& happened) {
      if (const auto* reply = std::get_if<Reply>(&happened); reply != nullptr && reply->id == *request)
        answer = own(*reply);
      else if (!replies_.keep(happened))
        hand_over(others, happened);
      return !answer && !replies_.has(*request);
    });
    if (answer) return std::move(*answer);
    if (error) return std::unexpected(failure{error, {}});
    return replies_.template take<Reply>(*request);
  }

  /// Makes `run` and `await` return, the next one if none is running; within `system::patience`. From any
  /// thread or signal handler.
  void stop() noexcept { wake_.wake(); }

 private:
  peer(channel&& open, M&& machine, system::wake_pipe&& wake)
      : engine_(std::move(open), std::move(machine)), wake_(std::move(wake)) {}

  static std::expected<peer, std::error_code> over(std::expected<channel, std::error_code> open,
                                                   M&& machine) {
    if (!open) return std::unexpected(open.error());
    auto wake = system::wake_pipe::open();
    if (!wake) return std::unexpected(wake.error());
    return peer(std::move(*open), std::move(machine), std::move(*wake));
  }

  /// Waits for input or for `until`, and hands out what comes of it. Answers mostly follow soon, so it first
  /// sleeps in the receive itself: one system call, not two.
  template <class F>
  std::expected<bool, std::error_code> receive(time_point until, F& on_event) {
    const std::span buffer(buffer_.get(), system::max_datagram);
    channel& open = engine_.transport();
    if (!open.full() && until > later(engine_.now(), system::patience)) {
      if (wake_.woken() && wake_.clear())
        return std::unexpected(std::make_error_code(std::errc::operation_canceled));
      const auto got = open.receive_soon(buffer);
      if (!got || *got) return engine_.take(got, on_event);
    }
    system::watched one{.what = &open.socket(), .sending = open.full()};
    if (const auto error = system::wait({&one, 1}, wake_, until)) return std::unexpected(error);
    if (one.writable || one.failed) open.writable();
    engine_.look_at_clock();
    return engine_.drain(on_event) && engine_.receive(buffer, on_event);
  }

  peer_engine<M> engine_;
  system::wake_pipe wake_;
  std::unique_ptr<std::byte[]> buffer_ = std::make_unique_for_overwrite<std::byte[]>(system::max_datagram);
  replies replies_;
};

}  // namespace gamewire::inline v0::blocking
