#include <algorithm>
#include <cstring>

#include <gamewire/tls/wire_buffers.hpp>

namespace gamewire::inline v0::tls {
namespace {

wire_buffers& behind(BIO* bio) noexcept { return *static_cast<wire_buffers*>(BIO_get_data(bio)); }

long control(BIO*, int what, long, void*) noexcept { return what == BIO_CTRL_FLUSH ? 1 : 0; }

}  // namespace

const BIO_METHOD* wire_buffers::method() noexcept {
  // A table that stays as it is once it is made.
  static const BIO_METHOD* const made = [] {
    BIO_METHOD* table = BIO_meth_new(BIO_TYPE_SOURCE_SINK, "gamewire");
    if (table == nullptr) return table;
    BIO_meth_set_read_ex(table, &wire_buffers::read);
    BIO_meth_set_write_ex(table, &wire_buffers::write);
    BIO_meth_set_ctrl(table, control);
    return table;
  }();
  return made;
}

BIO* wire_buffers::make_bio() noexcept {
  BIO* made = method() != nullptr ? BIO_new(method()) : nullptr;
  if (made == nullptr) return nullptr;
  BIO_set_data(made, this);
  BIO_set_init(made, 1);
  return made;
}

int wire_buffers::read(BIO* of, char* out, std::size_t size, std::size_t* got) noexcept {
  bytes& from = behind(of).unread_;
  BIO_clear_retry_flags(of);
  *got = std::min(size, from.size());
  if (*got == 0) return BIO_set_retry_read(of), 0;
  std::memcpy(out, from.data(), *got);
  from = from.subspan(*got);
  return 1;
}

int wire_buffers::write(BIO* of, const char* in, std::size_t size, std::size_t* taken) noexcept {
  BIO_clear_retry_flags(of);
  *taken = 0;
  if (!behind(of).append(as_bytes({in, size}))) return 0;
  *taken = size;
  return 1;
}

bool wire_buffers::append(bytes in) noexcept {
  // What has gone is dropped when that is as much as stays, so that each byte is moved but once.
  if (taken_ >= unsent_.size() - taken_) {
    unsent_.drop_front(taken_);
    taken_ = 0;
  }
  overflown_ = overflown_ || in.size() > most_ - std::min(most_, unsent().size()) || !unsent_.append(in);
  return !overflown_;
}

void wire_buffers::sent(std::size_t size) noexcept {
  taken_ += std::min(size, unsent().size());
  if (unsent().empty()) drop_unsent();
}

void wire_buffers::drop_unsent() noexcept {
  unsent_.release();
  taken_ = 0;
}

void wire_buffers::clear() noexcept {
  drop_unsent();
  unread_ = {};
  overflown_ = false;
}

}  // namespace gamewire::inline v0::tls
