#include <algorithm>
#include <utility>

#include <gamewire/asf/log_pages.hpp>
#include <gamewire/json/error.hpp>

namespace gamewire::inline v0::asf {

std::error_code log_pages_options::validate() const noexcept {
  return lines > 0 && page > 0 ? std::error_code{} : make_error_code(gamewire::errc::invalid_options);
}

log_pages::log_pages(const log_pages_options& chosen) noexcept : options_(chosen) {
  if (!chosen.validate()) state_ = state::measuring;
}

std::optional<get_log> log_pages::next() const noexcept {
  switch (state_) {
    // What fits a page is there with the first; for more, the length of the file has to be known.
    case state::measuring: return get_log{.count = options_.lines <= options_.page ? options_.lines : 1};
    case state::reading: {
      const std::int64_t count = std::min<std::int64_t>(options_.page, end_ - at_);
      return get_log{.count = static_cast<std::int32_t>(count),
                     .last_at = static_cast<std::int32_t>(at_ + count)};
    }
    default: return std::nullopt;
  }
}

std::error_code log_pages::take(const log_lines& page) noexcept {
  const auto fail = [this](std::error_code why) {
    state_ = state::over;
    return why;
  };
  if (state_ == state::over) return {};
  if (!page.content.complete()) return fail(json::errc::malformed);
  if (state_ == state::measuring && options_.lines > options_.page) {
    locate(page.total_lines);
    return {};
  }
  text_.drop_front(std::exchange(told_, 0));
  std::int64_t lines = 0;
  for (const json::text& line : page.content) {
    if (!line.append_to(text_) || !text_.append(as_bytes("\n"))) return fail(gamewire::errc::no_memory);
    ++lines;
  }
  // The file may have grown meanwhile. Or there is another one in its place, and the rest of this one is gone.
  at_ = state_ == state::measuring ? page.total_lines : at_ + lines;
  end_ = page.total_lines;
  state_ = lines != 0 && at_ < end_ ? state::reading : state::over;
  return {};
}

void log_pages::locate(std::int64_t total) noexcept {
  at_ = std::max<std::int64_t>(total - options_.lines, 0);
  end_ = total;
  state_ = at_ < end_ ? state::reading : state::over;
}

std::optional<log_entry> log_pages::poll() noexcept {
  const std::string_view rest = as_text(text_.view()).substr(told_);
  std::size_t end = rest.find('\n');
  if (end == rest.npos) return std::nullopt;
  if (read_log_entry(rest.substr(0, end)).parsed()) {
    // Lines that begin no entry belong to the one before.
    while (end + 1 != rest.size()) {
      const std::size_t next = rest.find('\n', end + 1);
      if (read_log_entry(rest.substr(end + 1, next - end - 1)).parsed()) break;
      end = next;
    }
    // The last one may go on, on the next page; but not longer than a page.
    if (end + 1 == rest.size() && told_ != 0 && state_ == state::reading) return std::nullopt;
  }
  told_ += end + 1;
  return read_log_entry(rest.substr(0, end));
}

}  // namespace gamewire::inline v0::asf
