#include <gamewire/a2s/challenger.hpp>

namespace gamewire::inline v0::a2s {

challenge to_challenge(std::uint64_t hash) noexcept {
  auto value = static_cast<std::uint32_t>(hash);
  if (value == 0 || value == 0xffffffff) value ^= 1;
  challenge made;
  byte_writer(made).u32(value);
  return made;
}

std::uint64_t challenger::slot(time_point now) const noexcept {
  const auto since = now.time_since_epoch();
  const auto whole = since / lifetime_;
  const bool before_epoch = since % lifetime_ < nanoseconds::zero();  // where division rounds up
  return static_cast<std::uint64_t>(before_epoch ? whole - 1 : whole);
}

challenge challenger::make(const endpoint& peer, std::uint64_t slot) const noexcept {
  std::array<std::byte, 31> asked;
  byte_writer writer(asked);
  writer.u64(slot);
  writer.raw(std::as_bytes(std::span(peer.address())));
  writer.u32(peer.scope());
  writer.u16(peer.port());
  writer.u8(static_cast<std::uint8_t>(peer.family()));
  return to_challenge(siphash(secret_, writer.written()));
}

challenge challenger::issue(const endpoint& peer, time_point now) const noexcept {
  return make(peer, slot(now));
}

bool challenger::holds(const challenge& given, const endpoint& peer, time_point now) const noexcept {
  const std::uint64_t current = slot(now);
  return given == make(peer, current) || given == make(peer, current - 1);
}

}  // namespace gamewire::inline v0::a2s
