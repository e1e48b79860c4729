/// A2S_RULES replies.
#pragma once

#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <gamewire/a2s/message.hpp>

namespace gamewire::inline v0::a2s {

/// One rule. Names can be empty and can repeat; values can be any bytes but NUL.
struct rule_view {
  std::string_view name;
  std::string_view value;

  friend bool operator==(const rule_view&, const rule_view&) = default;
};

/// A rule list, read while it is iterated, in the order of the wire:
///
///     for (const rule_view& rule : rules) …
///
/// A list that was cut short (servers do that) yields its complete pairs and then ends. Views live as long as
/// the reply's bytes.
class rules_view {
 public:
  /// An input iterator, which holds the pair that it is at.
  class iterator {
   public:
    using value_type = rule_view;
    using difference_type = std::ptrdiff_t;

    iterator() = default;
    iterator(bytes entries, unsigned count) noexcept
        : nuls_(entries.data(), entries.data() + entries.size()),
          at_(entries.data()),
          end_(entries.data() + entries.size()),
          left_(count) {
      read();
    }

    const rule_view& operator*() const noexcept { return rule_; }
    const rule_view* operator->() const noexcept { return &rule_; }
    iterator& operator++() noexcept {
      --left_;
      at_ = next_;
      read();
      return *this;
    }
    void operator++(int) noexcept { ++*this; }
    friend bool operator==(const iterator& i, std::default_sentinel_t) noexcept { return i.left_ == 0; }

   private:
    friend class rules_view;

    void read() noexcept {
      if (left_ == 0) return;
      const std::byte* name_end = nuls_.next();
      const std::byte* value_end = nuls_.next();
      if (value_end == end_) {  // also when there was no name_end
        left_ = 0;
        return;
      }
      rule_ = {text(at_, name_end), text(name_end + 1, value_end)};
      next_ = value_end + 1;
    }

    static std::string_view text(const std::byte* from, const std::byte* to) noexcept {
      return {reinterpret_cast<const char*>(from), static_cast<std::size_t>(to - from)};
    }

    nul_scanner nuls_;
    const std::byte* at_ = nullptr;    // the first byte of the current pair
    const std::byte* next_ = nullptr;  // the first byte behind it
    const std::byte* end_ = nullptr;
    unsigned left_ = 0;
    rule_view rule_;
  };

  rules_view() = default;
  rules_view(std::uint16_t declared, bytes entries) noexcept : declared_(declared), entries_(entries) {}

  /// Each walk begins anew.
  [[nodiscard]] iterator begin() const noexcept { return {entries_, declared_}; }
  [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

  /// How many rules the server says follow.
  [[nodiscard]] std::uint16_t declared() const noexcept { return declared_; }
  /// The bytes behind the count.
  [[nodiscard]] bytes raw() const noexcept { return entries_; }

  /// What one walk over the whole list finds out.
  struct summary {
    std::size_t complete = 0;        // pairs that are all there
    bool partial = false;            // fewer than declared
    std::size_t trailing_bytes = 0;  // left over behind the last pair; of a cut list, the cut pair
  };
  /// Walks through all of it.
  [[nodiscard]] summary summarize() const noexcept;

 private:
  std::uint16_t declared_ = 0;
  bytes entries_;
};

/// The owned twin of one rule.
struct rule {
  std::string name;
  std::string value;
};

/// The owned twin of a list, with what its summary says.
struct rules {
  std::uint16_t declared = 0;
  bool partial = false;
  std::size_t trailing_bytes = 0;
  std::vector<rule> list;
};

/// Reads the header of a RULES reply, with or without FF FF FF FF in front; the pairs are read when iterated.
/// Errors: `truncated` (no count), `unknown_message`. Never allocates.
std::expected<rules_view, std::error_code> decode_rules(bytes message) noexcept;

/// Writes a RULES reply, header included, to the front of `out`.
/// Errors: `errc::no_room`, `errc::invalid_argument` (over 65535 rules, a NUL inside a text).
std::expected<bytes, std::error_code> encode_rules(std::span<const rule_view> list,
                                                   std::span<std::byte> out) noexcept;

/// Copies; throws std::bad_alloc.
rules own(const rules_view& view);

}  // namespace gamewire::inline v0::a2s
