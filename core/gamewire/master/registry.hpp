/// The servers that a responder lists, in the order of their addresses, so that any address is a place to go on from,
/// whether it is still in the list or not. Not for users.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include <gamewire/master/responder.hpp>

namespace gamewire::inline v0::master {

class registry {
 public:
  /// As `responder::publish`.
  std::error_code publish(std::span<const registration> servers) noexcept;
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  struct found {
    std::size_t count;   // of servers in `into`
    bool all;            // there is none behind them
    std::size_t looked;  // at so many
  };
  /// Those behind `asked.after` that are in its region and meet its filter, which must be one, as many as
  /// there is room for.
  [[nodiscard]] found find(const request& asked, std::span<server_address> into) const noexcept;

 private:
  struct entry {
    server_address address;
    master::region region;
    std::uint32_t info;  // where it begins
    std::uint32_t info_size;
  };

  [[nodiscard]] std::span<const entry> entries() const noexcept { return {entries_.get(), size_}; }
  [[nodiscard]] bool meets(const entry& one, const request& asked) const noexcept;

  std::unique_ptr<entry[]> entries_;
  std::size_t size_ = 0;
  byte_buffer infos_;
};

}  // namespace gamewire::inline v0::master
