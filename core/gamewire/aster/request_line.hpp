/// One request as it goes out. Not for users.
#pragma once

#include <expected>
#include <string_view>
#include <system_error>

#include <gamewire/aster/requests.hpp>
#include <gamewire/secret.hpp>

namespace gamewire::inline v0::aster {

/// Owns its bytes, in memory that is wiped: some hold passwords.
class request_line {
 public:
  using writes = void (*)(field_writer& to, const void* what) noexcept;

  /// `fenced`: a ping follows, whose answer shows that the one to this has come. Errors:
  /// `gamewire::errc::invalid_argument` for text that is not UTF-8, `no_memory`.
  static std::expected<request_line, std::error_code> make(command which, writes write, const void* what,
                                                           bool fenced) noexcept;
  /// Of a packet that somebody wrote. `gamewire::errc::invalid_argument` for what is no object of JSON with a
  /// string `command`.
  static std::expected<request_line, std::error_code> make(std::string_view packet) noexcept;

  [[nodiscard]] aster::command which() const noexcept { return which_; }
  /// The command, as the answer will have it.
  [[nodiscard]] std::string_view name() const noexcept {
    return which_ != command::other ? row(which_).name : as_text(memory_.view()).substr(name_at_, name_size_);
  }
  [[nodiscard]] bool fenced() const noexcept { return request_size_ != memory_.view().size(); }
  [[nodiscard]] bytes wire() const noexcept { return memory_.view(); }
  /// Without the fence.
  [[nodiscard]] std::size_t request_size() const noexcept { return request_size_; }
  [[nodiscard]] bool has_secret() const noexcept { return secret_end_ != 0; }
  /// Where in `wire()`, without the quotes around it.
  [[nodiscard]] std::size_t secret_begin() const noexcept { return secret_begin_; }
  [[nodiscard]] std::size_t secret_end() const noexcept { return secret_end_; }

 private:
  secret memory_;
  std::size_t request_size_ = 0;
  std::size_t secret_begin_ = 0;
  std::size_t secret_end_ = 0;
  std::size_t name_at_ = 0;
  std::size_t name_size_ = 0;
  command which_ = command::other;
};

}  // namespace gamewire::inline v0::aster
