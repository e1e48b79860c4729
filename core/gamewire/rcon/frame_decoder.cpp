#include <algorithm>
#include <array>
#include <utility>

#include <gamewire/rcon/frame_decoder.hpp>

namespace gamewire::inline v0::rcon {
namespace {

constexpr std::array stray_marker{std::byte{0}, std::byte{1}, std::byte{0}, std::byte{0},
                                  std::byte{0}, std::byte{0}, std::byte{0}};
constexpr std::size_t header_size = 12;
constexpr std::int32_t largest_type = 4;  // that any server is known to use
constexpr std::size_t stray_probe = 13;   // a frame that begins like the marker shows its text by then

bool ends_frame(bytes tail) noexcept {
  const bytes end = tail.last(std::min(tail.size(), frame_overhead - header_size));
  return std::ranges::all_of(end, [](std::byte one) { return one == std::byte{0}; });
}

}  // namespace

frame_decoder::result frame_decoder::next() noexcept {
  if (error_) return std::unexpected(error_);
  input_.consume(std::exchange(given_, 0));
  if (stray_expected_ && !stray_settled()) return std::nullopt;
  if (rest_ != 0 && !rest_settled()) return missing();

  const auto head = input_.peek(size_field);
  if (!head) return missing();
  const auto size = wire_size(head->first<size_field>(), input_.limit());
  if (!size) return pass_over(size.error());
  const auto whole = input_.peek(*size);
  if (!whole) return missing();
  given_ = *size;
  begun_ = true;
  return *decode(*whole);
}

std::error_code frame_decoder::keep() noexcept {
  if (error_) return error_;
  input_.consume(std::exchange(given_, 0));
  if (!input_.keep()) fail(gamewire::errc::no_memory);
  return error_;
}

/// Sizes of 0. Any other that is wrong is the end.
frame_decoder::result frame_decoder::pass_over(std::error_code wrong) noexcept {
  const auto empty_next = [this] {
    const auto head = input_.peek(size_field);
    return head && byte_reader(*head).u32() == 0;
  };
  if (!empty_next())
    return fail(begun_ && wrong == errc::not_rcon ? make_error_code(errc::bad_frame) : wrong);
  while (empty_next()) input_.consume(size_field);
  return next();
}

/// The marker reads like the beginning of a frame of 256 bytes with an id of 0. A real one of those, an event
/// of the server's, has a small type and a text behind that id; behind the marker another frame begins.
bool frame_decoder::stray_settled() noexcept {
  const auto probe = input_.peek(std::min(input_.size(), stray_probe));
  if (!probe) return true;  // out of memory: `next` will say so
  const std::size_t like = std::min(probe->size(), stray_marker.size());
  const bool same = std::ranges::equal(probe->first(like), std::span(stray_marker).first(like));
  if (same && probe->size() < stray_probe) return false;
  stray_expected_ = false;
  if (!same) return true;
  byte_reader reader(probe->subspan(size_field));
  const std::int32_t id = reader.i32();
  const std::int32_t type = reader.i32();
  const bool event = id == 0 && type >= 0 && type <= 0xff && reader.u8() != 0;
  if (!event) input_.consume(stray_marker.size());
  return true;
}

std::optional<frame> frame_decoder::so_far() const noexcept {
  const bytes part = input_.front();
  const bool settled = !error_ && given_ == 0 && rest_ == 0 && !stray_expected_;
  if (!settled || part.size() < header_size) return std::nullopt;
  return *decode(part);
}

std::optional<frame> frame_decoder::surrender() noexcept {
  const auto part = so_far();
  if (!part) return std::nullopt;
  given_ = input_.size();
  rest_ = *wire_size(input_.front().first<size_field>(), input_.limit()) - given_;
  return part;
}

/// With a size and a type that make sense, which a text hardly has.
bool frame_decoder::begins_frame(bytes head) const noexcept {
  byte_reader reader(head.subspan(2 * size_field));
  const std::int32_t type = reader.i32();
  return wire_size(head.first<size_field>(), input_.limit()) && type >= 0 && type <= largest_type;
}

/// The rest will not come if another frame begins at once. It has come if it ends with NULs and one begins behind it:
/// the end of a text may look like a size.
bool frame_decoder::rest_settled() noexcept {
  const auto head = input_.peek(frame_overhead);  // the shortest frame
  if (!head) return false;
  const bool at_once = begins_frame(*head);
  const auto both = input_.peek(rest_ + header_size);
  const bool came = both && ends_frame(both->first(rest_)) && begins_frame(both->subspan(rest_));
  const bool frame = at_once && !came;
  const std::size_t skipped = frame ? 0 : std::min(rest_, input_.size());
  input_.consume(skipped);
  rest_ = frame ? 0 : rest_ - skipped;
  return rest_ == 0;
}

frame_decoder::result frame_decoder::missing() noexcept {
  if (input_.failed()) return fail(gamewire::errc::no_memory);
  return std::nullopt;
}

std::unexpected<std::error_code> frame_decoder::fail(std::error_code error) noexcept {
  error_ = error;
  return std::unexpected(error);
}

}  // namespace gamewire::inline v0::rcon
