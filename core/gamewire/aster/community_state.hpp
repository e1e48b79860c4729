/// The inside of aster::community. Not for users.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include <gamewire/aster/community.hpp>
#include <gamewire/json/writer.hpp>
#include <gamewire/random.hpp>

namespace gamewire::inline v0::aster {

/// What `write` writes, as a string.
template <class Write>
std::string written(Write write) {
  json::writer measure({});
  write(measure);
  std::string text(measure.size(), '\0');
  json::writer out(std::as_writable_bytes(std::span(text)));
  write(out);
  return text;
}

/// Is there nothing to be seen in it?
inline bool blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == text.npos; }

struct server_entry {  // of a user's list
  std::optional<uuid> id;
  std::string user, ip;
  std::int32_t port = 0;
  std::optional<std::string> picture, name;
};

struct account {
  uuid id = 0;
  std::string name, password;
  std::string picture;  // in base64
  std::vector<uuid> groups;
  std::size_t connections = 0;
  bool seen = false;                                        // was ever online
  std::optional<std::pair<std::string, std::string>> sync;  // name and picture
  std::vector<server_entry> servers;
  std::map<uuid, std::int64_t> read_up_to;  // by channel, the place of the message

  void write(json::writer& out) const;
};

struct room {
  uuid id = 0;
  std::string name;
  void write(json::writer& out, std::size_t position) const;
};

struct said {
  uuid id = 0;
  uuid author = 0;
  uuid channel = 0;
  std::string content;
  std::int32_t date = 0;
  std::int64_t place = 0;  // in the order in which they came
  bool edited = false;
  std::optional<uuid> reply;

  /// The members before `command`, between, and behind it, in their order.
  void write(json::writer& out, bool as_event) const;
};

struct band {
  uuid id = 0;
  std::string name;
  permissions can;
  std::int32_t colour = 0;
  void write(json::writer& out, std::size_t position) const;
};

struct emoji_entry {
  uuid id = 0;
  std::string name, picture;
};

/// Something that others are to hear.
struct news_item {
  enum class audience : std::uint8_t { everybody, readers };

  std::string line;  // "": the channels, as each may see them
  audience to = audience::everybody;
};

struct community_state {
  explicit community_state(const community_options& chosen);

  uuid new_id();
  [[nodiscard]] std::int32_t date(time_point now) const;
  [[nodiscard]] account* user(uuid id);
  [[nodiscard]] account* user_named(std::string_view name);
  [[nodiscard]] bool has_channel(uuid id) const;
  [[nodiscard]] said* find_message(uuid id);
  [[nodiscard]] bool can(const account& who, permission what) const;
  /// The place of the highest group; behind all groups for those who have none.
  [[nodiscard]] std::size_t rank(const account& who) const;

  account& add_account(std::string_view name, std::string_view password);
  said& say(uuid author, uuid channel, std::string content, std::optional<uuid> reply, time_point now);

  void tell(std::string line, news_item::audience to = news_item::audience::everybody);
  void tell_user(const account& who);
  void tell_online();
  void tell_channels() { tell({}); }
  void tell_groups();
  void arrives(account& who);
  void leaves(account& who);

  [[nodiscard]] std::string channels_line(const account& of) const;
  /// As a list in JSON: the channels as this user may see them, all groups.
  void write_channels(json::writer& out, const account& of) const;
  void write_groups(json::writer& out) const;

  community_options options;
  std::string name, icon;
  split_mix dice;
  std::map<uuid, account> users;
  std::vector<room> channels;  // by position
  std::vector<band> groups;    // by position
  std::vector<emoji_entry> emoji;
  std::deque<said> messages;
  std::int64_t places = 0;

  std::deque<news_item> news;
  std::uint64_t first_news = 0;  // the number of the first that is kept
  std::size_t news_bytes = 0;
  [[nodiscard]] std::uint64_t news_end() const { return first_news + news.size(); }
};

}  // namespace gamewire::inline v0::aster
