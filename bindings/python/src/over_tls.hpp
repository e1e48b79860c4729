/// Machines over TCP or over TLS: which of the two it is, is settled when they are made, and makes one class of both.
#pragma once

#include <optional>
#include <utility>
#include <variant>

#include <gamewire/machine.hpp>
#include <gamewire/over.hpp>
#include <gamewire/tls/client.hpp>

#include "python.hpp"

namespace gamewire::python {

template <machine M>
class maybe_secure {
 public:
  static constexpr framing wire = framing::stream;
  using event = typename M::event;
  struct options {
    typename M::options upper;
    std::optional<tls::client_options> lower;
  };

  explicit maybe_secure(const options& chosen) : inside_(make(chosen)) {}

  /// The machine, for commands.
  M& operator*() noexcept {
    auto* const plain = std::get_if<M>(&inside_);
    return plain != nullptr ? *plain : **std::get_if<secure>(&inside_);
  }
  const M& operator*() const noexcept {
    const auto* const plain = std::get_if<M>(&inside_);
    return plain != nullptr ? *plain : **std::get_if<secure>(&inside_);
  }

  void receive(bytes in, time_point now) noexcept {
    visit([&](auto& m) { m.receive(in, now); });
  }
  void receive_end(std::error_code why, time_point now) noexcept {
    visit([&](auto& m) { m.receive_end(why, now); });
  }
  void on_timeout(time_point now) noexcept {
    visit([&](auto& m) { m.on_timeout(now); });
  }
  bytes poll_transmit(time_point now) noexcept {
    return visit([&](auto& m) { return m.poll_transmit(now); });
  }
  void transmitted(std::size_t size, time_point now) noexcept {
    visit([&](auto& m) { m.transmitted(size, now); });
  }
  std::optional<event> poll_event() noexcept {
    return visit([](auto& m) { return m.poll_event(); });
  }
  void close(time_point now) noexcept {
    visit([&](auto& m) { m.close(now); });
  }
  void opened(time_point now) noexcept {
    visit([&](auto& m) { m.opened(now); });
  }
  [[nodiscard]] time_point deadline() const noexcept {
    return visit([](const auto& m) { return m.deadline(); });
  }
  [[nodiscard]] bool done() const noexcept {
    return visit([](const auto& m) { return m.done(); });
  }
  [[nodiscard]] bool wants_transport() const noexcept {
    return visit([](const auto& m) { return m.wants_transport(); });
  }

 private:
  using secure = over<tls::client, M>;
  using either = std::variant<M, secure>;

  static either make(const options& chosen) {
    if (!chosen.lower) return either(std::in_place_type<M>, chosen.upper);
    return either(std::in_place_type<secure>, typename secure::options{*chosen.lower, chosen.upper});
  }

  template <class Call>
  auto visit(Call&& what) noexcept {
    auto* const plain = std::get_if<M>(&inside_);
    return plain != nullptr ? what(*plain) : what(*std::get_if<secure>(&inside_));
  }
  template <class Call>
  auto visit(Call&& what) const noexcept {
    const auto* const plain = std::get_if<M>(&inside_);
    return plain != nullptr ? what(*plain) : what(*std::get_if<secure>(&inside_));
  }

  either inside_;
};

/// What lies below a machine that is `secure`. `host` and `protocol`, what ALPN calls what is spoken above ("": nothing),
/// have to outlive the options. `ca` is None for the system's authorities, a path, or PEM as bytes. `UsageError` for
/// options that are none.
std::optional<tls::client_options> tls_below(bool secure, std::string_view host, const py::object& ca,
                                             bool verify, std::string_view protocol);

}  // namespace gamewire::python
