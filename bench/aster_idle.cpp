/// How much memory does an aster client hold that is logged in and has nothing to do? After chatter, and after a list
/// of all users.
#include <string>
#include <vector>

#include <malloc.h>

#include <gamewire/aster/client.hpp>

#include "measure.hpp"

namespace {

using namespace gamewire;

constexpr std::size_t count = 1000;

std::size_t memory() {
  const auto now = ::mallinfo2();
  return now.uordblks + now.hblkhd;
}

void hear(aster::client& on, const std::string& lines) {
  on.receive(as_bytes(lines), {});
  while (on.poll_event()) {
  }
}

void idle(benchmark::State& state) {
  const std::string welcome = "{\"command\":\"login\",\"status\":200,\"uuid\":111}\n";
  const std::string chatter = R"({"author_uuid":1,"channel_uuid":7,"command":"content","content":")" +
                              std::string(200, 'x') + R"(","date":1,"status":200,"uuid":901})" + "\n";
  const std::string users = R"({"command":"get_metadata","data":[{"name":"a","pfp":")" +
                            std::string(40960, 'x') + R"(","uuid":1}],"status":200})" + "\n";
  for (auto _ : state) {
    const std::size_t before = memory();
    std::vector<aster::client> clients;
    clients.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
      aster::client& one = clients.emplace_back(aster::client_options{.name = "bot", .password = "pw"});
      one.transmitted(one.poll_transmit({}).size(), {});
      for (const std::string& lines : {welcome, users, chatter}) hear(one, lines);
    }
    state.counters["bytes"] = static_cast<double>(memory() - before) / count;
  }
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::RegisterBenchmark("client", idle)->Iterations(1);
  return bench::run(argc, argv);
}
