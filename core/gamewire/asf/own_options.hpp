/// The texts of a client's options, copied. Not for users.
#pragma once

#include <memory>

#include <gamewire/asf/client.hpp>

namespace gamewire::inline v0::asf {

/// The most headers that a client may have of its own.
inline constexpr std::size_t max_own_headers = 32;

class own_options {
 public:
  /// False in `ok` when there is no memory.
  explicit own_options(const client_options& chosen) noexcept;

  [[nodiscard]] bool ok() const noexcept { return ok_; }
  [[nodiscard]] const client_options& get() const noexcept { return options_; }
  [[nodiscard]] std::string_view password() const noexcept { return as_text(password_.view()); }
  [[nodiscard]] bool set_password(std::string_view password) noexcept;

 private:
  client_options options_;
  secret texts_;
  secret password_;
  std::unique_ptr<http1::header[]> headers_;
  bool ok_ = false;
};

}  // namespace gamewire::inline v0::asf
