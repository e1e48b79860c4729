/// What a server can be asked, one struct a command: `aster::client::ask` takes them. Views need to live until then.
///
/// `result` is what the answer says (`aster::result<Request>(answer)`), and `member` where; `void` if that it was
/// done is all. `which` is the command, and `write` is for the client. Texts are UTF-8.
///
/// Errors are those with which the event `failed` comes, of aster::errc. Besides what is said: all but those that need
/// no login can be `unauthenticated`, and any may be a `bad_request`, or an `internal_error` of the server.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <gamewire/aster/commands.hpp>
#include <gamewire/aster/values.hpp>
#include <gamewire/json/writer.hpp>

namespace gamewire::inline v0::aster {

/// Writes the fields of a request.
class field_writer {
 public:
  explicit field_writer(json::writer& out) noexcept : out_(out) {}

  /// A member, and its value.
  void text(std::string_view name, std::string_view value) noexcept { out_.member(name).text(value); }
  /// The same of a number; and of either, where there is one.
  template <std::integral T>
  void number(std::string_view name, T value) noexcept {
    out_.member(name).number(value);
  }
  template <class T>
  void maybe(std::string_view name, const std::optional<T>& value) noexcept {
    if (!value) return;
    if constexpr (std::integral<T>)
      number(name, *value);
    else
      text(name, *value);
  }
  /// A file, in base64.
  void picture(std::string_view name, bytes file) noexcept { out_.member(name).base64(file); }
  /// What traces do not show.
  void secret(std::string_view name, std::string_view value) noexcept;
  /// The same for what is quoted and escaped already.
  void quoted_secret(std::string_view name, std::string_view quoted) noexcept;
  /// For a value of another kind.
  json::writer& member(std::string_view name) noexcept { return out_.member(name); }
  /// All of the object: for requests that bring their own.
  json::writer& out() noexcept { return out_; }

  /// Where the secret stands in what was written, without its quotes.
  [[nodiscard]] std::size_t secret_begin() const noexcept { return secret_begin_; }
  [[nodiscard]] std::size_t secret_end() const noexcept { return secret_end_; }

