/// Layers whose inside is a session of its own, behind a pointer: what session_machine.hpp is for machines. The sources
/// that instantiate it include session_layer_impl.hpp.
#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <system_error>

#include <gamewire/handover.hpp>
#include <gamewire/layer.hpp>

namespace gamewire::inline v0 {

/// A layer over streams. It adds its options, what it carries, and what `plain_end` may say.
template <class Session>
class session_layer {
 public:
  static constexpr framing wire = framing::stream;

  session_layer(session_layer&&) noexcept;
  session_layer& operator=(session_layer&&) noexcept;
  ~session_layer();

  // Below.
  void opened(time_point now) noexcept;
  void receive(bytes in, time_point now) noexcept;
  void receive_end(std::error_code why, time_point now) noexcept;
  void on_timeout(time_point now) noexcept;
  bytes poll_transmit(time_point now) noexcept;
  void transmitted(std::size_t size, time_point now) noexcept;
  [[nodiscard]] time_point deadline() const noexcept;
  [[nodiscard]] bool done() const noexcept;

  // Above.
  std::optional<bytes> poll_plain() noexcept;
  [[nodiscard]] std::optional<std::error_code> plain_end() const noexcept;
  std::size_t write(bytes in, time_point now) noexcept;
  void shutdown(time_point now) noexcept;

 protected:
  /// Without a session it is over from the start, and `plain_end` says why.
  using made = std::expected<std::unique_ptr<Session>, std::error_code>;
  explicit session_layer(made made) noexcept;

  std::unique_ptr<Session> session_;  // null: there never was one, or it was moved from

 private:
  handover<std::optional<std::error_code>> unborn_;  // why there never was one
};

}  // namespace gamewire::inline v0
