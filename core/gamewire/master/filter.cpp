#include <algorithm>
#include <array>
#include <charconv>

#include <gamewire/master/filter.hpp>

namespace gamewire::inline v0::master {
namespace {

constexpr std::array<std::string_view, 4> operators{"nor", "nand", "or", "and"};

/// A word that readers find again as it was written.
bool is_word(std::string_view text) noexcept {
  return !text.empty() && std::ranges::none_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f || c == '\\';
  });
}

}  // namespace

std::expected<logic, std::error_code> logic_named(std::string_view key) noexcept {
  const auto known = std::ranges::find(operators, key);
  if (known == operators.end()) return std::unexpected(make_error_code(errc::bad_filter));
  return static_cast<logic>(known - operators.begin());
}

std::string_view name_of(logic which) noexcept { return operators[static_cast<std::size_t>(which)]; }

std::error_code filter::add(std::string_view key, std::string_view value) noexcept {
  if (!is_word(key) || !is_word(value) || logic_named(key)) return gamewire::errc::invalid_argument;
  const auto failed = append(key, value, {});
  if (!failed) ++pairs_;
  return failed;
}

std::error_code filter::add(logic how, const filter& of) noexcept {
  if (&of == this || of.empty()) return gamewire::errc::invalid_argument;
  std::array<char, 10> count;
  const auto written = std::to_chars(count.data(), count.data() + count.size(), of.pairs_);
  const auto failed = append(name_of(how), {count.data(), written.ptr}, of.text());
  if (!failed) pairs_ += 1 + of.pairs_;
  return failed;
}

std::error_code filter::append(std::string_view key, std::string_view value,
                               std::string_view group) noexcept {
  const std::size_t room = max_size_ - text_.size();
  // One after the other, so that no sum of sizes can overflow.
  if (key.size() > room || value.size() > room || group.size() > room ||
      2 + key.size() + value.size() + group.size() > room)
    return gamewire::errc::no_room;
  const std::size_t size = 2 + key.size() + value.size() + group.size();
  if (!text_.reserve(text_.size() + size)) return gamewire::errc::no_memory;
  for (const std::string_view part : {std::string_view("\\"), key, std::string_view("\\"), value, group})
    (void)text_.append(as_bytes(part));  // there is room
  return {};
}

std::string_view filter_reader::word() noexcept {
  const std::string_view found = rest_.substr(1, rest_.find('\\', 1) - 1);
  rest_.remove_prefix(1 + found.size());
  return found;
}

std::expected<filter_reader::pair, std::error_code> filter_reader::next() noexcept {
  pair read;
  if (rest_.starts_with('\\')) {
    read.key = word();
    if (!read.key.empty() && !rest_.empty()) return read.value = word(), read;
  }
  rest_ = {};
  return std::unexpected(make_error_code(errc::bad_filter));
}

}  // namespace gamewire::inline v0::master
