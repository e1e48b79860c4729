#include <array>

#include <gamewire/webapi/server_list.hpp>

namespace gamewire::inline v0::webapi {

std::optional<endpoint> game_server::address() const noexcept {
  std::array<char, 64> room;
  const auto text = addr.decode(room);
  const auto read = text ? endpoint::parse(*text) : std::nullopt;
  return read && read->port() != 0 ? read : std::nullopt;
}

std::expected<message, std::error_code> make(const get_server_list& what, const access& to) noexcept {
  if (to.key.empty()) return std::unexpected(make_error_code(errc::no_key));
  const std::array arguments{argument{"limit", what.limit}, argument{"filter", what.filter}};
  const unlisted_call listing{{.interface_name = "IGameServersService",
                               .method = "GetServerList",
                               .version = 1,
                               .arguments = std::span(arguments).first(what.filter.empty() ? 1 : 2)}};
  return make(listing, to);
}

std::expected<json::list<game_server>, std::error_code> servers(const reply& of) noexcept {
  if (of.error) return std::unexpected(of.error);
  const json::value response = of.json.member("response");
  const json::value list = response.member("servers");
  if (response.kind() == json::kind::object && list.absent()) return json::list<game_server>();
  const auto read = json::read<json::list<game_server>>(list);
  if (!read) return std::unexpected(make_error_code(errc::not_a_list));
  return *read;
}

}  // namespace gamewire::inline v0::webapi
