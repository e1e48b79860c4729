#include <gamewire/asf/values.hpp>

namespace gamewire::inline v0::asf {
namespace {

struct version_object {
  std::int32_t major_part = 0;
  std::int32_t minor_part = 0;
  std::int32_t build = -1;
  std::int32_t revision = -1;
};
constexpr auto json_members(std::type_identity<version_object>) {
  using is = version_object;
  return json::members<is>(json::member<&is::major_part>("Major"), json::member<&is::minor_part>("Minor"),
                           json::member<&is::build>("Build"), json::member<&is::revision>("Revision"));
}

}  // namespace

json::problem version::read_json(json::cursor& at, version& out) noexcept {
  if (at.peek() == '{') {
    version_object old;
    const json::problem wrong = json::read_at(at, old);
    out.parts = {old.major_part, old.minor_part, old.build, old.revision};
    return wrong;
  }
  json::text written;
  if (!at.take_text(written)) return json::errc::wrong_type;
  const auto read = parse(written.raw());
  if (!read) return json::errc::out_of_range;
  out = *read;
  return {};
}

json::problem coded::read_json(json::cursor& at, coded& out) noexcept {
  if (at.take_text(out.names)) return {};
  return json::read_at(at, out.number);
}

}  // namespace gamewire::inline v0::asf
