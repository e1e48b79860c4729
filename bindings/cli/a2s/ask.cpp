#include "a2s/ask.hpp"

#include <gamewire/system.hpp>

namespace gamewire::cli {

std::expected<answer, fault> ask(const session& with, const target& server, std::span<const part> questions) {
  a2s::client client(client_options(with.options));
  answer got{.from = {}, .parts = unanswered(questions)};
  request(client, got.parts);
  client.close(system::now());  // finishes what is open, and that is all we want
  const auto peer = with.via->connect(server.address, std::move(client), driver_options_of(with));
  if (!peer) return std::unexpected(fault_of(peer.error()));
  const auto trouble = (*peer)->run([&](const a2s::client::event& event) { keep(got.parts, event); });
  if (trouble) return std::unexpected(fault_of(trouble));
  got.from = (*peer)->remote();
  if (got.from == endpoint()) return std::unexpected(*got.parts[0].failure);  // there was nobody to ask
  return got;
}

}  // namespace gamewire::cli
