#include <algorithm>
#include <new>

#include <gamewire/asf/own_options.hpp>

namespace gamewire::inline v0::asf {
namespace {

/// Puts texts behind each other.
class packer {
 public:
  explicit packer(std::span<std::byte> room) noexcept : room_(room) {}

  std::string_view put(std::string_view text) noexcept {
    const std::span<std::byte> here = room_.first(text.size());
    std::ranges::copy(as_bytes(text), here.begin());
    room_ = room_.subspan(text.size());
    return as_text(here);
  }

 private:
  std::span<std::byte> room_;
};

}  // namespace

own_options::own_options(const client_options& chosen) noexcept : options_(chosen) {
  std::size_t size = chosen.base_path.size();
  for (const http1::header& one : chosen.headers) size += one.name.size() + one.value.size();
  headers_.reset(new (std::nothrow) http1::header[chosen.headers.size()]);
  if (!headers_ || !texts_.allocate(size) || !set_password(chosen.password)) return;
  packer pack(texts_.data());
  options_.base_path = pack.put(chosen.base_path);
  for (std::size_t i = 0; i < chosen.headers.size(); ++i) {
    const http1::header& one = chosen.headers[i];
    const std::string_view name = pack.put(one.name);
    headers_[i] = {name, pack.put(one.value), one.secret};
  }
  options_.headers = {headers_.get(), chosen.headers.size()};
  options_.host = {};
  options_.password = {};
  ok_ = true;
}

bool own_options::set_password(std::string_view password) noexcept {
  secret copy;
  if (!copy.allocate(password.size())) return false;
  std::ranges::copy(as_bytes(password), copy.data().begin());
  password_ = std::move(copy);
  return true;
}

}  // namespace gamewire::inline v0::asf
