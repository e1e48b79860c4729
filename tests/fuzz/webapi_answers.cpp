// Whatever a server sends: it is read within its bounds, as often as one likes alike; a table that was read is one that
// can be loaded, and none of its lines has become another; the key does not show in what the server says.
#include <array>
#include <string>

#include <gamewire/webapi/server_list.hpp>
#include <gamewire/webapi/tree.hpp>

#include "target.hpp"

using namespace gamewire;

namespace {

std::size_t walk(const webapi::interfaces& table) {
  std::size_t lines = 1;
  for (const auto& one : table.all()) {
    ++lines;
    for (const auto& method : one.methods()) {
      ++lines;
      HOLDS(method.version != 0 && !method.name.empty());
      for (const auto& parameter : method.parameters()) lines += !parameter.type.empty();
    }
  }
  return lines;
}

void check(const webapi::interfaces& table) {
  const auto again = webapi::interfaces::load(table.text());
  HOLDS(again && again->text() == table.text());
  HOLDS(walk(table) == static_cast<std::size_t>(std::ranges::count(table.text(), '\n')));
}

std::size_t sum_of(const webapi::reply& of) {
  std::size_t sum = 0;
  const auto servers = webapi::servers(of);
  if (!servers) return 0;
  for (const auto& one : *servers) sum += one.name.str().size() + one.address().has_value();
  return sum + servers->complete();
}

}  // namespace

FUZZ_TARGET(webapi_answers) {
  if (const auto kept = webapi::interfaces::load("gamewire interfaces 1\n" + std::string(as_text(in))))
    check(*kept);
  const std::string key(as_text(in.first(std::min<std::size_t>(in.size(), 5))));
  for (const webapi::format as : {webapi::format::json, webapi::format::vdf, webapi::format::xml})
    for (const std::uint16_t status : std::array<std::uint16_t, 3>{200, 302, 403}) {
      json::document document;
      const auto reply =
          webapi::read_answer({.status = status, .body = in, .answer_as = as, .key = key}, document);
      HOLDS(reply.error || status == 200);
      HOLDS(key.size() < 5 || reply.message.view().find(key) == std::string_view::npos);
      HOLDS(sum_of(reply) == sum_of(reply));
      if (as != webapi::format::json)
        if (const auto tree = webapi::read_tree(reply)) HOLDS(tree->size() <= in.size());
      if (const auto table = webapi::interfaces::read(reply.json)) check(*table);
    }
}
