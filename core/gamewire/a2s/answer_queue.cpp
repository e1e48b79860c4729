#include <algorithm>
#include <utility>

#include <gamewire/a2s/answer_queue.hpp>

namespace gamewire::inline v0::a2s {

void answer_queue::publish(topic what, publication made) noexcept {
  publication replaced = std::exchange(publications_[index(what)], std::move(made));
  if (sent_ > 0 && index(what) == static_cast<std::size_t>(waiting_.front().from)) {
    publications_[static_cast<std::size_t>(place::begun)] = std::move(replaced);
    waiting_.front().from = place::begun;
  }
  drop_void();
}

void answer_queue::push(const endpoint& to, topic what) noexcept {
  waiting_.push({.to = to, .from = static_cast<place>(what), .own_size = 0, .own = {}});
}

void answer_queue::push(const endpoint& to, bytes own) noexcept {
  answer made{.to = to, .from = place::own, .own_size = static_cast<std::uint8_t>(own.size()), .own = {}};
  std::ranges::copy(own, made.own.begin());
  waiting_.push(made);
}

std::size_t answer_queue::datagrams(const answer& which) const noexcept {
  return which.from == place::own ? 1 : publications_[static_cast<std::size_t>(which.from)].size();
}

bytes answer_queue::datagram(const answer& which, std::size_t number) const noexcept {
  if (which.from == place::own) return bytes(which.own).first(which.own_size);
  return publications_[static_cast<std::size_t>(which.from)][number];
}

std::size_t answer_queue::fill(std::span<transmit> out) const noexcept {
  std::size_t filled = 0;
  std::size_t number = sent_;
  for (std::size_t i = 0; i < waiting_.size() && filled < out.size(); ++i, number = 0) {
    const answer& next = waiting_[i];
    for (const std::size_t end = datagrams(next); number < end && filled < out.size(); ++number)
      out[filled++] = {next.to, datagram(next, number)};
  }
  return filled;
}

void answer_queue::sent(std::size_t count) noexcept {
  for (; count > 0 && !empty(); --count)
    if (++sent_ == datagrams(waiting_.front())) drop_front();
}

void answer_queue::drop_front() noexcept {
  if (empty()) return;
  if (waiting_.front().from == place::begun) publications_[static_cast<std::size_t>(place::begun)] = {};
  waiting_.pop();
  sent_ = 0;
  drop_void();
}

/// Keeps the front an answer with datagrams left, so that `empty()` means nothing to send.
void answer_queue::drop_void() noexcept {
  while (!empty() && datagrams(waiting_.front()) == 0) waiting_.pop();
}

}  // namespace gamewire::inline v0::a2s
