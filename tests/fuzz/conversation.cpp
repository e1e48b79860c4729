#include "conversation.hpp"

#include <array>

namespace gamewire::fuzz {

std::vector<test::buffer> inputs_of(const test::vector_case& vector) {
  std::vector<test::buffer> inputs = vector.datagrams;
  test::buffer whole(option_bytes);
  const auto put = [&whole](auto value) { whole.push_back(static_cast<std::byte>(value)); };
  constexpr std::array<std::string_view, 4> questions{"info", "players", "rules", "ping"};
  for (const std::string& what : vector.asks) {
    put(op::ask);
    put(std::ranges::find(questions, what) - questions.begin());
  }
  for (const test::buffer& datagram : vector.datagrams) {
    put(op::receive);
    put(datagram.size() & 0xff);
    put(datagram.size() >> 8);
    whole.insert(whole.end(), datagram.begin(), datagram.end());
  }
  inputs.push_back(std::move(whole));
  return inputs;
}

}  // namespace gamewire::fuzz
