/// What a responder has to say, and to whom: publications, and the answers that wait for the transport.
/// Not for users.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include <gamewire/a2s/publication.hpp>
#include <gamewire/machine.hpp>
#include <gamewire/ring.hpp>

namespace gamewire::inline v0::a2s {

/// What can be published.
enum class topic : std::uint8_t { info, players, rules };

/// Answers wait as entries of a few bytes, which name their topic; so a new publication changes what those
/// who wait will get, and an answer whose topic was withdrawn has no datagrams and falls out. Only the answer
/// that is already on its way is finished with the publication it was begun with: fragments of two messages
/// never mix.
class answer_queue {
 public:
  /// The longest message an answer can carry itself: a challenge.
  static constexpr std::size_t max_own = 9;

  [[nodiscard]] bool allocate(std::size_t capacity) noexcept { return waiting_.allocate(capacity); }

  /// Replaces the publication; an empty one withdraws it.
  void publish(topic what, publication made) noexcept;
  [[nodiscard]] bool published(topic what) const noexcept { return !of(what).empty(); }

  [[nodiscard]] bool empty() const noexcept { return waiting_.empty(); }
  [[nodiscard]] bool full() const noexcept { return waiting_.full(); }

  /// Queue what is published, which must not be nothing, or a message of at most `max_own` bytes. Not when
  /// full.
  void push(const endpoint& to, topic what) noexcept;
  void push(const endpoint& to, bytes own) noexcept;

  /// Offers the next datagrams. Their bytes stay where they are until the queue or a publication changes.
  [[nodiscard]] std::size_t fill(std::span<transmit> out) const noexcept;
  /// So many of them went out.
  void sent(std::size_t count) noexcept;
  /// Gives up the answer in front, with all datagrams it has left: without one the others are worth nothing.
  void drop_front() noexcept;

 private:
  /// Where an answer's datagrams are: in a publication, that of the same number as its topic, or in itself.
  enum class place : std::uint8_t { info, players, rules, begun, own };

  struct answer {
    endpoint to;
    place from;
    std::uint8_t own_size;
    std::array<std::byte, max_own> own;
  };

  static constexpr std::size_t index(topic what) noexcept { return static_cast<std::size_t>(what); }
  [[nodiscard]] const publication& of(topic what) const noexcept { return publications_[index(what)]; }
  [[nodiscard]] std::size_t datagrams(const answer& which) const noexcept;
  [[nodiscard]] bytes datagram(const answer& which, std::size_t number) const noexcept;
  void drop_void() noexcept;

  std::array<publication, 4> publications_;  // by place
  ring<answer> waiting_;
  std::size_t sent_ = 0;  // datagrams of the answer in front that went out
};

}  // namespace gamewire::inline v0::a2s
