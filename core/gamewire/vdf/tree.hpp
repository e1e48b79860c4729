/// A VDF file in memory: owned, in the order of the file, repeated keys included.
///
///     const auto file = vdf::read_text(text);
///     if (!file) … file.error().where.line …
///     for (const auto& app : file->children()) … app.key() … app.find("appid") …
#pragma once

#include <algorithm>
#include <expected>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include <gamewire/vdf/binary_reader.hpp>
#include <gamewire/vdf/text_reader.hpp>
#include <gamewire/vdf/writer.hpp>

namespace gamewire::inline v0::vdf {

/// The entries lie in one row, in the order of the file, each with the place behind what is in it: so no
/// depth can exhaust the stack, not even when it is destroyed. Adding throws std::bad_alloc.
class tree {
 public:
  class node;
  class node_range;

  /// The entries that are in no block.
  [[nodiscard]] node_range children() const noexcept;
  [[nodiscard]] bool empty() const noexcept { return entries_.empty(); }
  /// How many entries there are, in all depths.
  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }

  /// The value under the keys of a path: {"AppState", "appid"}; keys are compared as Valve does, in any case,
  /// and the first of each counts.
  [[nodiscard]] std::optional<node> find(std::initializer_list<std::string_view> path) const noexcept;

  /// Building: what is added goes into the innermost block that has begun and not ended.
  void begin_block(std::string_view key);
  /// Without an open block: nothing.
  void end_block();
  void pair(std::string_view key, const value& of);

  /// Gives all of it to a writer, entry by entry.
  template <class Writer>
  void write(Writer& to) const;

 private:
  struct entry {
    std::size_t key_at;
    std::size_t key_size;
    std::size_t end;  // of what is in the block, if that has ended; of a pair: the next entry
    value_type type;
    std::size_t text_size = 0;
    std::uint64_t bits = 0;  // of the number, or where the text is
  };

  static constexpr std::size_t not_ended = static_cast<std::size_t>(-1);

  std::size_t store(std::string_view text);
  [[nodiscard]] std::size_t end_of(std::size_t index) const noexcept {
    return std::min(entries_[index].end, entries_.size());
  }
  [[nodiscard]] std::string_view text_at(std::size_t at, std::size_t size) const noexcept {
    return std::string_view(text_).substr(at, size);
  }
  [[nodiscard]] std::string_view text_of(const entry& of) const noexcept {
    return text_at(static_cast<std::size_t>(of.bits), of.text_size);
  }

  std::vector<entry> entries_;
  std::string text_;               // of all keys and values
  std::vector<std::size_t> open_;  // the blocks that have not ended
};

/// An entry: a view, which lives as long as the tree, and as it does not change.
class tree::node {
 public:
  /// Of no tree: to be assigned to, not asked.
  node() = default;

  /// As it stands in the file.
  [[nodiscard]] std::string_view key() const noexcept;
  /// Else it is a pair.
  [[nodiscard]] bool is_block() const noexcept { return row().type == value_type::block; }
  /// Of a pair; of a block, an empty text.
  [[nodiscard]] vdf::value value() const noexcept;
  /// The value if it is a string, else an empty one.
  [[nodiscard]] std::string_view text() const noexcept;
  /// Of a block; of a pair there are none.
  [[nodiscard]] node_range children() const noexcept;
  /// The first child of this key, in any case.
  [[nodiscard]] std::optional<node> find(std::string_view key) const noexcept;

  /// The same entry of the same tree?
  friend bool operator==(const node&, const node&) = default;

 private:
  friend class tree;
  friend class node_range;
  node(const tree& of, std::size_t index) noexcept : tree_(&of), index_(index) {}
  [[nodiscard]] const entry& row() const noexcept { return tree_->entries_[index_]; }

  const tree* tree_ = nullptr;
  std::size_t index_ = 0;
};

/// Entries beside each other, in the order of the file: a view, as `node` is.
class tree::node_range {
 public:
  /// A forward iterator. What is in a block is stepped over.
  class iterator {
   public:
    using value_type = node;
    using difference_type = std::ptrdiff_t;

    iterator() = default;
    explicit iterator(node at) noexcept : at_(at) {}

    const node& operator*() const noexcept { return at_; }
    const node* operator->() const noexcept { return &at_; }
    iterator& operator++() noexcept {
      at_.index_ = at_.tree_->end_of(at_.index_);
      return *this;
    }
    iterator operator++(int) noexcept {
      const iterator before = *this;
      ++*this;
      return before;
    }
    friend bool operator==(const iterator&, const iterator&) = default;

   private:
    node at_;
  };

  node_range(const tree& of, std::size_t from, std::size_t to) noexcept
      : begin_({of, from}), end_({of, to}) {}

  /// Its ends.
  [[nodiscard]] iterator begin() const noexcept { return begin_; }
  [[nodiscard]] iterator end() const noexcept { return end_; }
  [[nodiscard]] bool empty() const noexcept { return begin_ == end_; }
  /// The first of this key, in any case.
  [[nodiscard]] std::optional<node> find(std::string_view key) const noexcept;

 private:
  iterator begin_;
  iterator end_;
};

inline tree::node_range tree::children() const noexcept { return {*this, 0, entries_.size()}; }

template <class Writer>
void tree::write(Writer& to) const {
  std::vector<std::size_t> ends;  // of the blocks that are open
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    for (; !ends.empty() && ends.back() == i; ends.pop_back()) to.end_block();
    const node each(*this, i);
    if (each.is_block()) {
      to.begin_block(each.key());
      ends.push_back(end_of(i));
    } else {
      to.pair(each.key(), each.value());
    }
  }
  for (; !ends.empty(); ends.pop_back()) to.end_block();
}

/// Reads all of a text. `#include` and `#base` become pairs of these keys. Errors also: `too_many`. Throws
/// std::bad_alloc.
std::expected<tree, fault> read_text(std::string_view text, const text_options& options = {});

/// Reads all of binary VDF, or of VBKV, whose checksum must be right. Errors also: `trailing_bytes`, `too_many`.
/// Throws std::bad_alloc.
std::expected<tree, fault> read_binary(bytes in, const binary_options& options = {});

}  // namespace gamewire::inline v0::vdf
