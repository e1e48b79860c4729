/// The inside of aster::responder. Not for users.
///
///     server_session.cpp    lines, time, ends
///     server_fields.cpp     what the fields of each command have to be
///     server_commands.cpp   what each command does
///     server_settings.cpp   those that change channels and groups
#pragma once

#include <string>

#include <gamewire/aster/commands.hpp>
#include <gamewire/aster/community_state.hpp>
#include <gamewire/aster/packet.hpp>
#include <gamewire/aster/responder.hpp>
#include <gamewire/stream_input.hpp>

namespace gamewire::inline v0::aster {

/// What a command comes to: a status, and with 200 the members of the answer before and behind `status`.
struct outcome {
  int status = 200;
  std::string before = {};  // ","-terminated JSON members, such as "\"data\":[],"
  std::string behind = {};  // each with a comma before it
};

/// Not what was asked for.
inline outcome error(int status) { return {.status = status}; }

class server_session {
 public:
  explicit server_session(const responder_options& chosen) noexcept;
  server_session(const server_session&) = delete;
  ~server_session();

  void receive(bytes piece, time_point now) noexcept;
  void receive_end(std::error_code why, time_point now) noexcept;
  void on_timeout(time_point now) noexcept;
  bytes poll_transmit(time_point now) noexcept;
  void transmitted(std::size_t size, time_point now) noexcept;
  std::optional<responder::event> poll_event() noexcept;
  void close(time_point now) noexcept;
  [[nodiscard]] time_point deadline() const noexcept;
  [[nodiscard]] bool done() const noexcept { return phase_ == phase::done; }

 private:
  enum class phase : std::uint8_t { open, closing, closed, done };

  // server_session.cpp
  [[nodiscard]] bool alive() const noexcept { return phase_ == phase::open || phase_ == phase::closing; }
  [[nodiscard]] bytes unsent() const noexcept { return outbound_.view().subspan(taken_); }
  void begin(time_point now) noexcept;
  void read() noexcept;
  void read_lines();
  void await_rest() noexcept;
  void handle(bytes line);
  void pull_news();
  void send(std::string_view line) noexcept;
  void start_closing(std::error_code why) noexcept;
  void end(std::error_code why) noexcept;
  void leave() noexcept;
  /// Calls what may throw for want of memory.
  template <class Work>
  void guard(Work work) noexcept;

  // server_commands.cpp
  outcome execute(command which);
  outcome log_in(bool registers);
  outcome user_data(uuid id);
  outcome rename();
  outcome set_picture();
  outcome set_password();
  outcome list_online() const;
  outcome all_users() const;
  outcome list_emoji() const;
  outcome get_emoji() const;
  outcome send_message();
  outcome history() const;
  outcome edit_message();
  outcome delete_message();
  outcome sync_set();
  outcome sync_get() const;
  outcome sync_set_servers();
  outcome sync_get_servers() const;
  outcome last_reads() const;
  outcome mark_as_read();
  outcome num_unread() const;

  // server_settings.cpp
  outcome create_channel();
  outcome update_channel();
  outcome delete_channel();
  outcome create_group();
  outcome update_group();
  outcome delete_group();
  outcome update_user_groups();

  // The fields of the request that is being looked at. It is well-formed: what has to be there is, and what may be there is
  // what it has to be.
  [[nodiscard]] bool is_well_formed(command which) const;
  [[nodiscard]] std::optional<std::string> maybe_text(std::string_view name) const {
    const auto read = json::read<text>(request_.member(name));
    return read ? std::optional(read->str()) : std::nullopt;
  }
  template <std::integral T>
  [[nodiscard]] std::optional<T> maybe_number(std::string_view name) const {
    const json::value field = request_.member(name);
    return field.present() ? json::read<T>(field).value_or(0) : std::optional<T>();
  }
  [[nodiscard]] std::optional<permissions> maybe_permissions() const;
  [[nodiscard]] std::string text_field(std::string_view name) const { return maybe_text(name).value_or(""); }
  template <std::integral T>
  [[nodiscard]] T number_field(std::string_view name) const {
    return maybe_number<T>(name).value_or(0);
  }
  [[nodiscard]] uuid id_field(std::string_view name) const { return number_field<uuid>(name); }
  [[nodiscard]] bool too_long(std::string_view text) const { return text.size() > on().options.max_text; }
  [[nodiscard]] account& me() const { return *user_; }
  [[nodiscard]] community_state& on() const { return options_.of->state(); }
  [[nodiscard]] bool can(permission what) const { return on().can(me(), what); }
  [[nodiscard]] std::uint32_t unread_in(uuid channel) const;

  responder_options options_;
  stream_input in_;
  json::document document_;
  json::value request_;
  byte_buffer outbound_;
  std::size_t taken_ = 0;  // of it, by the transport
  account* user_ = nullptr;
  std::uint64_t heard_ = 0;  // the number of the next news

  time_point now_{};
  time_point opening_deadline_ = never;
  time_point line_deadline_ = never;  // of one that has begun
  time_point stalled_since_ = never;
  time_point closing_deadline_ = never;
  std::error_code error_;
  uuid logged_in_ = 0;  // to be told
  phase phase_ = phase::open;
  bool begun_ = false;
  bool opened_ = false;  // the first byte has come
  bool news_ = false;    // to be told
  bool peer_ended_ = false;
};

}  // namespace gamewire::inline v0::aster
