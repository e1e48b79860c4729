/// The inside of asf::client. Not for users.
#pragma once

#include <gamewire/asf/client.hpp>
#include <gamewire/asf/own_options.hpp>
#include <gamewire/http1/call_session.hpp>

namespace gamewire::inline v0::asf {

class session : public http1::call_session<session, message, client::event, errc> {
 public:
  explicit session(const client_options& chosen) noexcept;

  accepted ask(route which, composer::writes write, const void* what, nanoseconds time) noexcept;
  std::error_code set_password(std::string_view password) noexcept;
  void transmitted(std::size_t size, time_point now) noexcept;

  [[nodiscard]] asf::standing standing() const noexcept;
  [[nodiscard]] time_point banned_until() const noexcept {
    return standing() == standing::banned ? banned_until_ : time_point{};
  }

 private:
  friend call_session;

  // What call_session wants.
  accepted send(const pending& one) noexcept;
  std::optional<client::event> tell(const http1::answer& what) noexcept;
  client::event tell_failed(const failed& what) noexcept;
  [[nodiscard]] std::error_code held_back(const pending& one) const noexcept;
  void rest() noexcept { document_.release(); }

  /// Is nothing sent there, however long one waits?
  [[nodiscard]] bool refused(route which) const noexcept;
  void judge(const reply& what) noexcept;

  own_options options_;
  json::document document_;
  time_point banned_until_{};
  asf::standing standing_ = standing::welcome;
  bool sent_ = false;   // the active request has gone out, all of it
  bool stale_ = false;  // it bears another password than the one of now
};

}  // namespace gamewire::inline v0::asf
