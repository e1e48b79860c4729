/// What does it cost aster::client to tell of what is said in a chat, against simdjson on-demand that parses the same
/// stream line by line and reads the same members?
#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include <simdjson.h>

#include <gamewire/aster/client.hpp>

#include "measure.hpp"
#include "must.hpp"

namespace {

using namespace gamewire;
using bench::must;

constexpr int messages = 1000;

std::string line(int number) {
  const std::string text =
      "message number " + std::to_string(number) + ", of the length that people write in chats";
  return R"({"author_uuid":)" + std::to_string(4503599627370496 + number % 17) +
         R"(,"channel_uuid":2251799813685249,"command":"content","content":")" + text + R"(","date":)" +
         std::to_string(1700000000 + number) + R"(,"edited":)" + (number % 10 == 0 ? "true" : "false") +
         R"(,"reply":)" + (number % 4 == 0 ? std::to_string(6755399441055744 + number - 1) : "null") +
         R"(,"status":200,"uuid":)" + std::to_string(6755399441055744 + number) + "}\n";
}

const simdjson::padded_string& stream() {
  static const simdjson::padded_string all = [] {
    std::string text;
    for (int i = 0; i < messages; ++i) text += line(i);
    return simdjson::padded_string(text);
  }();
  return all;
}

aster::client logged_in() {
  aster::client made({.name = "bot", .password = "pw"});
  made.transmitted(made.poll_transmit({}).size(), {});
  const std::string welcome = "{\"command\":\"login\",\"status\":200,\"uuid\":111}\n";
  made.receive(as_bytes(welcome), {});
  while (made.poll_event()) {
  }
  return made;
}

std::uint64_t hear(aster::client& on) {
  std::uint64_t sum = 0;
  on.receive(as_bytes(std::string_view(stream())), {});
  while (const auto event = on.poll_event()) {
    const auto* one = std::get_if<aster::posted>(&*event);
    must(one != nullptr);
    const aster::message& what = one->what;
    sum += static_cast<std::uint64_t>(what.author + what.channel + what.date + what.uuid) + what.edited;
    sum += what.content.raw().size() + static_cast<std::uint64_t>(what.reply.value_or(0));
  }
  return sum;
}

std::uint64_t parse(simdjson::ondemand::parser& parser) {
  std::uint64_t sum = 0;
  const char* at = stream().data();
  const char* const end = at + stream().size();
  while (at != end) {
    const char* const newline =
        static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
    const auto size = static_cast<std::size_t>(newline - at);
    const auto room = static_cast<std::size_t>(end - at) + simdjson::SIMDJSON_PADDING;
    simdjson::ondemand::document document = parser.iterate(at, size, room);
    simdjson::ondemand::object packet = document.get_object();
    sum += std::uint64_t(packet["author_uuid"]) + std::uint64_t(packet["channel_uuid"]);
    must(std::string_view(packet["command"]) == "content");
    sum += std::string_view(packet["content"]).size();
    sum += std::uint64_t(packet["date"]) + bool(packet["edited"]);
    auto reply = packet["reply"];
    sum += reply.is_null() ? 0 : std::uint64_t(reply);
    must(std::uint64_t(packet["status"]) == 200);
    sum += std::uint64_t(packet["uuid"]);
    at = newline + 1;
  }
  return sum;
}

}  // namespace

int main(int argc, char** argv) {
  return bench::compare(
      argc, argv, 1,
      [] {
        return [client = std::make_shared<aster::client>(logged_in())](std::size_t) { return hear(*client); };
      },
      [] {
        return
            [parser = std::make_shared<simdjson::ondemand::parser>()](std::size_t) { return parse(*parser); };
      });
}
