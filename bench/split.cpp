/// What does putting together a message of three Source fragments cost, against checks and a memcpy for each?
#include <array>
#include <cstring>

#include <gamewire/a2s/assembler.hpp>

#include "corpus.hpp"
#include "measure.hpp"

namespace {

using namespace gamewire;

/// What a program does that knows its server: one message at a time, the form known, a buffer of fixed size.
class plain_assembler {
 public:
  /// The whole message when this was its last fragment.
  bytes add(bytes datagram) {
    std::int32_t header;
    std::uint32_t id;
    std::uint16_t payload_size;
    if (datagram.size() < 12) return {};
    std::memcpy(&header, datagram.data(), 4);
    std::memcpy(&id, datagram.data() + 4, 4);
    const auto count = std::to_integer<std::size_t>(datagram[8]);
    const auto index = std::to_integer<std::size_t>(datagram[9]);
    std::memcpy(&payload_size, datagram.data() + 10, 2);
    const bytes payload = datagram.subspan(12);
    const std::size_t offset = index * payload_size;
    if (header != -2 || index >= count || count > 64 || payload.size() > payload_size ||
        offset + payload.size() > buffer_.size())
      return {};

    if (id != id_) id_ = id, have_ = 0;
    std::memcpy(buffer_.data() + offset, payload.data(), payload.size());
    have_ |= std::uint64_t{1} << index;
    if (index + 1 == count) size_ = offset + payload.size();
    if (have_ != (~std::uint64_t{0} >> (64 - count))) return {};
    return bytes(buffer_).first(size_);
  }

 private:
  std::uint32_t id_ = 0;
  std::uint64_t have_ = 0;
  std::size_t size_ = 0;
  std::array<std::byte, 65536> buffer_;
};

std::uint64_t digest(bytes whole) {
  return whole.size() + std::to_integer<std::uint64_t>(whole[whole.size() / 2]);
}

}  // namespace

int main(int argc, char** argv) {
  const auto split = bench::split(bench::rules_replies(116));
  const std::size_t messages = split.starts.size() - 1;
  const auto ours = [&] {
    return [&, assembler = a2s::assembler(), now = time_point{}](std::size_t i) mutable {
      std::uint64_t sum = 0;
      now += std::chrono::milliseconds(1);
      for (std::size_t k = split.starts[i]; k != split.starts[i + 1]; ++k)
        if (const auto whole = assembler.add(split.datagrams[k], now); whole && *whole) sum = digest(**whole);
      return sum;
    };
  };
  const auto floor = [&] {
    return [&, assembler = plain_assembler()](std::size_t i) mutable {
      std::uint64_t sum = 0;
      for (std::size_t k = split.starts[i]; k != split.starts[i + 1]; ++k)
        if (const bytes whole = assembler.add(split.datagrams[k]); !whole.empty()) sum = digest(whole);
      return sum;
    };
  };
  return bench::compare(argc, argv, messages, ours, floor);
}
