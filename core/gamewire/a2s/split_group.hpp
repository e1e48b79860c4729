/// One split message in the making: its fragments as they came, and what they tell of their form.
/// Not for users.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>

#include <gamewire/a2s/assembler.hpp>
#include <gamewire/a2s/recent_fragments.hpp>
#include <gamewire/a2s/split_piece.hpp>
#include <gamewire/time.hpp>

namespace gamewire::inline v0::a2s {

/// Two different fragments of one message settle the layout: their bytes 8 differ in GoldSource and are equal
/// in Source. So only a group of one fragment can be read both ways, and only as a message of one fragment
/// can it be complete in both; then, and between the two Source forms, the start of the message decides
/// (`guess_form`). What looks like a start in the middle of a message can mislead no longer than until the
/// next fragment comes.
class split_group {
 public:
  enum class outcome : unsigned char {
    taken,
    duplicate,    // nothing changed
    contradicts,  // nothing changed: it belongs to another message, or is no fragment at all
    too_large,    // the group is of no use any more
    no_memory,    // the group is of no use any more
  };

  /// Forgets the message and makes ready for another; the memory is kept. False when there is none.
  [[nodiscard]] bool start(std::uint32_t id, time_point deadline, const assembler_options& limits) noexcept;

  /// An echo has, so far, nothing but copies of fragments of a complete message: they came late, or the
  /// server sends the whole message again.
  [[nodiscard]] bool is_echo() const noexcept { return echo_; }
  void set_echo(bool is) noexcept { echo_ = is; }

  /// Is it the very fragment that follows on those that came, all of them in order? Most are.
  [[nodiscard]] bool is_next(const split_piece& piece) const noexcept {
    return in_order_ && piece.index(layout()) == have_ && piece.count(layout()) == total_ &&
           piece.size() >= cut_;
  }
  /// Adds a fragment that is next.
  outcome append(const split_piece& piece, bytes datagram, const assembler_options& limits) noexcept {
    const bytes payload = datagram.subspan(std::min(datagram.size(), cut_));
    if (payload.size() > buffer_.capacity() - buffer_.size())
      if (const outcome grown = grow(payload.size(), limits.max_assembled); grown != outcome::taken)
        return grown;
    if (have_ == 1) layouts_ = layout();
    pieces_[have_++] = {piece, static_cast<std::uint32_t>(buffer_.size())};
    return buffer_.append(payload) ? outcome::taken : outcome::no_memory;
  }
  /// Adds any datagram with this group's id and a possible layout.
  outcome add(const split_piece& piece, bytes datagram, const assembler_options& limits) noexcept;

  [[nodiscard]] std::uint32_t id() const noexcept { return id_; }
  [[nodiscard]] time_point deadline() const noexcept { return deadline_; }
  /// As it seems from what has come. Of a complete message it is certain, or as certain as it gets.
  [[nodiscard]] split_form form() const noexcept { return form_; }
  /// By its id. In GoldSource the bit means nothing, and servers that make up their ids set it by chance.
  [[nodiscard]] bool may_be_compressed() const noexcept {
    return form_ != split_form::goldsource && is_compressed(id_);
  }
  [[nodiscard]] unsigned have() const noexcept { return have_; }
  /// Fragments of the whole message, in this form.
  [[nodiscard]] unsigned total() const noexcept { return total_; }
  [[nodiscard]] bool complete() const noexcept { return have_ == total_; }

  /// A complete message: where it lies if its fragments came in order, else put in order in `spare`. Nothing
  /// when memory is out.
  [[nodiscard]] std::optional<bytes> join(byte_buffer& spare) const noexcept {
    if (in_order_) return buffer_.view();
    return reorder(spare);
  }

  /// Leaves the fragments of a complete message to `memory`.
  void leave_to(recent_fragments& memory, time_point until) const noexcept;

  [[nodiscard]] std::size_t memory() const noexcept {
    return room_ * sizeof(stored_piece) + buffer_.capacity();
  }
  void release() noexcept;

 private:
  struct stored_piece : split_piece {
    std::uint32_t offset = 0;  // in the buffer, of what comes behind the cut
  };

  [[nodiscard]] split_piece::layouts layout() const noexcept { return split_piece::layout_of(form_); }
  [[nodiscard]] std::span<const stored_piece> pieces() const noexcept { return {pieces_.get(), have_}; }
  [[nodiscard]] std::optional<bytes> reorder(byte_buffer& spare) const noexcept;
  [[nodiscard]] bytes stored(const stored_piece& of) const noexcept;
  [[nodiscard]] bool same(const stored_piece& known, const split_piece& added, bytes datagram) const noexcept;
  outcome grow(std::size_t more, std::size_t limit) noexcept;
  [[nodiscard]] split_form decide_form() const noexcept;

  std::uint32_t id_ = 0;
  unsigned have_ = 0;
  unsigned total_ = 0;
  split_piece::layouts layouts_ = 0;  // that no fragment contradicts
  time_point deadline_ = never;
  std::unique_ptr<stored_piece[]> pieces_;
  std::size_t room_ = 0;  // of pieces_
  byte_buffer buffer_;
  std::size_t cut_ = 0;       // the header's size as it seemed at first: the buffer holds what comes behind
  std::size_t shortest_ = 0;  // datagram
  form_guess guess_{};  // by what would be fragment 0 in Source if it is here, else by the first to come
  split_form form_{};
  bool echo_ = false;
  bool in_order_ = false;  // so far: each piece in its place, and cut where its payload begins
};

}  // namespace gamewire::inline v0::a2s
