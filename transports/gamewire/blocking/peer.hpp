/// Drives one machine over a socket, in the thread that calls:
///
///     auto server = blocking::peer<a2s::client>::connect({"play.example.org", 27015}, a2s::client());
///     auto info = server->await<a2s::info_reply>(server->machine().request_info());
///     if (info) … info->name … else … info.error().error …
///
/// or, to have every event while it is fresh, with `run`. For the machine, time passes only inside these.
#pragma once

#include <gamewire/blocking/datagram.hpp>
#include <gamewire/blocking/stream.hpp>
#include <gamewire/replies.hpp>

namespace gamewire::inline v0::blocking {

/// One machine and its transport: for datagrams a connected UDP socket, for a stream a TCP connection, which
/// is made inside `run` and `await`. Of a name with several addresses the first that does not refuse is the
/// peer; of those for a stream, the first that answers.
template <machine M>
class peer {
  using waiter = std::conditional_t<M::wire == framing::datagram, datagram_waiter<M>, stream_waiter<M>>;

 public:
  using event = typename M::event;

  /// Commands may have been given to the machine already. Errors, for datagrams: the resolver's, or `timed_out`
  /// when the machine's deadline comes before its answer; the system's when no address of the name can be
  /// reached from here. For a stream these end the conversation later.
  static std::expected<peer, std::error_code> connect(const address& to, M machine,
                                                      driver_options chosen = {}) {
    return over(waiter(to, chosen), waiter::open(to, std::move(machine), chosen));
  }

  /// Takes over an open, connected socket. Error: `not_connected`, or the system's. A machine that reconnects
  /// has nowhere to go.
  static std::expected<peer, std::error_code> adopt(system::socket open, M machine,
                                                    driver_options chosen = {}) {
    return over(waiter(address{}, chosen), waiter::adopt(std::move(open), std::move(machine), chosen));
  }

  /// For commands, between runs and in `on_event`.
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
      wants_more = waiter_.begin(engine_, on_event);
      if (!wants_more || machine().done()) break;
      const time_point until = waiter_.deadline(engine_);
      if (until <= engine_.now()) {
        if (wake_.woken() && wake_.clear()) return std::make_error_code(std::errc::operation_canceled);
        wants_more = engine_.check_deadline(on_event);
        continue;
      }
      const auto waited =
          waiter_.receive(engine_, wake_, {buffer_.get(), system::max_datagram}, until, on_event);
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
    std::expected<typename Reply::owned, failure> ended = std::unexpected(failure{});
    bool answered = false;
    const auto error = run([&](const event& happened) {
      if (const auto* reply = std::get_if<Reply>(&happened); reply != nullptr && reply->id == *request) {
        ended = own(*reply);
        answered = true;
      } else if (!replies_.keep(happened)) {
        hand_over(others, happened);
      }
      return !answered && !replies_.has(*request);
    });
    if (answered) return ended;
    ended = error ? std::unexpected(failure{error, {}}) : replies_.template take<Reply>(*request);
    return ended;
  }

  /// Makes `run` and `await` return, the next one if none is running; within `system::patience`. From any
  /// thread or signal handler.
  void stop() noexcept { wake_.wake(); }

 private:
  peer(waiter&& how, peer_engine<M>&& engine, system::wake_pipe&& wake)
      : waiter_(std::move(how)), engine_(std::move(engine)), wake_(std::move(wake)) {}

  static std::expected<peer, std::error_code> over(waiter how,
                                                   std::expected<peer_engine<M>, std::error_code> engine) {
    if (!engine) return std::unexpected(engine.error());
    auto wake = system::wake_pipe::open();
    if (!wake) return std::unexpected(wake.error());
    return peer(std::move(how), std::move(*engine), std::move(*wake));
  }

  waiter waiter_;
  peer_engine<M> engine_;
  system::wake_pipe wake_;
  std::unique_ptr<std::byte[]> buffer_ = std::make_unique_for_overwrite<std::byte[]>(system::max_datagram);
  replies replies_;
};

}  // namespace gamewire::inline v0::blocking
