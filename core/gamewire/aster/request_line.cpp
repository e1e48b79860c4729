#include <algorithm>

#include <gamewire/aster/packet.hpp>
#include <gamewire/aster/request_line.hpp>
#include <gamewire/json/document.hpp>

namespace gamewire::inline v0::aster {
namespace {

constexpr std::string_view fence = "{\"command\":\"ping\"}\n";
/// The places of `passwords_`.
constexpr std::array<std::string_view, 2> password_names{"passwd", "new_password"};
constexpr std::size_t old_one = 0, new_one = 1;

}  // namespace

/// For a packet of so many bytes, with what goes behind it.
bool request_line::allocate(std::size_t size, bool fenced) noexcept {
  const std::string_view behind = fenced ? fence : "";
  request_size_ = size + 1;
  if (!memory_.allocate(request_size_ + behind.size())) return false;
  const auto rest = memory_.data().subspan(size);
  rest.front() = std::byte{'\n'};
  std::ranges::copy(as_bytes(behind), rest.subspan(1).begin());
  return true;
}

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
    if (fields.secret_end() != 0)
      made.passwords_[which == command::change_password ? new_one : old_one] = {fields.secret_begin() - 1,
                                                                                fields.secret_end() + 1};
    return out.size();
  };
  json::writer measure({});
  if (!made.allocate(write_all(measure), fenced))
    return std::unexpected(make_error_code(gamewire::errc::no_memory));
  json::writer out(made.packet());
  write_all(out);
  if (const auto written = out.result(); !written) return std::unexpected(written.error());
  return made;
}

/// Whatever they are. One that is there twice is refused: servers take the last, and all would have to be kept out of sight.
std::error_code request_line::note_passwords(const json::value& root, std::string_view packet) noexcept {
  for (const auto& [name, value] : json::map<json::value>(root)) {
    const auto* const which =
        std::ranges::find_if(password_names, [&](std::string_view one) { return name == one; });
    if (which == password_names.end()) continue;
    place& at = passwords_[static_cast<std::size_t>(which - password_names.begin())];
    if (!at.empty()) return gamewire::errc::invalid_argument;
    at.begin = static_cast<std::size_t>(value.raw().data() - packet.data());
    at.end = at.begin + value.raw().size();
  }
  return {};
}

void request_line::hide_secrets(std::span<std::byte> copy) const noexcept {
  for (const place& at : passwords_) {
    if (at.empty()) continue;
    const std::size_t quote = copy[at.begin] == std::byte{'"'} ? 1 : 0;
    std::ranges::fill(copy.subspan(at.begin + quote, at.end - at.begin - 2 * quote), std::byte{'*'});
  }
}

bytes request_line::new_password() const noexcept {
  const auto [begin, end] = passwords_[new_one];
  const bytes value = wire().subspan(begin, end - begin);
  return !value.empty() && value.front() == std::byte{'"'} ? value : bytes{};
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
  if (const auto twice = made.note_passwords(*root, packet)) return std::unexpected(twice);
  if (!made.allocate(packet.size(), row(made.which_).is(traits::ambiguous)))
    return refuse(gamewire::errc::no_memory);
  // Within strings JSON has no newlines; between its tokens a blank does as well.
  std::ranges::transform(packet, made.packet().begin(), [](char c) {
    return c == '\n' || c == '\r' ? std::byte{' '} : static_cast<std::byte>(c);
  });
  return made;
}

}  // namespace gamewire::inline v0::aster
