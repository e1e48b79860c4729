/// The log file, page after page, as one stream of entries.
///
///     asf::log_pages pages({.lines = 500});
///     while (const auto request = pages.next()) {            // ask it, by asf::client or otherwise
///       if (const auto error = pages.take(*asf::result<asf::route::log_file>(reply))) …
///       while (const auto entry = pages.poll()) … entry->message …
///     }
///
/// For each page the server reads its whole file, so a few large ones are better than many small ones.
#pragma once

#include <cstdint>
#include <optional>
#include <system_error>

#include <gamewire/asf/log_entry.hpp>
#include <gamewire/asf/requests.hpp>
#include <gamewire/asf/results.hpp>
#include <gamewire/bytes.hpp>

namespace gamewire::inline v0::asf {

struct log_pages_options {
  /// From so many lines before the end; an exception has several.
  std::int32_t lines = 100;
  /// Lines of a page: with them memory is bounded, about twice over.
  std::int32_t page = 10'000;

  /// `errc::invalid_options` for what is not positive.
  [[nodiscard]] std::error_code validate() const noexcept;
};

class log_pages {
 public:
  /// With options that are not valid there is nothing to ask.
  explicit log_pages(const log_pages_options& chosen) noexcept;

  /// What to ask for next; the same until `take` has had the answer. Nothing: that was the end of the file, as the last
  /// answer has it.
  [[nodiscard]] std::optional<get_log> next() const noexcept;

  /// The answer, of which nothing is needed afterwards. Errors, after which there is nothing to ask:
  /// `json::errc::malformed`; `gamewire::errc::no_memory`.
  std::error_code take(const log_lines& page) noexcept;

  /// The next entry of what was taken, valid until the next call; nothing: more has to be taken. Of a log in ASF's
  /// layout all lines of an entry are one, with '\n' between them; of others, each is one.
  std::optional<log_entry> poll() noexcept;

 private:
  enum class state : std::uint8_t { measuring, reading, over };

  void locate(std::int64_t total) noexcept;

  log_pages_options options_;
  byte_buffer text_;      // lines, each with its '\n'
  std::size_t told_ = 0;  // bytes of it
  // What the server says that there is can be any number; of 64 bits, so that sums of such fit.
  std::int64_t at_ = 0;  // the line of the file that is next
  std::int64_t end_ = 0;
  state state_ = state::over;
};

}  // namespace gamewire::inline v0::asf
