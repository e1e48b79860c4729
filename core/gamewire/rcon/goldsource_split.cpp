#include <gamewire/rcon/error.hpp>
#include <gamewire/rcon/goldsource_split.hpp>

namespace gamewire::inline v0::rcon::goldsource {

std::expected<std::optional<bytes>, std::error_code> split_message::add(bytes datagram) noexcept {
  byte_reader reader(datagram);
  reader.u32();
  const std::uint32_t id = reader.u32();
  const unsigned place = reader.u8();
  const unsigned index = place >> 4;
  const unsigned count = place & 15;
  if (!reader.ok() || index >= count) return std::nullopt;
  if (id != id_ || count != count_) restart(id, count);
  if ((have_ >> index & 1) != 0) return std::nullopt;
  const auto fail = [this](auto why) { return restart(0, 0), std::unexpected(make_error_code(why)); };
  size_ += reader.size();
  if (size_ > around && size_ - around > max_text_) return fail(errc::too_large);
  if (!parts_[index].append(reader.rest())) return fail(gamewire::errc::no_memory);
  have_ |= 1U << index;
  if (have_ != (1U << count_) - 1) return std::nullopt;
  const bool joined = join();
  restart(0, 0);
  if (!joined) return std::unexpected(make_error_code(gamewire::errc::no_memory));
  return whole_.view();
}

void split_message::forget() noexcept {
  restart(0, 0);
  whole_.release();
}

void split_message::restart(std::uint32_t id, unsigned count) noexcept {
  for (byte_buffer& part : parts_) part.release();
  id_ = id;
  count_ = count;
  size_ = 0;
  have_ = 0;
}

bool split_message::join() noexcept {
  whole_.clear();
  for (const byte_buffer& part : parts_)
    if (!whole_.append(part.view())) return false;
  return true;
}

}  // namespace gamewire::inline v0::rcon::goldsource
