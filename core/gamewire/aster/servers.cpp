#include <algorithm>
#include <charconv>
#include <utility>

#include <gamewire/aster/servers.hpp>

namespace gamewire::inline v0::aster {
namespace {

/// Cuts off what stands before the next colon.
std::optional<std::string_view> next_part(std::string_view& rest) noexcept {
  const std::size_t colon = rest.find(':');
  if (colon == rest.npos) return std::nullopt;
  const std::string_view part = rest.substr(0, colon);
  rest.remove_prefix(colon + 1);
  return part;
}

template <class T>
bool read_number(std::string_view text, T& into) noexcept {
  const auto read = std::from_chars(text.data(), text.data() + text.size(), into);
  return read.ec == std::errc{} && read.ptr == text.data() + text.size();
}

std::vector<std::byte> file_of(const maybe<picture>& from) {
  return from ? from->file().value_or(std::vector<std::byte>{}) : std::vector<std::byte>{};
}

}  // namespace

std::optional<emoji_mark> emoji_mark::parse(std::string_view text) noexcept {
  if (!text.starts_with("<:") || !text.ends_with(":>") || text.size() < 4) return std::nullopt;
  std::string_view rest = text.substr(2, text.size() - 3);
  emoji_mark mark;
  const auto host = next_part(rest);
  const auto port = next_part(rest);
  const auto id = next_part(rest);
  if (!host || !port || !id || host->empty() || !rest.empty()) return std::nullopt;
  mark.host = *host;
  if (!read_number(*port, mark.port) || !read_number(*id, mark.uuid)) return std::nullopt;
  return mark;
}

std::optional<std::pair<emoji_mark, std::string_view>> emoji_mark::find(std::string_view in) noexcept {
  std::size_t end = 0;  // looked for once, however many marks begin before it
  for (std::size_t at = in.find("<:"); at != in.npos; at = in.find("<:", at + 1)) {
    if (end < at + 2) end = in.find(":>", at + 2);
    if (end == in.npos) return std::nullopt;
    const std::string_view text = in.substr(at, end + 2 - at);
    if (const auto mark = parse(text)) return std::pair(*mark, text);
  }
  return std::nullopt;
}

std::string emoji_mark::text() const {
  return "<:" + std::string(host) + ':' + std::to_string(port) + ':' + std::to_string(uuid) + ":>";
}

std::optional<sync_data> sync_data::of(const json::value& profile, const json::value& servers) {
  const auto mine = result<sync_get>(profile);
  const auto others = result<sync_get_servers>(servers);
  if (!mine || !others || !others->complete()) return std::nullopt;
  sync_data made{.user = mine->uname.str(), .pfp = mine->pfp.file().value_or(std::vector<std::byte>{})};
  for (const sync_server& one : *others) {
    if (!std::in_range<std::uint16_t>(one.port)) continue;
    made.servers.push_back({.at = {one.ip.str(), static_cast<std::uint16_t>(one.port)},
                            .user = one.uname.str(),
                            .name = one.name ? one.name->str() : std::string(),
                            .pfp = file_of(one.pfp),
                            .uuid = one.uuid ? std::optional(*one.uuid) : std::nullopt});
  }
  return made;
}

servers::entry* servers::add(server_name at) {
  if (find(at) != nullptr) return nullptr;
  return &all_.emplace_back(entry{std::move(at), {}, aster::transcript()});
}

servers::entry* servers::find(const server_name& at) noexcept {
  const auto found = std::ranges::find(all_, at, &entry::at);
  return found == all_.end() ? nullptr : &*found;
}

bool servers::complete() const noexcept {
  return !all_.empty() &&
         std::ranges::all_of(all_, [](const entry& one) { return one.directory.complete(); });
}

const known_user* servers::get_user(uuid user) const noexcept {
  for (const entry& one : all_)
    if (const auto* known = one.directory.get_user(user)) return known;
  return nullptr;
}
const known_channel* servers::get_channel(uuid channel) const noexcept {
  for (const entry& one : all_)
    if (const auto* known = one.directory.get_channel(channel)) return known;
  return nullptr;
}
const known_channel* servers::get_channel_by_name(std::string_view name) const noexcept {
  for (const entry& one : all_)
    if (const auto* known = one.directory.get_channel_by_name(name)) return known;
  return nullptr;
}

}  // namespace gamewire::inline v0::aster
