#include <algorithm>
#include <array>
#include <new>

#include <gamewire/a2s/split_group.hpp>

namespace gamewire::inline v0::a2s {

bool split_group::start(std::uint32_t id, time_point deadline, const assembler_options& limits) noexcept {
  id_ = id;
  deadline_ = deadline;
  have_ = 0;
  in_order_ = false;
  buffer_.clear();
  layouts_ = split_piece::in_nibbles | split_piece::in_bytes;
  if (pieces_) return true;
  pieces_.reset(new (std::nothrow) stored_piece[limits.max_fragments]);
  room_ = pieces_ ? limits.max_fragments : 0;
  return room_ != 0;
}

split_group::outcome split_group::add(const split_piece& piece, bytes datagram,
                                      const assembler_options& limits) noexcept {
  auto agreed = layouts_ & piece.possible();
  for (const stored_piece& known : pieces()) {
    if (same(known, piece, datagram)) return outcome::duplicate;
    agreed &= piece.beside(known);
  }
  if (agreed == 0) return outcome::contradicts;
  // A layout in which the message is too large stays in the race: else the wrong one would win.
  if ((agreed & piece.within(limits.max_fragments)) == 0) return outcome::too_large;

  const bool first = have_ == 0;
  layouts_ = agreed;
  if (first || piece.index(split_piece::in_bytes) == 0) guess_ = guess_form(datagram);
  shortest_ = first ? piece.size() : std::min(shortest_, piece.size());
  form_ = decide_form();
  total_ = piece.count(layout());
  if (first) cut_ = header_size(form_);
  in_order_ = first && piece.index(layout()) == 0 && total_ <= limits.max_fragments;
  return append(piece, datagram, limits);
}

/// Never beyond the limit, so that the buffer's capacity is all that `append` has to look at.
split_group::outcome split_group::grow(std::size_t more, std::size_t limit) noexcept {
  const std::size_t size = buffer_.size() + more;
  if (size > limit) return outcome::too_large;
  const std::size_t roomy = std::max(size, 2 * buffer_.capacity());
  return buffer_.reserve(std::min(roomy, limit)) ? outcome::taken : outcome::no_memory;
}

split_form split_group::decide_form() const noexcept {
  if (layouts_ == split_piece::in_nibbles) return split_form::goldsource;
  if (layouts_ != split_piece::in_bytes) return guess_.form;
  const bool sized = guess_.form == split_form::source && shortest_ >= header_size(split_form::source);
  return sized ? split_form::source : split_form::source_2006;
}

std::optional<bytes> split_group::reorder(byte_buffer& spare) const noexcept {
  const std::size_t header = header_size(form_);
  std::array<const stored_piece*, max_fragments(split_form::source)> order;
  std::size_t size = 0;
  for (const stored_piece& one : pieces()) {
    order[one.index(layout())] = &one;
    size += one.size() - header;
  }
  spare.clear();
  if (!spare.reserve(size)) return std::nullopt;
  for (const stored_piece* one : std::span(order).first(have_)) {
    // Payload may have been cut off as header, or header stored as payload.
    const std::size_t cut = std::min(cut_, one->size());
    const bytes missing = cut > header ? one->between(header, cut) : bytes{};
    const bytes rest = stored(*one).subspan(header > cut ? header - cut : 0);
    if (!spare.append(missing) || !spare.append(rest)) return std::nullopt;
  }
  return spare.view();
}

/// Are the two the same datagram?
bool split_group::same(const stored_piece& known, const split_piece& added, bytes datagram) const noexcept {
  if (!known.same_head(added)) return false;
  const bytes old = stored(known);
  return std::ranges::equal(old, datagram.last(old.size()));
}

bytes split_group::stored(const stored_piece& of) const noexcept {
  return buffer_.view().subspan(of.offset, of.size() - std::min(of.size(), cut_));
}

void split_group::leave_to(recent_fragments& memory, time_point until) const noexcept {
  memory.add_message(id_, until);
  for (const stored_piece& one : pieces()) memory.add_fragment(one.fingerprint(stored(one)));
}

void split_group::release() noexcept {
  pieces_.reset();
  room_ = 0;
  buffer_.release();
}

}  // namespace gamewire::inline v0::a2s
