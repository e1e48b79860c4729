// Any bytes are read without a step beyond them; what `check` takes can be walked through whole; and every text
// in it comes out of the writer as it went in.
#include <gamewire/json/document.hpp>
#include <gamewire/json/read.hpp>
#include <gamewire/json/writer.hpp>

#include "target.hpp"

using namespace gamewire;

namespace {

void walk(const json::value& value, unsigned depth) {
  HOLDS(depth < 100);
  if (value.kind() == json::kind::array) {
    for (const json::value& one : json::list<json::value>(value)) walk(one, depth + 1);
    HOLDS(json::list<json::value>(value).complete());
  } else if (value.kind() == json::kind::object) {
    for (const auto& [key, one] : json::map<json::value>(value)) walk(one, depth + 1);
    HOLDS(json::map<json::value>(value).complete());
  } else if (const auto text = json::read<json::text>(value)) {
    std::vector<std::byte> room(6 * text->raw().size() + 2);
    json::writer out(room);
    out.text(text->str());
    json::document document;
    const auto again = document.read(*out.result());
    HOLDS(again && *json::read<json::text>(*again) == text->str());
  }
}

}  // namespace

FUZZ_TARGET(json) {
  json::document document;
  const auto root = document.read(in);
  if (!root) return;
  (void)root->raw();
  (void)json::list<json::value>(*root).complete();
  (void)json::map<std::uint32_t>(*root).complete();
  if (root->check()) walk(*root, 0);
}
