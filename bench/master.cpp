/// What does it cost to take the addresses out of a full page, against copying its bytes? And to look at each as an
/// endpoint, against doing so by hand?
#include <array>
#include <cstring>
#include <string_view>
#include <vector>

#include <gamewire/master/page.hpp>
#include <gamewire/random.hpp>

#include "measure.hpp"

namespace {

using namespace gamewire;

constexpr std::size_t pages = 64;

std::vector<std::vector<std::byte>> make_pages() {
  split_mix random(1);
  std::vector<std::vector<std::byte>> all;
  for (std::size_t i = 0; i < pages; ++i) {
    std::vector<master::server_address> servers;
    for (std::size_t n = 0; n < master::max_page_entries; ++n) {
      const std::uint64_t draw = random() | 1;
      const auto octet = [draw](int shift) { return static_cast<std::uint8_t>(draw >> shift); };
      servers.emplace_back(
          endpoint::v4({octet(0), octet(8), octet(16), octet(24)}, static_cast<std::uint16_t>(draw >> 32)));
    }
    std::vector<std::byte> page(master::max_page_size);
    (void)master::encode_page(servers, false, page);
    all.push_back(std::move(page));
  }
  return all;
}

/// Where the addresses of a page are kept.
using kept = std::array<master::server_address, master::max_page_entries>;

std::uint64_t digest(const kept& all) noexcept {
  benchmark::DoNotOptimize(&all);
  benchmark::ClobberMemory();
  return all.front().number() + all.back().number();
}

std::uint64_t keep(bytes datagram, kept& into) {
  const auto page = master::decode_page(datagram);
  if (!page || page->servers.size() > into.size()) return 0;
  std::ranges::copy(page->servers.entries(), into.begin());
  return digest(into);
}

std::uint64_t copy(bytes datagram, kept& into) {
  std::memcpy(into.data(), datagram.data() + master::page_header.size(), sizeof into);
  return digest(into);
}

std::uint64_t sum(const std::array<std::uint8_t, 16>& address, std::uint16_t port) noexcept {
  std::uint32_t v4;
  std::memcpy(&v4, address.data(), sizeof v4);
  return std::uint64_t{v4} + port;
}

std::uint64_t walk(bytes datagram) {
  const auto page = master::decode_page(datagram);
  std::uint64_t total = 0;
  if (page)
    for (const endpoint& each : page->servers) total += sum(each.address(), each.port());
  return total;
}

std::uint64_t walk_by_hand(bytes datagram) {
  if (datagram.size() < 6 || std::memcmp(datagram.data(), "\xff\xff\xff\xff\x66\x0a", 6) != 0) return 0;
  std::uint64_t total = 0;
  for (const std::byte* at = datagram.data() + 6; at + 6 <= datagram.data() + datagram.size(); at += 6) {
    std::uint32_t v4;
    std::uint16_t port;
    std::memcpy(&v4, at, 4);
    std::memcpy(&port, at + 4, 2);
    if (v4 == 0 && port == 0) break;
    total += std::uint64_t{v4} + std::byteswap(port);
  }
  return total;
}

}  // namespace

int main(int argc, char** argv) {
  const auto all = make_pages();
  for (const auto& page : all)
    if (walk(page) != walk_by_hand(page)) return std::fputs("the walks disagree\n", stderr), 1;
  bench::add("walk", all.size(), [&] { return [&](std::size_t i) { return walk(all[i]); }; });
  bench::add("walk_by_hand", all.size(), [&] { return [&](std::size_t i) { return walk_by_hand(all[i]); }; });
  return bench::compare(
      argc, argv, all.size(),
      [&] { return [&, into = kept{}](std::size_t i) mutable { return keep(all[i], into); }; },
      [&] { return [&, into = kept{}](std::size_t i) mutable { return copy(all[i], into); }; });
}
