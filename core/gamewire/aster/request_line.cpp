#include <algorithm>

#include <gamewire/aster/packet.hpp>
#include <gamewire/aster/request_line.hpp>
#include <gamewire/json/document.hpp>

namespace gamewire::inline v0::aster {
namespace {

constexpr std::string_view fence = "{\"command\":\"ping\"}\n";

}  // namespace

std::expected<request_line, std::error_code> request_line::make(command which, writes write, const void* what,
                                                                bool fenced) noexcept {
  request_line made;
  made.which_ = which;
  const auto write_all = [&](json::writer& out) {
    out.begin_object();
    out.member("command").text(row(which).name);
    field_writer fields(out);
    write(fields, what);
    out.end_object();
    made.secret_begin_ = fields.secret_begin();
    made.secret_end_ = fields.secret_end();
    return out.size();
  };
  json::writer measure({});
  const std::size_t size = write_all(measure);
  made.request_size_ = size + 1;
  if (!made.memory_.allocate(made.request_size_ + (fenced ? fence.size() : 0)))
    return std::unexpected(make_error_code(gamewire::errc::no_memory));
  const auto room = made.memory_.data();
  json::writer out(room.first(size));
  write_all(out);
  if (const auto written = out.result(); !written) return std::unexpected(written.error());
  room[size] = std::byte{'\n'};
  if (fenced) std::ranges::copy(as_bytes(fence), room.begin() + static_cast<std::ptrdiff_t>(size) + 1);
  return made;
}

std::expected<request_line, std::error_code> request_line::make(std::string_view packet) noexcept {
  const auto refuse = [](auto why) { return std::unexpected(make_error_code(why)); };
  packet = packet.substr(std::min(packet.find_first_not_of(" \t\r\n"), packet.size()));
  json::document document;
  const auto root = document.read(as_bytes(packet));
  if (!root && root.error() == gamewire::errc::no_memory) return refuse(gamewire::errc::no_memory);
  if (!root || root->kind() != json::kind::object) return refuse(gamewire::errc::invalid_argument);
  const auto named = json::read<text>(root->member("command"));
  if (!root->check() || !named || named->empty() || named->escaped())
    return refuse(gamewire::errc::invalid_argument);

  request_line made;
  made.which_ = command_named(named->raw());
  made.name_at_ = static_cast<std::size_t>(named->raw().data() - packet.data());
  made.name_size_ = named->raw().size();
  for (const std::string_view member : {"passwd", "new_password"}) {
    const auto word = json::read<text>(root->member(member));
    if (!word) continue;
    made.secret_begin_ = static_cast<std::size_t>(word->raw().data() - packet.data());
    made.secret_end_ = made.secret_begin_ + word->raw().size();
  }
  made.request_size_ = packet.size() + 1;
  const bool fenced = row(made.which_).is(traits::ambiguous);
  if (!made.memory_.allocate(made.request_size_ + (fenced ? fence.size() : 0)))
    return refuse(gamewire::errc::no_memory);
  const auto room = made.memory_.data();
  // Within strings JSON has no newlines; between its tokens a blank does as well.
  std::ranges::transform(packet, room.begin(), [](char c) {
    return c == '\n' || c == '\r' ? std::byte{' '} : static_cast<std::byte>(c);
  });
  room[packet.size()] = std::byte{'\n'};
  if (fenced)
    std::ranges::copy(as_bytes(fence), room.begin() + static_cast<std::ptrdiff_t>(packet.size()) + 1);
  return made;
}

}  // namespace gamewire::inline v0::aster
