/// Drives one machine over a socket, in the thread that calls:
///
///     auto server = blocking::peer<a2s::client>::connect({"play.example.org", 27015}, a2s::client());
///     auto info = server->await<a2s::info_reply>(server->machine().request_info());
///     if (info) … info->name … else … info.error().error …
///
/// or, to have every event while it is fresh, with `run`. For the machine, time passes only inside these.
#pragma once

#include <gamewire/blocking/channel.hpp>
#include <gamewire/blocking/handler.hpp>
#include <gamewire/blocking/replies.hpp>
#include <gamewire/machine.hpp>

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
  static std::expected<peer, std::error_code> connect(const address& to, M machine, config chosen = {}) {
    machine.poll_transmit(system::now());  // resolving is part of the deadlines of its requests
    auto addresses = chosen.resolve(to, chosen.prefer);
    if (!addresses) return std::unexpected(addresses.error());
    return over(channel::connect(std::move(*addresses), std::move(chosen)), std::move(machine));
  }

  /// Takes over an open, connected socket. Error: `not_connected`, or the system's.
  static std::expected<peer, std::error_code> adopt(system::socket open, M machine, config chosen = {}) {
    return over(channel::adopt(std::move(open), std::move(chosen)), std::move(machine));
  }

  [[nodiscard]] M& machine() noexcept { return machine_; }
  [[nodiscard]] M* operator->() noexcept { return &machine_; }
  /// The peer's address: the one that is tried at present.
  [[nodiscard]] const endpoint& remote() const noexcept { return channel_.remote(); }

  /// Hands out events until the machine is done or `on_event` returns false: then {}. `operation_canceled`
  /// after `stop`; anything else is trouble of the system. It can be called again, and goes on where it was,
  /// unless the machine is done. `on_event` may give commands, once it needs the views in its event no more.
  template <handler_of<event> F>
  std::error_code run(F&& on_event) {
    for (;;) {
      if (!drain(on_event)) return {};
      if (machine_.done()) break;
      if (const auto error = channel_.wait(machine_.deadline())) return error;
      if (!receive(on_event)) return {};
      if (const time_point now = system::now(); machine_.deadline() <= now) machine_.on_timeout(now);
    }
    channel_.close();
    return {};
  }

  /// Runs until the request has its answer or has failed. What ends other requests meanwhile is kept for the
  /// `await` that asks for it; events that end none go to `others`. The request must not have ended inside a
  /// `run`: nothing would be left to wait for. Error: the command's, that of `failed` or `closed`, or what
  /// `run` returned.
  template <reply Reply, handler_of<event> F = ignore>
  std::expected<typename Reply::owned, failure> await(accepted request, F&& others = {}) {
    if (!request) return std::unexpected(failure{request.error(), {}});
    if (!replies_.has(*request)) {
      const auto error = run([&](const event& happened) {
        if (!replies_.keep(happened)) hand_over(others, happened);
        return !replies_.has(*request);
      });
      if (error) return std::unexpected(failure{error, {}});
    }
    return replies_.template take<Reply>(*request);
  }

  /// Makes `run` and `await` return, the next one if none is running. From any thread or signal handler.
  void stop() noexcept { channel_.stop(); }

 private:
  static constexpr int max_burst = 64;  // datagrams between two looks at the clock

  peer(channel&& open, M&& machine) : channel_(std::move(open)), machine_(std::move(machine)) {}

  static std::expected<peer, std::error_code> over(std::expected<channel, std::error_code> open,
                                                   M&& machine) {
    if (!open) return std::unexpected(open.error());
    return peer(std::move(*open), std::move(machine));
  }

  /// Sends and hands out until nothing is left of either; false when `on_event` wants no more.
  template <class F>
  bool drain(F& on_event) {
    for (bool quiet = false; !quiet;) {
      flush();
      quiet = true;
      while (const auto happened = machine_.poll_event()) {
        quiet = false;  // the handler may have given a command
        if (!hand_over(on_event, *happened)) return false;
      }
    }
    return true;
  }

  void flush() {
    for (;;) {
      const time_point now = system::now();  // an answer may be here before the send returns
      const bytes datagram = machine_.poll_transmit(now);
      if (datagram.empty()) return;
      const auto taken = channel_.send(datagram);
      if (!taken)
        machine_.receive_end(taken.error(), system::now());
      else if (*taken)
        machine_.transmitted(datagram.size(), now);
      else
        return;
    }
  }

  template <class F>
  bool receive(F& on_event) {
    for (int i = 0; i < max_burst; ++i) {
      const auto datagram = channel_.receive();
      if (!datagram) return machine_.receive_end(datagram.error(), system::now()), true;
      if (!*datagram) return true;
      machine_.receive(**datagram, system::now());
      if (!drain(on_event)) return false;
    }
    return true;
  }

  channel channel_;
  M machine_;
  replies replies_;
};

}  // namespace gamewire::inline v0::blocking
