/// A TCP connection, in the making or made. It never waits, but for `receive_soon`. Not for users.
#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <system_error>
#include <vector>

#include <gamewire/driver_options.hpp>
#include <gamewire/system.hpp>

namespace gamewire::inline v0 {

/// Of a name with several addresses it takes the one that answers first: each is tried a moment after the one
/// before, or at once when that has failed, and the families take turns (RFC 8305, "happy eyeballs").
class stream_channel {
 public:
  /// Bytes in the caller's buffer, none at all at the orderly end; nothing when none are there. An error is
  /// the end as well.
  using received = std::expected<std::optional<bytes>, std::error_code>;

  /// What a driver waits for: a socket, each of which has a number of its own.
  struct watch {
    const system::socket* socket;
    unsigned generation;
  };
  class waiter {
   public:
    /// One of the sockets is going to be closed; the others may be at other places then.
    virtual void before_close() noexcept = 0;

   protected:
    ~waiter() = default;
  };

  explicit stream_channel(driver_options chosen = {});
  explicit stream_channel(shared_options chosen) : options_(std::move(chosen)) {}
  /// Takes over a connected socket. Error: `not_connected`, or the system's.
  static std::expected<stream_channel, std::error_code> adopt(system::socket connected,
                                                              driver_options chosen);
  static std::expected<stream_channel, std::error_code> adopt(system::socket connected,
                                                              shared_options chosen);
  [[nodiscard]] const driver_options& options() const noexcept { return *options_; }

  /// Begins to connect, and drops what was open. Error: there is no address to try.
  std::error_code connect(std::vector<endpoint> addresses, time_point now);

  /// Goes on connecting: after a wait and at `deadline`. Error: that of the last address, when all have failed.
  std::error_code advance(time_point now);
  [[nodiscard]] bool connecting() const noexcept { return race_ && !race_->over(); }
  [[nodiscard]] bool connected() const noexcept { return socket_.value() >= 0; }
  /// When the next address is to be tried.
  [[nodiscard]] time_point deadline() const noexcept {
    return race_ && race_->may_grow() ? race_->next_at : never;
  }
  /// The peer's address; before it is connected, or when it never is, the one that was tried last.
  [[nodiscard]] const endpoint& remote() const noexcept { return remote_; }

  /// The connection, or those that are in the making: they are ready when they can be written to.
  [[nodiscard]] std::size_t watch_count() const noexcept {
    return connected() ? 1 : race_ ? race_->racing.size() : 0;
  }
  [[nodiscard]] watch watched(std::size_t i) const noexcept;
  /// Who is to be told of what happens to them; it must outlive the channel.
  void waited_for_by(waiter& who) noexcept { waiter_ = &who; }

  /// Has something come that was not received, if only the end?
  [[nodiscard]] bool readable() const noexcept { return socket_.readable(); }

  /// How many bytes the socket took; 0 when it takes no more. A trace gets as many of those that are `shown`
  /// in their place.
  system::transfer send(bytes some, bytes shown);
  [[nodiscard]] bool full() const noexcept { return full_; }
  void writable() noexcept { full_ = false; }

  received receive(std::span<std::byte> into) { return read(&system::socket::receive, into); }
  /// Waits for it, but not longer than `system::patience`.
  received receive_soon(std::span<std::byte> into);

  /// What is there unread is dropped first: it would have the system reset the connection, and what was sent last might
  /// never reach the peer (RFC 9112, 9.6).
  void close() noexcept;

  /// How long an address has the field for itself (RFC 8305, section 8).
  static constexpr nanoseconds attempt_delay = std::chrono::milliseconds(250);

 private:
  using reading = system::transfer (system::socket::*)(std::span<std::byte>) noexcept;

  struct attempt {
    system::socket socket;
    endpoint to;
    unsigned generation;
  };

  /// What is needed only until there is a connection, which can be a long one.
  struct race {
    std::vector<attempt> racing;
    std::vector<endpoint> others;  // not tried yet, the next one last
    time_point next_at;
    std::error_code failure = resolve_errc::no_address;  // of the address that failed last

    [[nodiscard]] bool over() const noexcept { return racing.empty() && others.empty(); }
    [[nodiscard]] bool may_grow() const noexcept {
      return !others.empty() && racing.size() < system::max_watched;
    }
  };

  received read(reading how, std::span<std::byte> into);
  bool look_for_winner();
  void settle_on(attempt winner);
  void drop_unread() noexcept;
  void tell_close() noexcept;
  void try_next(time_point now);
  std::expected<system::socket, std::error_code> begin(const endpoint& to) const;
  void trace(direction way, bytes some) const;

  shared_options options_;
  waiter* waiter_ = nullptr;
  system::socket socket_;
  endpoint remote_;
  std::unique_ptr<race> race_;    // while there is no connection
  unsigned generation_ = 0;       // of the connection
  unsigned last_generation_ = 0;  // given out
  bool full_ = false;
  bool patient_ = false;  // the socket waits in receive_soon
};

}  // namespace gamewire::inline v0
