/// The fields of a message, read where they lie.
#pragma once

#include <cstddef>
#include <iterator>
#include <optional>
#include <string_view>

#include <gamewire/bytes.hpp>

namespace gamewire::inline v0::http1 {

/// A name (no case) and its value: bytes, mostly ASCII, without the blanks around it.
struct field {
  std::string_view name;
  std::string_view value;

  friend bool operator==(const field&, const field&) = default;
};

/// The lines of a head, or of trailers, that a reader found to be well-formed. A range that is read again by
/// each walk; views, valid as long as the event or head that it came in.
class fields {
 public:
  /// A forward iterator, which holds the field that it is at.
  class iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = field;
    using difference_type = std::ptrdiff_t;

    constexpr iterator() = default;
    iterator(const char* at, const char* end) noexcept : at_(at), end_(end) { read(); }

    const field& operator*() const noexcept { return now_; }
    const field* operator->() const noexcept { return &now_; }
    iterator& operator++() noexcept {
      at_ = next_;
      read();
      return *this;
    }
    iterator operator++(int) noexcept {
      iterator before = *this;
      ++*this;
      return before;
    }
    friend bool operator==(const iterator& a, const iterator& b) noexcept { return a.at_ == b.at_; }

   private:
    void read() noexcept;

    const char* at_ = nullptr;
    const char* next_ = nullptr;
    const char* end_ = nullptr;
    field now_;
  };

  constexpr fields() = default;
  /// Lines `name: value CR LF` that were checked before, without the empty one behind them.
  explicit fields(std::string_view lines) noexcept : lines_(lines) {}

  /// In the order of the message.
  [[nodiscard]] iterator begin() const noexcept { return {lines_.data(), lines_.data() + lines_.size()}; }
  [[nodiscard]] iterator end() const noexcept {
    return {lines_.data() + lines_.size(), lines_.data() + lines_.size()};
  }
  [[nodiscard]] bool empty() const noexcept { return lines_.empty(); }

  /// The value of the first field of this name.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const noexcept;
  /// Does a field of this name list the word, among others or alone? As `Connection: keep-alive, Upgrade`
  /// does.
  [[nodiscard]] bool lists(std::string_view name, std::string_view word) const noexcept;

  /// As they came.
  [[nodiscard]] std::string_view lines() const noexcept { return lines_; }

 private:
  std::string_view lines_;
};

/// Does the value of Content-Type say that it is a page, whatever its parameters?
bool is_html(std::string_view content_type) noexcept;

/// Does a comma-separated list (RFC 9110, 5.6.1) hold the word, whatever its case?
bool lists_word(std::string_view list, std::string_view word) noexcept;

}  // namespace gamewire::inline v0::http1
