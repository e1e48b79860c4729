#include "ask.hpp"

#include <algorithm>

#include <gamewire/blocking/peer.hpp>

namespace gamewire::cli {
namespace {

accepted request(a2s::client& client, part what) noexcept {
  switch (what) {
    case part::info: return client.request_info();
    case part::players: return client.request_players();
    case part::rules: return client.request_rules();
  }
  return std::unexpected(make_error_code(errc::invalid_argument));
}

part_reply put(a2s::client& client, part what) {
  part_reply opened;
  opened.what = what;
  if (const accepted id = request(client, what))
    opened.id = *id;
  else
    opened.failure = fault_of(id.error());
  return opened;
}

part_reply* find(std::vector<part_reply>& parts, request_id id) {
  const auto found = std::ranges::find(parts, id, &part_reply::id);
  return found == parts.end() ? nullptr : &*found;
}

void keep(std::vector<part_reply>& parts, const failed& event) {
  if (part_reply* part = find(parts, event.id)) part->failure = fault_of(event.error, event.detail);
}

template <class Reply>
  requires requires(const Reply& reply) { reply.id, reply.raw, reply.round_trip; }
void keep(std::vector<part_reply>& parts, const Reply& reply) {
  part_reply* part = find(parts, reply.id);
  if (part == nullptr) return;
  part->raw.assign(reply.raw.begin(), reply.raw.end());
  part->round_trip = reply.round_trip;
}

/// Events that end no question: late answers, damaged datagrams.
void keep(std::vector<part_reply>&, const auto&) {}

}  // namespace

std::expected<answer, fault> ask(const target& server, std::span<const part> questions,
                                 const a2s::client_options& options, driver_options driver) {
  a2s::client client(options);
  answer got;
  for (const part what : questions) got.parts.push_back(put(client, what));
  client.close(system::now());  // finishes what is open, and that is all we want
  auto peer = blocking::peer<a2s::client>::connect(server.address, std::move(client), std::move(driver));
  if (!peer) return std::unexpected(fault_of(peer.error()));
  const auto trouble = peer->run([&](const a2s::client::event& event) {
    std::visit([&](const auto& one) { keep(got.parts, one); }, event);
  });
  if (trouble) return std::unexpected(fault_of(trouble));
  got.from = peer->remote();
  return got;
}

}  // namespace gamewire::cli