 private:
  json::writer& out_;
  std::size_t secret_begin_ = 0;
  std::size_t secret_end_ = 0;
};

/// A request without fields.
template <command C, class Result = void>
struct plain_request {
  static constexpr command which = C;
  static constexpr std::string_view member = "data";
  using result = Result;
  static void write(field_writer&) noexcept {}
};

// ------------------------------------------------------------------------- those without a login

/// Logs in as well. `conflict`: the name is taken; `bad_request`: it is blank; `not_allowed`: one is logged in. The
/// client does this by itself (`client_options::enter`); asked for, it is not repeated on the next connection.
struct register_user {
  static constexpr command which = command::register_user;
  static constexpr std::string_view member = "uuid";
  using result = uuid;
  std::string_view name;
  std::string_view password;
  void write(field_writer& to) const noexcept;
};
/// By its id, or else its name. `not_found`: no such user; `forbidden`: a wrong password; `not_allowed`: one is logged
/// in.
struct log_in {
  static constexpr command which = command::login;
  static constexpr std::string_view member = "uuid";
  using result = aster::uuid;
  std::string_view name;
  std::string_view password;
  std::optional<aster::uuid> uuid = std::nullopt;  // goes before the name, which is then not sent
  void write(field_writer& to) const noexcept;
};

/// Nothing but an answer.
using ping = plain_request<command::ping>;
/// The server does nothing at all; who wants to leave ends the connection.
using leave = plain_request<command::leave>;
/// All users. Large: with their pictures.
using get_metadata = plain_request<command::get_metadata, list<user>>;
/// `errc::not_found` when there is none.
struct get_user {
  static constexpr command which = command::get_user;
  static constexpr std::string_view member = "data";
  using result = aster::user;
  aster::uuid user = 0;
  void write(field_writer& to) const noexcept { to.number("uuid", user); }
};
/// The server's own name, its picture, and its emoji without their files.
using get_name = plain_request<command::get_name, text>;
using get_icon = plain_request<command::get_icon, picture>;
using list_emoji = plain_request<command::list_emoji, list<emoji_name>>;
/// With its file. `errc::not_found` when there is none.
struct get_emoji {
  static constexpr command which = command::get_emoji;
  static constexpr std::string_view member = "data";
  using result = aster::emoji;
  aster::uuid emoji = 0;
  void write(field_writer& to) const noexcept { to.number("uuid", emoji); }
};

// ------------------------------------------------------------------------------------- oneself

/// Another name. `errc::conflict` when it is taken, also by oneself.
struct nick {
  static constexpr command which = command::nick;
  using result = void;
  std::string_view name;
  void write(field_writer& to) const noexcept { to.text("nick", name); }
};
/// A PNG file, of at most 30720 bytes: 40960 characters.
struct pfp {
  static constexpr command which = command::pfp;
  using result = void;
  bytes file;
  void write(field_writer& to) const noexcept { to.picture("data", file); }
};
/// The client logs in with it from then on. The old one is not asked for. `not_allowed`, and not `unauthenticated`,
/// without a login.
struct change_password {
  static constexpr command which = command::change_password;
  using result = void;
  std::string_view password;
  void write(field_writer& to) const noexcept { to.secret("new_password", password); }
};

/// Stores a name and a picture for clients elsewhere; `sync_get` has them again.
struct sync_set {
  static constexpr command which = command::sync_set;
  using result = void;
  std::string_view name;
  bytes pfp;  // a file
  void write(field_writer& to) const noexcept;
};
/// `errc::not_found` when nothing was stored.
struct sync_get : plain_request<command::sync_get, sync_profile> {
  static constexpr std::string_view member{};  // the packet itself
};
/// One of those that `sync_set_servers` stores, in this order.
struct sync_entry {
  std::string_view ip;  // or a name
  std::uint16_t port = 2345;
  std::string_view user;                                // the name there
  std::optional<aster::uuid> uuid = std::nullopt;       // of the user there
  std::optional<std::string_view> name = std::nullopt;  // what that server is called, and its picture
  std::optional<bytes> pfp = std::nullopt;              // a file
};
/// Replaces the whole list.
struct sync_set_servers {
  static constexpr command which = command::sync_set_servers;
  using result = void;
  std::span<const sync_entry> servers;
  void write(field_writer& to) const noexcept;
};
/// Those that were stored, in their order; an empty list when none were.
struct sync_get_servers : plain_request<command::sync_get_servers, list<sync_server>> {
  static constexpr std::string_view member = "servers";
};

// ------------------------------------------------------------------------------------ messages

/// The server tells everybody, the sender too, of the message before it answers with its id. `bad_request`: blank
/// content; `not_found`: no such channel, or message to reply to; `forbidden`: no permission to send there.
struct send {
  static constexpr command which = command::send;
  static constexpr std::string_view member = "message";
  using result = uuid;
  uuid channel = 0;
  std::string_view content;
  std::optional<uuid> reply = std::nullopt;  // to which message
  void write(field_writer& to) const noexcept;
};
/// The newest `count` messages, or those before one of them, without it; the oldest first. `not_found`: no such
/// channel, or message; `forbidden`: no permission to read there.
struct history {
  static constexpr command which = command::history;
  static constexpr std::string_view member = "data";
  using result = list<message>;
  uuid channel = 0;
  std::uint32_t count = 100;
  std::optional<uuid> before = std::nullopt;  // the newest there are
  void write(field_writer& to) const noexcept;
};
/// One's own message. `errc::forbidden` for those of others, `not_found` when there is none.
struct edit {
  static constexpr command which = command::edit;
  using result = void;
  uuid message = 0;
  std::string_view content;
  void write(field_writer& to) const noexcept;
};
/// One's own, or with `permission::manage_messages` any. `errc::forbidden`, `not_found`.
struct delete_message {
  static constexpr command which = command::delete_message;
  using result = void;
  uuid message = 0;
  void write(field_writer& to) const noexcept { to.number("message", message); }
};
/// The keys are the ids of channels.
struct get_last_reads : plain_request<command::get_last_reads, map<last_read>> {
  static constexpr std::string_view member = "last_reads";
};
/// Its channel is read up to this message. `errc::not_found` when there is none.
struct mark_as_read {
  static constexpr command which = command::mark_as_read;
  using result = void;
  uuid message = 0;
  void write(field_writer& to) const noexcept { to.number("message", message); }
};
/// How many messages of the channel came after the last that was read; 0 where none ever was.
struct get_num_unread {
  static constexpr command which = command::get_num_unread;
  static constexpr std::string_view member = "num";
  using result = std::uint32_t;
  uuid channel = 0;
  void write(field_writer& to) const noexcept { to.number("channel", channel); }
};

// ---------------------------------------------------------------------------------- the server

/// Servers of 2025 list also those who have left since; the events are right, and the first comes with the login. Who
/// keeps a directory has no need to ask: what others do at that moment may pass for the answer, and the other way round.
using online = plain_request<command::online, list<uuid>>;
/// Those that one may see, in no order: sort them by their position.
using list_channels = plain_request<command::list_channels, list<channel>>;
/// Gives its id. `errc::forbidden` without the permission for it, as with the next two. Positions count from 0; one
/// behind all others is the last that is no `bad_request`.
struct create_channel {
  static constexpr command which = command::create_channel;
  static constexpr std::string_view member = "uuid";
  using result = uuid;
  std::string_view name;
  std::optional<std::uint32_t> position = std::nullopt;  // behind the others
  void write(field_writer& to) const noexcept;
};
/// What is not given stays. `errc::not_found` when there is none; for the position, see `create_channel`.
struct update_channel {
  static constexpr command which = command::update_channel;
  using result = void;
  uuid channel = 0;
  std::optional<std::string_view> name = std::nullopt;
  std::optional<std::uint32_t> position = std::nullopt;
  void write(field_writer& to) const noexcept;
};
/// `errc::not_found` when there is none.
struct delete_channel {
  static constexpr command which = command::delete_channel;
  using result = void;
  uuid channel = 0;
  void write(field_writer& to) const noexcept { to.number("channel", channel); }
};

/// Servers of 2025 fail over it once there is a group.
using list_groups = plain_request<command::list_groups, list<group>>;
/// Below one's own highest: else, and without the permission for it, `errc::forbidden`.
struct create_group {
  static constexpr command which = command::create_group;
  using result = void;
  std::string_view name;
  aster::permissions permissions;
  std::int32_t colour = 0;     // 0xRRGGBB
  std::uint32_t position = 0;  // 0 is the highest
  void write(field_writer& to) const noexcept;
};
/// `errc::not_found` when there is none; `forbidden`.
struct delete_group {
  static constexpr command which = command::delete_group;
  using result = void;
  uuid group = 0;
  void write(field_writer& to) const noexcept { to.number("uuid", group); }
};
/// Servers of 2025 drop the connection over it.
struct update_group {
  static constexpr command which = command::update_group;
  using result = void;
  uuid group = 0;
  std::optional<std::string_view> name = std::nullopt;
  std::optional<aster::permissions> permissions = std::nullopt;
  std::optional<std::int32_t> colour = std::nullopt;
  std::optional<std::uint32_t> position = std::nullopt;
  void write(field_writer& to) const noexcept;
};
/// Those that the user is in from then on. No event tells of it. `errc::not_found`, `forbidden`.
struct update_user_groups {
  static constexpr command which = command::update_user_groups;
  using result = void;
  uuid user = 0;
  std::span<const uuid> groups;
  void write(field_writer& to) const noexcept;
};

/// Any packet: a JSON object with a string `command`, on one line or several. It is sent as it is.
struct call {
  static constexpr command which = command::other;
  std::string_view packet;
};

}  // namespace gamewire::inline v0::aster
