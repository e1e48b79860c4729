/// What does decoding an INFO reply cost, against reading the same fields by hand?
#include <cstring>
#include <optional>

#include <gamewire/a2s/info.hpp>

#include "corpus.hpp"
#include "measure.hpp"

namespace {

using namespace gamewire;

/// What one would write for a single program: a cursor, a check before each read, no more.
class cursor {
 public:
  explicit cursor(bytes in) : at_(as_text(in).data()), end_(at_ + in.size()) {}

  template <class T>
  bool read(T& value) {
    if (static_cast<std::size_t>(end_ - at_) < sizeof value) return false;
    std::memcpy(&value, at_, sizeof value);
    at_ += sizeof value;
    return true;
  }

  bool read(std::string_view& value) {
    const auto* nul = static_cast<const char*>(std::memchr(at_, 0, static_cast<std::size_t>(end_ - at_)));
    if (nul == nullptr) return false;
    value = {at_, static_cast<std::size_t>(nul - at_)};
    at_ = nul + 1;
    return true;
  }

 private:
  const char* at_;
  const char* end_;
};

struct plain_info {
  std::string_view name, map, folder, game, version, spectator_name, keywords;
  std::uint64_t steam_id = 0, game_id = 0;
  std::uint16_t app_id = 0, port = 0, spectator_port = 0;
  std::uint8_t protocol, players, max_players, bots, server_type, environment, password, vac, edf = 0;
};

std::optional<plain_info> read_by_hand(bytes reply) {
  cursor in(reply);
  plain_info info;
  std::int32_t header;
  char type;
  if (!in.read(header) || header != -1 || !in.read(type) || type != 'I') return std::nullopt;
  if (!in.read(info.protocol) || !in.read(info.name) || !in.read(info.map) || !in.read(info.folder) ||
      !in.read(info.game) || !in.read(info.app_id) || !in.read(info.players) || !in.read(info.max_players) ||
      !in.read(info.bots) || !in.read(info.server_type) || !in.read(info.environment) ||
      !in.read(info.password) || !in.read(info.vac) || !in.read(info.version))
    return std::nullopt;
  if (!in.read(info.edf)) return info;
  if ((info.edf & 0x80) != 0 && !in.read(info.port)) return std::nullopt;
  if ((info.edf & 0x10) != 0 && !in.read(info.steam_id)) return std::nullopt;
  if ((info.edf & 0x40) != 0 && (!in.read(info.spectator_port) || !in.read(info.spectator_name)))
    return std::nullopt;
  if ((info.edf & 0x20) != 0 && !in.read(info.keywords)) return std::nullopt;
  if ((info.edf & 0x01) != 0 && !in.read(info.game_id)) return std::nullopt;
  return info;
}

std::uint64_t digest(const plain_info& info) {
  return info.protocol + info.name.size() + info.map.size() + info.folder.size() + info.game.size() +
         info.app_id + info.players + info.max_players + info.bots + info.server_type + info.environment +
         info.password + info.vac + info.version.size() + info.edf + info.port + info.steam_id +
         info.spectator_port + info.spectator_name.size() + info.keywords.size() + info.game_id;
}

std::uint64_t digest(const a2s::info_view& info) {
  return info.protocol + info.name.size() + info.map.size() + info.folder.size() + info.game.size() +
         info.app_id_16 + info.players + info.max_players + info.bots.value_or(0) + info.server_type_byte +
         info.environment_byte + info.password + info.vac + info.version.size() + info.edf +
         info.port.value_or(0) + info.steam_id.value_or(0) + info.spectator_port.value_or(0) +
         (info.spectator_name ? info.spectator_name->size() : 0) +
         (info.keywords ? info.keywords->size() : 0) + info.game_id.value_or(0);
}

}  // namespace

int main(int argc, char** argv) {
  const auto replies = bench::info_replies();
  const auto digest_of = [](const auto& decoded) { return decoded ? digest(*decoded) : 0; };
  return bench::compare(
      argc, argv, replies.size(),
      [&] { return [&](std::size_t i) { return digest_of(a2s::decode_info(replies[i])); }; },
      [&] { return [&](std::size_t i) { return digest_of(read_by_hand(replies[i])); }; });
}
