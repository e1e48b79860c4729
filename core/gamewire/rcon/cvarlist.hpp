/// What Source and GoldSource servers reply to `cvarlist`: every variable, its value and flags; from Source
/// commands and help as well.
///
///     for (const rcon::cvar_view& cvar : rcon::cvarlist_view(reply.body))
///       … cvar.name … cvar.flags.contains("cheat") …
///
/// The reply is a table for people, in lines that printf made:
///
///     cvar list
///     --------------
///     %-40s : %-8s : %-16s : %s           name, value, flags, help
///     --------------
///     %3i total convars/concommands       or, of a search: %3i convars/concommands for [prefix]
///
/// The columns are minimum widths: whatever is longer pushes the rest to the right. Values hold what their
/// owners like, " : " included. Source: the format strings of the Source SDK 2013. GoldSource has another
/// table, which begins with "CVar List":
///
///     %-15s : %8i, a, sv, i               name, value (or %8.3f, or in ReHLDS %-28s : %16s), flags
///     %3i Total CVars                     or: %3i CVars for [prefix]
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <gamewire/bytes.hpp>

namespace gamewire::inline v0::rcon {

/// The flags column, `, "sv", "cheat"` (GoldSource: `, a, sv, i`, where i is told to the server by players), as a
/// range of words that is read while it is iterated. Common words:
/// a (archived), sv (of the game's code), cl (of the client's), cheat, rep (replicated), nf (told to
/// players), prot (protected), sp (single player), user (told to the server), launcher, demo, norecord.
class cvar_flags {
 public:
  /// A forward iterator over the words, without their quotes.
  class iterator {
   public:
    using value_type = std::string_view;
    using difference_type = std::ptrdiff_t;

    iterator() = default;
    explicit iterator(std::string_view column) noexcept : rest_(column) { read(); }

    std::string_view operator*() const noexcept { return word_; }
    iterator& operator++() noexcept {
      read();
      return *this;
    }
    iterator operator++(int) noexcept {
      const iterator before = *this;
      read();
      return before;
    }
    friend bool operator==(const iterator& i, const iterator& j) noexcept {
      return i.word_.data() == j.word_.data();
    }
    friend bool operator==(const iterator& i, std::default_sentinel_t) noexcept {
      return i.word_.data() == nullptr;
    }

   private:
    void read() noexcept;

    std::string_view rest_;
    std::string_view word_;
  };

  cvar_flags() = default;
  /// Of a column as it stands in the table, padded or not. Words end where it no longer looks like one.
  explicit cvar_flags(std::string_view column) noexcept : column_(column) {}

  /// Each walk begins anew.
  [[nodiscard]] iterator begin() const noexcept { return iterator(column_); }
  [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }
  /// Is this one of the words? Case counts.
  [[nodiscard]] bool contains(std::string_view word) const noexcept;
  /// As it stands in the table.
  [[nodiscard]] std::string_view column() const noexcept { return column_; }

 private:
  std::string_view column_;
};

/// One line of the table. Values and helps come without the blanks at their ends, which are mostly padding.
struct cvar_view {
  std::string_view name;
  std::string_view value;  // of a command: "cmd"
  cvar_flags flags;
  std::string_view help;  // one line; Source puts blanks in place of tabs and newlines

  /// Is it a command? A variable that is set to "cmd" cannot be told from one.
  [[nodiscard]] bool command() const noexcept { return value == "cmd"; }
};

/// Reads one line of Source's table, without its newline. Nothing if it is no line of a variable or command, or
/// if it is cut before its help.
///
/// The flags are the first column behind the value that looks like flags: so a value may hold " : ", and so
/// may a help.
std::optional<cvar_view> decode_cvar(std::string_view line) noexcept;

/// A whole reply, read while it is iterated, in the order of the wire. Lines that are none of the table (its
/// head and foot, what a plugin printed in between) are passed over. Views live as long as the reply's bytes.
/// Never fails, never allocates.
class cvarlist_view {
  using decoder = std::optional<cvar_view>(std::string_view) noexcept;

 public:
  /// An input iterator, which holds the line that it is at.
  class iterator {
   public:
    using value_type = cvar_view;
    using difference_type = std::ptrdiff_t;

    iterator() = default;
    explicit iterator(std::string_view text) noexcept : rest_(text), decode_(decoder_of(text)) { read(); }

    const cvar_view& operator*() const noexcept { return *cvar_; }
    const cvar_view* operator->() const noexcept { return &*cvar_; }
    iterator& operator++() noexcept {
      read();
      return *this;
    }
    void operator++(int) noexcept { read(); }
    friend bool operator==(const iterator& i, std::default_sentinel_t) noexcept { return !i.cvar_; }

   private:
    void read() noexcept;

    std::string_view rest_;
    decoder* decode_ = decode_cvar;
    std::optional<cvar_view> cvar_;
  };

  cvarlist_view() = default;
  explicit cvarlist_view(bytes reply) noexcept : text_(as_text(reply)) {}

  /// Each walk begins anew.
  [[nodiscard]] iterator begin() const noexcept { return iterator(text_); }
  [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }
  /// All of the reply.
  [[nodiscard]] std::string_view raw() const noexcept { return text_; }

  /// What one walk over the whole list finds out.
  struct summary {
    std::size_t complete = 0;               // lines that were read
    std::optional<std::uint32_t> declared;  // how many there are, says the foot of the table
    std::size_t unread_lines = 0;           // neither cvars, nor head, nor foot, nor empty
    /// Is there no foot, or did it promise more?
    [[nodiscard]] bool partial() const noexcept { return !declared || complete < *declared; }
  };
  /// Walks through all of it.
  [[nodiscard]] summary summarize() const noexcept;

 private:
  static decoder* decoder_of(std::string_view text) noexcept;

  std::string_view text_;
};

/// The owned twin of a line.
struct cvar {
  std::string name;
  std::string value;
  std::vector<std::string> flags;
  std::string help;
  bool command = false;
};

/// The owned twin of a list; `partial` as of its summary.
struct cvarlist {
  std::vector<cvar> list;
  bool partial = false;
};

/// What stands above the lines.
inline constexpr std::string_view cvarlist_head = "cvar list\n--------------\n";

/// For responders: one line, newline included, to the front of `out`; tabs and newlines of the help become
/// blanks. Errors: `errc::invalid_argument` for a name that is empty or has blanks, a NUL or newline in it or
/// in the value, a flags column that is none; `errc::no_room`.
std::expected<bytes, std::error_code> encode_cvar(const cvar_view& cvar, std::span<std::byte> out) noexcept;

/// What stands below `count` lines. `errc::no_room`.
std::expected<bytes, std::error_code> encode_cvarlist_foot(std::uint32_t count,
                                                           std::span<std::byte> out) noexcept;

/// Copies; throw std::bad_alloc.
cvar own(const cvar_view& view);
cvarlist own(const cvarlist_view& view);

}  // namespace gamewire::inline v0::rcon
