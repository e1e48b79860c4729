/// One request as it goes out. Not for users.
#pragma once

#include <array>
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
  /// string `command`, or has a password twice.
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
  [[nodiscard]] bool has_secret() const noexcept { return !passwords_[0].empty() || !passwords_[1].empty(); }
  /// Puts '*' in the place of each in a copy of `wire()`.
  void hide_secrets(std::span<std::byte> copy) const noexcept;
  /// The password that it sets, as it stands in JSON, with its quotes; empty: none.
  [[nodiscard]] bytes new_password() const noexcept;

 private:
  /// A member's value in `wire()`; of a string, with its quotes.
  struct place {
    std::size_t begin = 0;
    std::size_t end = 0;

    [[nodiscard]] bool empty() const noexcept { return end == 0; }
  };

  [[nodiscard]] bool allocate(std::size_t size, bool fenced) noexcept;
  [[nodiscard]] std::span<std::byte> packet() noexcept { return memory_.data().first(request_size_ - 1); }
  std::error_code note_passwords(const json::value& root, std::string_view packet) noexcept;

  secret memory_;
  std::size_t request_size_ = 0;
  std::array<place, 2> passwords_;  // "passwd", and "new_password"
  std::size_t name_at_ = 0;
  std::size_t name_size_ = 0;
  command which_ = command::other;
};

}  // namespace gamewire::inline v0::aster
