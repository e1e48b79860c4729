/// Fields of HTTP, for as long as a call lasts.
#pragma once

#include <gamewire/http1/request.hpp>

#include "convert.hpp"

namespace gamewire::c {

class header_list {
 public:
  [[nodiscard]] std::span<const http1::header> view() const noexcept { return {list_.get(), size_}; }

 private:
  friend std::expected<header_list, gw_code> headers_of(const gw_header* given, std::size_t count,
                                                        std::span<const http1::header> before) noexcept;

  std::unique_ptr<http1::header[]> list_;
  std::size_t size_ = 0;
};

/// The caller's, behind those that come first.
inline std::expected<header_list, gw_code> headers_of(const gw_header* given, std::size_t count,
                                                      std::span<const http1::header> before = {}) noexcept {
  constexpr std::size_t most = 32;
  if (count > most || (given == nullptr && count != 0)) return std::unexpected(GW_USAGE);
  header_list made;
  made.size_ = before.size() + count;
  made.list_.reset(new (std::nothrow) http1::header[made.size_]);
  if (!made.list_) return std::unexpected(GW_LIMIT);
  http1::header* next = std::ranges::copy(before, made.list_.get()).out;
  std::transform(given, given + count, next, [](const gw_header& one) {
    return http1::header{from_c(one.name), from_c(one.value), one.secret};
  });
  return made;
}

}  // namespace gamewire::c
