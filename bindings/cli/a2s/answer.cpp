#include "a2s/answer.hpp"

#include <algorithm>

#include "a2s/a2s_json.hpp"

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

part_reply* find(std::vector<part_reply>& parts, request_id id) {
  const auto found = std::ranges::find(parts, id, &part_reply::id);
  return found == parts.end() ? nullptr : &*found;
}

void keep_one(std::vector<part_reply>& parts, const failed& event) {
  if (part_reply* part = find(parts, event.id)) part->failure = fault_of(event.error, event.detail);
}

template <class Reply>
  requires requires(const Reply& reply) { reply.id, reply.raw, reply.round_trip; }
void keep_one(std::vector<part_reply>& parts, const Reply& reply) {
  part_reply* part = find(parts, reply.id);
  if (part == nullptr) return;
  part->raw.assign(reply.raw.begin(), reply.raw.end());
  part->round_trip = reply.round_trip;
}

/// Events that end no question: late answers, damaged datagrams.
void keep_one(std::vector<part_reply>&, const auto&) {}

void put_one_part(json_line& to, const answer& got, bool decode) {
  const part_reply& reply = got.parts[0];
  put_part(to, reply, decode);
  if (reply.what == part::info && !reply.failure) to.put("ping_ms", milliseconds(reply.round_trip));
}

void put_all_parts(json_line& to, const answer& got, bool decode) {
  to.put("kind", "query");
  for (const part_reply& reply : got.parts)
    to.put_object(name_of(reply.what), [&] { put_part(to, reply, decode); });
  if (const auto ping = got.ping_ms())
    to.put("ping_ms", *ping);
  else
    put_fault(to, "error", *got.parts[0].failure);
}

}  // namespace

const char* name_of(part what) noexcept {
  switch (what) {
    case part::info: return "info";
    case part::players: return "players";
    case part::rules: return "rules";
  }
  return "";
}

std::optional<double> answer::ping_ms() const {
  for (const part_reply& reply : parts)
    if (!reply.failure) return milliseconds(reply.round_trip);
  return std::nullopt;
}

std::vector<part_reply> unanswered(std::span<const part> questions) {
  std::vector<part_reply> parts(questions.size());
  for (std::size_t i = 0; i < questions.size(); ++i) parts[i].what = questions[i];
  return parts;
}

void request(a2s::client& client, std::vector<part_reply>& parts) {
  for (part_reply& opened : parts)
    if (const accepted id = request(client, opened.what))
      opened.id = *id;
    else
      opened.failure = fault_of(id.error());
}

void keep(std::vector<part_reply>& parts, const a2s::client::event& event) {
  std::visit([&](const auto& one) { keep_one(parts, one); }, event);
}

void put_part(json_line& to, const part_reply& reply, bool decode) {
  if (reply.failure) return put_fault(to, "error", *reply.failure);
  put_message(to, reply.raw);  // the machine has found it sound
  if (decode) to.put("decoded", decoded_json(reply.raw));
}

void put_answer(json_line& to, const answer& got, bool decode) {
  return got.parts.size() == 1 ? put_one_part(to, got, decode) : put_all_parts(to, got, decode);
}

int exit_code(const part_reply& reply, bool decode) {
  if (reply.failure) return reply.failure->exit_code();
  const auto decoded = decode ? decoded_json(reply.raw) : std::nullopt;
  return is_partial(reply.raw) || (decoded && decoded->value("partial", false)) ? exit_mixed : 0;
}

int exit_code(const answer& got, bool decode) {
  exit_sum codes;
  for (const part_reply& reply : got.parts) codes.add(exit_code(reply, decode));
  return codes.code();
}

}  // namespace gamewire::cli
