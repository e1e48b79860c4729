/// Rows of a text that are read where they lie, each in its turn: of interfaces.hpp. Not for users.
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string_view>

namespace gamewire::inline v0::webapi {

/// Takes what stands before the separator off the front, and the separator.
constexpr std::string_view take_field(std::string_view& from, char separator) noexcept {
  const std::size_t size = std::min(from.find(separator), from.size());
  const std::string_view field = from.substr(0, size);
  from.remove_prefix(std::min(size + 1, from.size()));
  return field;
}

/// By how many tabs a line is indented.
constexpr std::size_t depth_of(std::string_view line) noexcept {
  return std::min(line.find_first_not_of('\t'), line.size());
}

/// A forward range over the lines of one depth, which a `Row` is made of, with what is indented below each.
template <class Row>
class rows {
 public:
  class iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = Row;
    using difference_type = std::ptrdiff_t;

    constexpr iterator() = default;
    explicit iterator(std::string_view text) noexcept : rest_(text) { read(); }

    const Row& operator*() const noexcept { return now_; }
    const Row* operator->() const noexcept { return &now_; }
    iterator& operator++() noexcept {
      rest_ = behind_;
      read();
      return *this;
    }
    iterator operator++(int) noexcept {
      iterator before = *this;
      ++*this;
      return before;
    }
    friend bool operator==(const iterator& a, const iterator& b) noexcept {
      return a.rest_.size() == b.rest_.size();
    }

   private:
    void read() noexcept {
      if (rest_.empty()) return;
      behind_ = rest_;
      const std::string_view line = take_field(behind_, '\n');
      std::string_view end = behind_;
      while (!end.empty() && depth_of(end) > Row::depth) take_field(end, '\n');
      now_ = Row(line.substr(Row::depth), behind_.substr(0, behind_.size() - end.size()));
      behind_ = end;
    }

    std::string_view rest_;
    std::string_view behind_;
    Row now_;
  };

  constexpr rows() = default;
  explicit constexpr rows(std::string_view text) noexcept : text_(text) {}

  [[nodiscard]] iterator begin() const noexcept { return iterator(text_); }
  [[nodiscard]] iterator end() const noexcept { return {}; }
  [[nodiscard]] bool empty() const noexcept { return text_.empty(); }
  /// Walks through all of it.
  [[nodiscard]] std::size_t size() const noexcept {
    return static_cast<std::size_t>(std::distance(begin(), end()));
  }

 private:
  std::string_view text_;
};

}  // namespace gamewire::inline v0::webapi
