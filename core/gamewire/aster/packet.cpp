#include <gamewire/aster/packet.hpp>

namespace gamewire::inline v0::aster {
namespace {

struct envelope {
  text command;
  maybe<std::int32_t> status;
};
constexpr auto json_members(std::type_identity<envelope>) {
  using is = envelope;
  return json::members<is>(json::member<&is::command>("command"), json::member<&is::status>("status"));
}

}  // namespace

std::error_code line_error(std::error_code json) noexcept {
  const bool itself = json == gamewire::json::errc::not_utf8 || json == gamewire::errc::no_memory;
  return itself ? json : make_error_code(errc::malformed);
}

std::expected<packet, std::error_code> read_packet(const json::value& root) noexcept {
  envelope read;
  json::cursor at = root.begin();
  const bool whole = at.peek() == '{' && !json::read_at(at, read) && at.over();
  if (!whole || read.command.empty() || !read.status)
    return std::unexpected(make_error_code(errc::malformed));
  return packet{read.command, *read.status, root};
}

std::expected<packet, std::error_code> read_packet(bytes line, json::document& document) noexcept {
  const auto root = document.read(line);
  if (!root) return std::unexpected(line_error(root.error()));
  return read_packet(*root);
}

namespace {

/// The next member, if it is this one: its name as it stands there; and if its value stands so, too.
template <std::size_t Size>
inline bool take(json::cursor& at, char before, const char (&quoted)[Size]) noexcept {
  return at.take(before) && at.take_compact(quoted) && at.take(':');
}
template <std::size_t Size, class T>
inline bool take(json::cursor& at, char before, const char (&quoted)[Size], T& out) noexcept {
  return take(at, before, quoted) && !json::read_at(at, out);
}

}  // namespace

bool read_content(const json::value& root, message& said) noexcept {
  json::cursor at = root.begin();
  const bool whole = take(at, '{', R"("author_uuid")", said.author) &&
                     take(at, ',', R"("channel_uuid")", said.channel) && take(at, ',', R"("command")") &&
                     at.take_compact(R"("content")") && take(at, ',', R"("content")", said.content) &&
                     take(at, ',', R"("date")", said.date) && take(at, ',', R"("edited")", said.edited) &&
                     take(at, ',', R"("reply")", said.reply) && take(at, ',', R"("status")") &&
                     at.take_compact("200") && take(at, ',', R"("uuid")", said.uuid) && at.take('}') &&
                     at.over();
  return whole && said.uuid != 0;
}

}  // namespace gamewire::inline v0::aster
