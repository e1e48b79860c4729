/// A2S_PLAYER replies.
#pragma once

#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gamewire/a2s/message.hpp>

namespace gamewire::inline v0::a2s {

/// One player. `index` is no identity: most servers send 0 for all.
struct player_view {
  std::uint8_t index = 0;
  std::string_view name;   // often empty: connecting, or a game that hides names
  std::int32_t score = 0;  // as the game counts it: mostly kills
  float duration = 0;      // seconds connected; -1 for some bots

  friend bool operator==(const player_view&, const player_view&) = default;
};

/// What The Ship tells of each player, in a block of its own behind the last one.
struct ship_player {
  std::int32_t deaths = 0;
  std::int32_t money = 0;

  friend bool operator==(const ship_player&, const ship_player&) = default;
};

/// The Ship's block: as many entries as players were declared.
class ship_players {
 public:
  explicit ship_players(bytes block) noexcept : block_(block) {}

  static constexpr std::size_t entry_size = 8;  // bytes

  /// How many there are; and one of them, which must be below that.
  [[nodiscard]] std::size_t size() const noexcept { return block_.size() / entry_size; }
  [[nodiscard]] ship_player operator[](std::size_t i) const noexcept {
    byte_reader reader(block_.subspan(i * entry_size, entry_size));
    const auto deaths = reader.i32();
    return {deaths, reader.i32()};
  }

 private:
  bytes block_;
};

/// A player list, read while it is iterated:
///
///     for (const player_view& player : players) …
///
/// A list that was cut short yields its complete entries and then ends. Views live as long as the reply's
/// bytes.
class players_view {
 public:
  /// An input iterator, which holds the entry that it is at.
  class iterator {
   public:
    using value_type = player_view;
    using difference_type = std::ptrdiff_t;

    iterator() = default;
    iterator(bytes entries, unsigned count) noexcept : reader_(entries), left_(count) { read(); }

    const player_view& operator*() const noexcept { return player_; }
    const player_view* operator->() const noexcept { return &player_; }
    iterator& operator++() noexcept { return --left_, read(), *this; }
    void operator++(int) noexcept { ++*this; }
    friend bool operator==(const iterator& i, std::default_sentinel_t) noexcept { return i.left_ == 0; }

   private:
    friend class players_view;

    void read() noexcept {
      if (left_ == 0) return;
      whole_ = reader_;
      player_.index = reader_.u8();
      player_.name = reader_.cstring();
      player_.score = reader_.i32();
      player_.duration = reader_.f32();
      if (!reader_.ok()) cut_ = left_, left_ = 0;
    }

    byte_reader reader_;
    byte_reader whole_;  // as it stood before the last entry
    unsigned left_ = 0;
    unsigned cut_ = 0;  // entries that the end of the data took away
    player_view player_;
  };

  players_view() = default;
  players_view(std::uint8_t declared, bytes entries) noexcept : declared_(declared), entries_(entries) {}

  /// Each walk begins anew.
  [[nodiscard]] iterator begin() const noexcept { return {entries_, declared_}; }
  [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

  /// How many players the server says follow.
  [[nodiscard]] std::uint8_t declared() const noexcept { return declared_; }
  /// The bytes behind the count.
  [[nodiscard]] bytes raw() const noexcept { return entries_; }

  /// What one walk over the whole list finds out.
  struct summary {
    std::size_t complete = 0;        // entries that are all there
    bool partial = false;            // fewer than declared
    std::size_t trailing_bytes = 0;  // left over behind the list and The Ship's block
    /// There, when what is left behind a whole list has the size of The Ship's block.
    std::optional<ship_players> ship;
  };
  /// Walks through all of it.
  [[nodiscard]] summary summarize() const noexcept;

 private:
  std::uint8_t declared_ = 0;
  bytes entries_;
};

/// The owned twin of one player, as of `player_view`; the last two are The Ship's.
struct player {
  std::uint8_t index = 0;
  std::string name;
  std::int32_t score = 0;
  float duration = 0;
  std::optional<std::int32_t> deaths;
  std::optional<std::int32_t> money;
};

/// The owned twin of a list, with what its summary says.
struct players {
  std::uint8_t declared = 0;
  bool partial = false;
  std::size_t trailing_bytes = 0;
  std::vector<player> list;
};

/// Reads the header of a PLAYER reply, with or without FF FF FF FF in front; the entries are read when
/// iterated. Errors: `truncated` (no count), `unknown_message`. Never allocates.
std::expected<players_view, std::error_code> decode_players(bytes message) noexcept;

/// Writes a PLAYER reply, header included, to the front of `out`; `ship`, if not empty, holds one entry per
/// player. Errors: `errc::no_room`, `errc::invalid_argument` (over 255 players, a NUL inside a name, wrong
/// size of `ship`).
std::expected<bytes, std::error_code> encode_players(std::span<const player_view> list,
                                                     std::span<std::byte> out,
                                                     std::span<const ship_player> ship = {}) noexcept;

/// Copies; throws std::bad_alloc.
players own(const players_view& view);

}  // namespace gamewire::inline v0::a2s
