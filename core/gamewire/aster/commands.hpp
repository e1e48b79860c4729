/// The commands of the protocol: their names, and what is to be known of each.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

namespace gamewire::inline v0::aster {

/// Those of servers of 2025, in an order of ours.
enum class command : std::uint8_t {
  other,  // one that is not in the table
  register_user,
  login,
  ping,
  leave,
  get_metadata,
  get_user,
  get_name,
  get_icon,
  list_emoji,
  get_emoji,
  nick,
  pfp,
  change_password,
  online,
  list_channels,
  send,
  history,
  edit,
  delete_message,
  sync_set,
  sync_get,
  sync_set_servers,
  sync_get_servers,
  get_last_reads,
  mark_as_read,
  get_num_unread,
  create_channel,
  update_channel,
  delete_channel,
  list_groups,
  create_group,
  delete_group,
  update_group,
  update_user_groups,
};

/// What is to be known of a command; several at once.
enum class traits : std::uint8_t {
  none = 0,
  reads = 1,      // changes nothing: may be asked again when its answer was lost
  open = 2,       // also for those who are not logged in
  ambiguous = 4,  // an event has the same name
  plain = 8,      // has no fields; the server refuses it with one
};
constexpr traits operator|(traits a, traits b) noexcept {
  return static_cast<traits>(std::to_underlying(a) | std::to_underlying(b));
}

/// One command.
struct command_row {
  command which;
  std::string_view name;  // on the wire; "" of `other`
  traits has;

  /// Has it one of these?
  [[nodiscard]] constexpr bool is(traits what) const noexcept {
    return (std::to_underlying(has) & std::to_underlying(what)) != 0;
  }
};

/// All of them, in the order of the enum.
inline constexpr std::array<command_row, 35> command_table{{
    {command::other, "", traits::none},
    {command::register_user, "register", traits::open},
    {command::login, "login", traits::open},
    {command::ping, "ping", traits::reads | traits::open | traits::plain},
    {command::leave, "leave", traits::reads | traits::open | traits::plain},
    {command::get_metadata, "get_metadata", traits::reads | traits::open | traits::ambiguous | traits::plain},
    {command::get_user, "get_user", traits::reads | traits::open},
    {command::get_name, "get_name", traits::reads | traits::open | traits::plain},
    {command::get_icon, "get_icon", traits::reads | traits::open | traits::plain},
    {command::list_emoji, "list_emoji", traits::reads | traits::open | traits::plain},
    {command::get_emoji, "get_emoji", traits::reads | traits::open},
    {command::nick, "nick", traits::none},
    {command::pfp, "pfp", traits::none},
    {command::change_password, "change_password", traits::none},
    {command::online, "online", traits::reads | traits::ambiguous | traits::plain},
    {command::list_channels, "list_channels", traits::reads | traits::ambiguous | traits::plain},
    {command::send, "send", traits::none},
    {command::history, "history", traits::reads},
    {command::edit, "edit", traits::none},
    {command::delete_message, "delete", traits::none},
    {command::sync_set, "sync_set", traits::none},
    {command::sync_get, "sync_get", traits::reads | traits::plain},
    {command::sync_set_servers, "sync_set_servers", traits::none},
    {command::sync_get_servers, "sync_get_servers", traits::reads | traits::plain},
    {command::get_last_reads, "get_last_reads", traits::reads | traits::plain},
    {command::mark_as_read, "mark_as_read", traits::none},
    {command::get_num_unread, "get_num_unread", traits::reads},
    {command::create_channel, "create_channel", traits::none},
    {command::update_channel, "update_channel", traits::none},
    {command::delete_channel, "delete_channel", traits::none},
    {command::list_groups, "list_groups", traits::reads | traits::ambiguous | traits::plain},
    {command::create_group, "create_group", traits::none},
    {command::delete_group, "delete_group", traits::none},
    {command::update_group, "update_group", traits::none},
    {command::update_user_groups, "update_user_groups", traits::none},
}};

/// The row of a command, which must be one of the enum.
constexpr const command_row& row(command which) noexcept { return command_table[std::to_underlying(which)]; }

/// `command::other` for a name that is not in the table.
constexpr command command_named(std::string_view name) noexcept {
  for (const command_row& row : command_table)
    if (row.name == name) return row.which;
  return command::other;
}

}  // namespace gamewire::inline v0::aster
