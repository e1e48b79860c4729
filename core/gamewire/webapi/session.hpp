/// The inside of webapi::client. Not for users.
#pragma once

#include <gamewire/http1/call_session.hpp>
#include <gamewire/webapi/client.hpp>

namespace gamewire::inline v0::webapi {

/// What is asked, and what is still to be done about it.
struct outstanding {
  message what;
  std::uint8_t retries = 0;  // that are left to it
  bool discovers = false;

  [[nodiscard]] std::size_t size() const noexcept { return what.size(); }
};

class session : public http1::call_session<session, outstanding, client::event, errc> {
 public:
  explicit session(const client_options& chosen) noexcept;

  accepted discover(nanoseconds time) noexcept { return ask(make_discovery(access()), time, true); }
  accepted call(const webapi::call& what, nanoseconds time) noexcept;
  template <class Unchecked>
  accepted call(const Unchecked& what, nanoseconds time) noexcept {
    return ask(make(what, access()), time);
  }

  void use(interfaces table) noexcept { table_ = std::move(table); }
  [[nodiscard]] const interfaces& table() const noexcept { return table_; }
  [[nodiscard]] std::optional<time_point> paused_until() const noexcept;

 private:
  friend call_session;

  // What call_session wants.
  accepted send(const pending& one) noexcept;
  std::optional<client::event> tell(const http1::answer& what) noexcept;
  client::event tell_failed(const failed& what) noexcept;
  [[nodiscard]] std::error_code held_back(const pending& one) const noexcept;
  void rest() noexcept { document_.release(); }

  [[nodiscard]] webapi::access access() const noexcept;
  [[nodiscard]] bool copy_texts(const client_options& from) noexcept;
  accepted ask(std::expected<message, std::error_code> made, nanoseconds time,
               bool discovers = false) noexcept;
  client::event tell_discovered(const reply& what, nanoseconds round_trip) noexcept;
  bool pause(const reply& what) noexcept;

  client_options options_;
  secret texts_;  // base path and key, to which the options are views
  json::document document_;
  interfaces table_;
  short_message said_;        // what the last event shows
  std::uint32_t pauses_ = 0;  // one after the other
};

}  // namespace gamewire::inline v0::webapi
