/// The golden requests of tests/vectors/rcon_requests, however the stream is cut.
#include <doctest/doctest.h>

#include <gamewire/rcon/responder.hpp>

#include "support/responder_events.hpp"
#include "support/vector_file.hpp"

using namespace gamewire;
using namespace gamewire::test;

namespace {

void drain(rcon::responder& responder, std::string& log) {
  bool asked = true;
  while (asked) {
    asked = false;
    for (bytes out; !(out = responder.poll_transmit({})).empty();) responder.transmitted(out.size(), {});
    while (const auto event = responder.poll_event()) {
      log += rcon::describe(*event) + "\n";
      const auto* command = std::get_if<rcon::responder::command>(&*event);
      if (command == nullptr) continue;
      const std::string text(command->text);
      CHECK_FALSE(responder.answer(command->request, as_bytes(text)));
      asked = true;
      break;
    }
  }
}

std::string play(const std::vector<buffer>& arrivals, std::size_t piece) {
  rcon::responder responder({.password = "password", .verdict_delay = {}});
  std::string log;
  for (const buffer& all : arrivals)
    for (std::size_t at = 0; at < all.size(); at += piece) {
      const bytes part = bytes(all).subspan(at, std::min(piece, all.size() - at));
      buffer copy(part.begin(), part.end());
      responder.receive(copy, {});
      drain(responder, log);
      std::ranges::fill(copy, std::byte{0xa5});
    }
  return log;
}

}  // namespace

TEST_CASE("every request gives its log, however the stream is cut") {
  const auto vectors = read_vectors(GAMEWIRE_VECTORS "/rcon_requests");
  CHECK(vectors.size() >= 10);
  for (const auto& vector : vectors)
    for (const std::size_t piece : {10000U, 1U, 3U, 14U, 20U}) {
      INFO(vector.name, ", in pieces of ", piece);
      CHECK(play(vector.datagrams, piece) == vector.log);
    }
}
