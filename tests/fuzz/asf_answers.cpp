// Whatever a server sends, to whichever route: it is read within its bounds, as often as one likes alike, and
// what is found to be complete is JSON.
#include <array>
#include <utility>

#include <gamewire/asf/reply.hpp>

#include "target.hpp"

using namespace gamewire;

namespace {

template <class T>
std::size_t walk(const T&) {
  return 1;
}
template <class T>
std::size_t walk(const json::list<T>& all) {
  std::size_t sum = 0;
  for (const T& one : all) sum += walk(one);
  return sum + all.complete();
}
template <class T>
std::size_t walk(const json::map<T>& all) {
  std::size_t sum = 0;
  for (const auto& [key, one] : all) sum += walk(one) + key.str().size();
  return sum + all.complete();
}

template <asf::route R>
std::size_t walk_result(const asf::reply& reply) {
  const auto result = asf::result<R>(reply);
  return result ? walk(*result) : 0;
}

template <std::size_t... Routes>
std::size_t walk_as(const asf::reply& reply, std::index_sequence<Routes...>) {
  return (... +
          (static_cast<std::size_t>(reply.which) == Routes ? walk_result<asf::route{Routes}>(reply) : 0));
}

}  // namespace

FUZZ_TARGET(asf_answers) {
  if (in.empty()) return;
  const auto route =
      static_cast<asf::route>((static_cast<unsigned>(in[0]) + in.size()) % (asf::route_table.size() + 1));
  for (const std::uint16_t status : std::array<std::uint16_t, 4>{200, 401, 403, 404}) {
    for (const bytes body : {in, in.subspan(1)}) {
      json::document document;
      const asf::reply reply = asf::read_answer({route, status, "application/json", body}, document);
      HOLDS(reply.error || status == 200);
      constexpr std::make_index_sequence<asf::route_table.size()> all;
      HOLDS(walk_as(reply, all) == walk_as(reply, all));
      if (reply.document.check()) HOLDS(reply.document.raw().size() <= body.size());
    }
  }
}
